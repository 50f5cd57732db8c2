// SPDX-License-Identifier: MIT
// The tables in PostgreSQL, as steps: each brings them from the version of its place to the next one. A step
// that was released is never changed; what is new is a new step.
#pragma once

#include <array>

namespace harvest {

constexpr std::array<const char*, 4> postgres_schema{
    // 1: jobs and documents. The document is json, not jsonb, which cannot keep every text (\u0000).
    R"(CREATE TABLE harvest.jobs (
         id            text PRIMARY KEY,
         kind          text NOT NULL,
         state         text NOT NULL DEFAULT 'open',
         token         text,                            -- where to go on
         documents     bigint NOT NULL DEFAULT 0,       -- stored
         total         bigint,                          -- counted by the server
         missing       bigint NOT NULL DEFAULT 0,
         server_status text,
         reason        text NOT NULL DEFAULT '',
         failures      int NOT NULL DEFAULT 0,
         just_started  boolean NOT NULL DEFAULT false,
         added_at      timestamptz NOT NULL DEFAULT now(),
         expires_at    timestamptz NOT NULL DEFAULT now() + interval '1 day',
         worker        text,                            -- who has it, until ready_at
         epoch         bigint NOT NULL DEFAULT 0,       -- how often it was claimed
         ready_at      timestamptz NOT NULL DEFAULT now()); -- may be claimed from then on
       CREATE INDEX open_jobs ON harvest.jobs (expires_at) WHERE state = 'open';
       CREATE TABLE harvest.documents (
         job         text NOT NULL REFERENCES harvest.jobs (id),
         ordinal     bigint NOT NULL,
         stored_at   timestamptz NOT NULL DEFAULT now(),
         scrape_id   text,
         url         text,
         status_code int,
         title       text,
         markdown    text,
         document    json NOT NULL,
         PRIMARY KEY (job, ordinal));
       CREATE UNIQUE INDEX scrape_ids ON harvest.documents (job, scrape_id) WHERE scrape_id IS NOT NULL;
       CREATE INDEX stored_at ON harvest.documents USING brin (stored_at) WITH (pages_per_range = 16, autosummarize = on);)",

    // 2: full text search, in the first 100,000 characters of a page: a tsvector has at most 1 MiB, and a
    // longer
    // one would be an error.
    R"(ALTER TABLE harvest.documents ADD COLUMN words tsvector GENERATED ALWAYS AS (
         setweight(to_tsvector('simple', left(coalesce(title, ''), 1000)), 'A') ||
         to_tsvector('simple', left(coalesce(markdown, ''), 100000))) STORED;
       CREATE INDEX words ON harvest.documents USING gin (words);)",

    // 3: lists of URLs that are started part by part
    R"(CREATE TABLE harvest.starts (
         list text NOT NULL,
         part bigint NOT NULL,
         job  text,                                     -- none: it is not known whether it was started
         PRIMARY KEY (list, part));)",

    // 4: something new was heard of a job while a worker had it
    "ALTER TABLE harvest.jobs ADD COLUMN woken boolean NOT NULL DEFAULT false;",
};

}  // namespace harvest
