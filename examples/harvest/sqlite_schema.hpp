// SPDX-License-Identifier: MIT
// The tables in SQLite, as steps: each brings them from the version of its place to the next one. A step that
// was released is never changed; what is new is a new step. Times are seconds since 1970.
#pragma once

#include <array>

namespace harvest {

constexpr std::array<const char*, 4> sqlite_schema{
    // 1: jobs and documents
    R"(CREATE TABLE jobs (
         id            TEXT PRIMARY KEY,
         kind          TEXT NOT NULL,
         state         TEXT NOT NULL DEFAULT 'open',
         token         TEXT,                            -- where to go on
         documents     INTEGER NOT NULL DEFAULT 0,      -- stored
         total         INTEGER,                         -- counted by the server
         missing       INTEGER NOT NULL DEFAULT 0,
         server_status TEXT,
         reason        TEXT NOT NULL DEFAULT '',
         failures      INTEGER NOT NULL DEFAULT 0,
         just_started  INTEGER NOT NULL DEFAULT 0,
         added_at      REAL NOT NULL,
         expires_at    REAL NOT NULL,
         worker        TEXT,                            -- who has it, until ready_at
         epoch         INTEGER NOT NULL DEFAULT 0,      -- how often it was claimed
         ready_at      REAL NOT NULL);                  -- may be claimed from then on
       CREATE INDEX open_jobs ON jobs (expires_at) WHERE state = 'open';
       CREATE TABLE documents (
         row         INTEGER PRIMARY KEY,
         stored_at   REAL NOT NULL,
         job         TEXT NOT NULL REFERENCES jobs (id),
         ordinal     INTEGER NOT NULL,
         scrape_id   TEXT,
         url         TEXT,
         status_code INTEGER,
         title       TEXT,
         markdown    TEXT,
         document    TEXT NOT NULL,
         UNIQUE (job, ordinal));
       CREATE UNIQUE INDEX scrape_ids ON documents (job, scrape_id) WHERE scrape_id IS NOT NULL;
       CREATE INDEX stored_at ON documents (stored_at);)",

    // 2: full text search. The text stays in the table of documents.
    R"(CREATE VIRTUAL TABLE words USING fts5(title, markdown, content='documents', content_rowid='row',
                                             tokenize='unicode61 remove_diacritics 0');
       CREATE TRIGGER index_words AFTER INSERT ON documents BEGIN
         INSERT INTO words (rowid, title, markdown) VALUES (new.row, new.title, new.markdown);
       END;
       INSERT INTO words (words) VALUES ('rebuild');)",

    // 3: lists of URLs that are started part by part
    R"(CREATE TABLE starts (
         list TEXT NOT NULL,
         part INTEGER NOT NULL,
         job  TEXT,                                     -- none: it is not known whether it was started
         PRIMARY KEY (list, part));)",

    // 4: something new was heard of a job while a worker had it
    "ALTER TABLE jobs ADD COLUMN woken INTEGER NOT NULL DEFAULT 0;",
};

}  // namespace harvest
