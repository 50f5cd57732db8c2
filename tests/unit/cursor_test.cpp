// SPDX-License-Identifier: MIT
#include <cstdint>
#include <firecrawl/detail/job/cursor.hpp>
#include <firecrawl/detail/job/link.hpp>
#include <firecrawl/error.hpp>
#include <firecrawl/job_models.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "../catch.hpp"
#include "decoding.hpp"

namespace fc = firecrawl;
namespace detail = firecrawl::detail;
using detail::JobCursors;
using detail::JobName;
using detail::Link;
using detail::LinkOwner;
using detail::LinkTarget;
using detail::make_cursor;
using detail::NextLink;
using detail::query_parameter;
using detail::read_next;
using detail::read_token;
using detail::with_limit;

namespace {

const JobName this_batch{fc::JobKind::batch_scrape, "7e1f"};
const JobName this_crawl{fc::JobKind::crawl, "7e1f"};

LinkOwner owner_of(const std::string& link, const JobName& job = this_batch) {
  return Link(link).target(job).owner;
}

std::string token_refusal(const std::string& token, const JobName& job) {
  return kit::thrown<fc::UsageError>([&] { return read_token(token, job); }).what();
}

}  // namespace

TEST_CASE("A link is taken apart without a look at its host") {
  for (const char* text :
       {"https://api.firecrawl.dev/v1/batch/scrape/7e1f?skip=1&limit=2",
        "HTTP://user:pw@evil.example:8080/v1/batch/scrape/7e1f?skip=1&limit=2",
        "//host/v1/batch/scrape/7e1f?skip=1&limit=2", "/v1/batch/scrape/7e1f?skip=1&limit=2"}) {
    const Link link(text);
    CAPTURE(text);
    CHECK(link.well_formed);
    CHECK(link.path == "/v1/batch/scrape/7e1f");
    CHECK(link.query == "skip=1&limit=2");
    CHECK(link.has_query);
    CHECK_FALSE(link.has_fragment);
    CHECK(link.target(this_batch).owner == LinkOwner::this_job);
  }
}

TEST_CASE("A fragment is not a part of a link") {
  const Link link("/v1/batch/scrape/7e1f?skip=1#17");
  CHECK(link.text == "/v1/batch/scrape/7e1f?skip=1");
  CHECK(link.query == "skip=1");
  CHECK(link.fragment == "17");
  CHECK(link.has_fragment);
  CHECK(Link("#?x").query.empty());
}

TEST_CASE("A link need not have all its parts") {
  CHECK(Link("https://host").path.empty());
  CHECK(Link("https://host").well_formed);
  CHECK(Link("https://host?skip=1").query == "skip=1");
  CHECK(Link("?skip=1").well_formed);
  CHECK(Link("?").has_query);
  CHECK_FALSE(Link("").well_formed);
  CHECK_FALSE(Link("skip=1").well_formed);
  CHECK_FALSE(Link("ftp://host/v1/batch/scrape/7e1f?skip=1").well_formed);
  CHECK_FALSE(Link("://host?skip=1").well_formed);
  CHECK_FALSE(Link("/v1/batch/scrape/7e1f?skip=1\n").well_formed);
}

TEST_CASE("Whose page a link names is told by its path") {
  CHECK(owner_of("/v1/batch/scrape/7e1f") == LinkOwner::this_job);
  CHECK(owner_of("/prefix/v2/batch/scrape/7e1f/") == LinkOwner::this_job);
  CHECK(owner_of("/v1/batch/scrape/a/b?skip=1", {fc::JobKind::batch_scrape, "a/b"}) == LinkOwner::this_job);
  CHECK(owner_of("/v1/batch/scrape/7e1f/errors") == LinkOwner::this_job);
  CHECK(owner_of("/v1/batch/scrape/7e1") == LinkOwner::other_job);
  CHECK(owner_of("/v1/batch/scrape/7e1f2") == LinkOwner::other_job);
  CHECK(owner_of("/v1/batch/scrape/") == LinkOwner::other_job);
  CHECK(owner_of("/v1/batch/scrape") == LinkOwner::unclear);
  CHECK(owner_of("?skip=1") == LinkOwner::unclear);
  CHECK(owner_of("/v1/batch/scrape/a%2Fb%20c", {fc::JobKind::batch_scrape, "a/b c"}) == LinkOwner::this_job);
  CHECK(owner_of("/v1/batch/scrape/7%651f") == LinkOwner::this_job);
  CHECK(owner_of("/v1/batch/scrape/a%2Fb", {fc::JobKind::batch_scrape, "a"}) == LinkOwner::other_job);
}

TEST_CASE("A parameter is found by its whole name") {
  CHECK(query_parameter("skip=1&limit=2", "skip") == "1");
  CHECK(query_parameter("skip=1&limit=2", "limit") == "2");
  CHECK(query_parameter("a&&noskip=3&skip=1&skip=2", "skip") == "1");
  CHECK(query_parameter("skip=", "skip") == "");
  CHECK(query_parameter("skip", "skip") == std::nullopt);
  CHECK(query_parameter("skipper=1", "skip") == std::nullopt);
  CHECK(query_parameter("", "skip") == std::nullopt);
  CHECK(query_parameter("&", "skip") == std::nullopt);
}

TEST_CASE("A limit is replaced or added and the rest stays") {
  CHECK(with_limit("", 50) == "limit=50");
  CHECK(with_limit("skip=100", 50) == "skip=100&limit=50");
  CHECK(with_limit("limit=10&skip=100", 50) == "skip=100&limit=50");
  CHECK(with_limit("a=b&limit=10&limit=20&c", 50) == "a=b&c&limit=50");
  CHECK(with_limit("limits=1&&", 50) == "limits=1&limit=50");
}

TEST_CASE("A cursor knows how many documents are before it if its query says so") {
  CHECK(make_cursor("", "").skip == 0U);
  CHECK(make_cursor("", "limit=10").skip == 0U);
  CHECK(make_cursor("", "skip=100").skip == 100U);
  CHECK(make_cursor("", "limit=10&skip=0100").skip == 100U);
  for (const char* opaque : {"cursor=abc", "skip=", "skip=-1", "skip=1.5", "skip=abc",
                             "skip=18446744073709551616", "limit=10&cursor=b"}) {
    CAPTURE(opaque);
    CHECK_FALSE(make_cursor("", opaque).skip);
  }
}

TEST_CASE("A query is made fit for a request line") {
  CHECK(make_cursor("", "skip=1&a=b%20c;d:e@f/g?h").query == "skip=1&a=b%20c;d:e@f/g?h");
  CHECK(make_cursor("", "a=b c").query == "a=b%20c");
  CHECK(make_cursor("", "a=\r\nX-Evil: 1").query == "a=%0D%0AX-Evil:%201");
  CHECK(make_cursor("", "a=\xC3\xA9<>\"\\^`{|}[]#").query == "a=%C3%A9%3C%3E%22%5C%5E%60%7B%7C%7D%5B%5D%23");
  CHECK(make_cursor("", std::string("a=\0", 3)).query == "a=%00");
}

TEST_CASE("The path of a link says of which kind the job is, and its id whether it is this one") {
  using Kind = fc::JobKind;
  struct Row {
    const char* link;
    LinkOwner owner;
    Kind kind_for_batch, kind_for_crawl;
  };
  for (const auto& row : {
           Row{"/v1/batch/scrape/7e1f", LinkOwner::this_job, Kind::batch_scrape, Kind::batch_scrape},
           Row{"/v2/crawl/7e1f?skip=1", LinkOwner::this_job, Kind::crawl, Kind::crawl},
           Row{"https://host/crawl/7e1f", LinkOwner::this_job, Kind::crawl, Kind::crawl},
           Row{"/v1/crawl/7e1f/errors", LinkOwner::this_job, Kind::crawl, Kind::crawl},
           Row{"/crawl/v1/batch/scrape/7e1f", LinkOwner::this_job, Kind::batch_scrape, Kind::batch_scrape},
           Row{"/v1/crawl/7e1", LinkOwner::other_job, Kind::crawl, Kind::crawl},
           Row{"/v1/crawl/", LinkOwner::other_job, Kind::crawl, Kind::crawl},
           Row{"/v1/batch/scrape/7e1f2", LinkOwner::other_job, Kind::batch_scrape, Kind::batch_scrape},
           Row{"/v1/crawl", LinkOwner::unclear, Kind::batch_scrape, Kind::crawl},
           Row{"/firecrawl/7e1f?skip=1", LinkOwner::unclear, Kind::batch_scrape, Kind::crawl},
           Row{"?skip=1", LinkOwner::unclear, Kind::batch_scrape, Kind::crawl},
       }) {
    CAPTURE(row.link);
    const Link link(row.link);
    CHECK(link.target(this_batch).owner == row.owner);
    CHECK(link.target(this_crawl).owner == row.owner);
    CHECK(link.target(this_batch).kind == row.kind_for_batch);
    CHECK(link.target(this_crawl).kind == row.kind_for_crawl);
  }
}

TEST_CASE("A next gives its query and is kept as sent") {
  const auto job = GENERATE(this_batch, this_crawl);
  const auto path = "/v1" + std::string(detail::path_of(job.kind)) + "/7e1f";
  const auto next = read_next("https://inside.example:3002" + path + "?skip=100&limit=50", job);
  CHECK(next.kind == NextLink::Kind::page);
  CHECK(next.cursor.query == "skip=100&limit=50");
  CHECK(next.cursor.skip == 100U);
  CHECK(next.cursor.token == "https://inside.example:3002" + path + "?skip=100&limit=50");
  CHECK(read_next(path + "?skip=100#x", job).cursor.token == path + "?skip=100");
  CHECK(read_next("?skip=100", job).cursor.query == "skip=100");
  CHECK(read_next("/somewhere/else?skip=100", job).cursor.skip == 100U);
  CHECK(read_next(path, job).cursor.skip == 0U);
}

TEST_CASE("A next of another job and one that says nothing are told apart") {
  const auto job = GENERATE(this_batch, this_crawl);
  for (const char* next : {"/v1/batch/scrape/other?skip=100", "https://host/v1/batch/scrape/?skip=100",
                           "/v2/crawl/other?skip=100", "https://host/v1/crawl/?skip=100"}) {
    CAPTURE(next);
    CHECK(read_next(next, job).kind == NextLink::Kind::other_job);
  }
  for (const char* next :
       {"", "next", "https://host/path", "https://host", "/", "#1", "/v1/batch/scrape", "/v1/crawl",
        "/v1/batch/scrape/7e1f?skip=abc", "/v1/crawl/7e1f?skip=abc", "?skip=-1&limit=2"}) {
    CAPTURE(next);
    CHECK(read_next(next, job).kind == NextLink::Kind::malformed);
  }
}

TEST_CASE("What a next comes to can be used as a resume token") {
  const auto job = GENERATE(this_batch, this_crawl);
  for (const char* next :
       {"https://api.firecrawl.dev/v1/batch/scrape/7e1f?skip=100", "/v1/batch/scrape/7e1f?skip=100",
        "https://api.firecrawl.dev/v2/crawl/7e1f?skip=100", "/v1/crawl/7e1f?skip=100", "?skip=100",
        "//host/v1/batch/scrape/7e1f?skip=100", "/somewhere/else?skip=100",
        "https://proxy.example/status?skip=100", "v1/batch/scrape/7e1f?skip=100",
        "ftp://host/v1/batch/scrape/7e1f?skip=100", "/v1/batch/scrape/7e1f?skip=100&a=b c\n",
        "status?skip=100", "/v1/batch/scrape/7e1f?skip=100#top"}) {
    CAPTURE(next);
    const auto read = read_next(next, job);
    REQUIRE(read.kind == NextLink::Kind::page);
    const auto point = read_token(read.cursor.token, job);
    CHECK(point.cursor.query == read.cursor.query);
    CHECK(point.cursor.skip == 100U);
    CHECK(read_token(read.cursor.token + "#7", job).delivered == 7U);
  }
}

TEST_CASE("A next whose numbers are odd is followed as it is, and its token is taken") {
  for (const char* next : {"?skip=2&limit=undefined", "?skip=2&limit=", "?cursor=a&limit=max", "?skip=2.0",
                           "?skip=%32", "?skip=2 ", "?skip=2\r\nX: y", "?skip=99999999999999999999"}) {
    CAPTURE(next);
    const auto read = read_next(next, this_batch);
    REQUIRE(read.kind == NextLink::Kind::page);
    CHECK(read_token(read.cursor.token, this_batch).cursor.query == read.cursor.query);
  }
  CHECK_FALSE(read_next("?skip=18446744073709551615", this_batch).cursor.skip);
  CHECK(read_next("?skip=9223372036854775807", this_batch).cursor.skip == 9223372036854775807U);
}

TEST_CASE("A resume token says where to go on and how much was delivered") {
  const auto job = GENERATE(this_batch, this_crawl);
  const auto path = "/v1" + std::string(detail::path_of(job.kind)) + "/7e1f";
  const auto point = read_token("https://api.firecrawl.dev" + path + "?skip=100&limit=50#20", job);
  CHECK(point.cursor.query == "skip=100&limit=50");
  CHECK(point.cursor.skip == 100U);
  CHECK(point.cursor.token == "https://api.firecrawl.dev" + path + "?skip=100&limit=50");
  CHECK(point.delivered == 20);
  CHECK(read_token(path, job).delivered == 0);
  CHECK(read_token(path, job).cursor.skip == 0U);
  CHECK(read_token(path + "?limit=50#120", job).delivered == 120);
  CHECK(read_token(path + "#18446744073709551615", job).delivered == 18446744073709551615U);
  CHECK(read_token("?cursor=opaque", job).cursor.query == "cursor=opaque");
  CHECK(read_token("https://host/status?skip=1#2", job).cursor.skip == 1U);
  CHECK(read_token("/v2/batch/scrape/a%2Fb?skip=1", {fc::JobKind::batch_scrape, "a/b"}).cursor.skip == 1U);
}

TEST_CASE("A resume token that is malformed or of another job is refused with the reason") {
  const auto job = GENERATE(this_batch, this_crawl);
  const auto jobs = "/v1" + std::string(detail::path_of(job.kind)) + "/";
  const auto refuses = [&](const std::string& token, const std::string& why) {
    CAPTURE(token);
    CHECK(kit::contains(token_refusal(token, job), why));
  };
  refuses(jobs + "other?skip=1", "names another job");
  refuses("/status#1", "has no query");
  for (const std::string query : {"skip=abc", "skip=-1", "skip=", "limit=1&skip=undefined"})
    refuses(jobs + "7e1f?" + query, "that is not a number");
  refuses("https://host", "has no query");
  refuses(jobs + "7e1f?skip=1&limit=0", "has a limit of 0");
  for (const std::string count : {"", "-1", "18446744073709551616", "1#2"})
    refuses(jobs + "7e1f?skip=1#" + count, "ends in # but not in a number");
  for (const std::string token : {" ", "100", "skip=100", "7e1f", "#1"})
    refuses(token, "is neither a URL nor a path nor a query");
  refuses("ftp://host" + jobs + "7e1f?skip=1", "is neither a URL nor a path nor a query");
  refuses(jobs + "7e1f?skip=1\r\nX: y", "is neither a URL nor a path nor a query");
  refuses("nonsense", "not a resume token of job 7e1f: \"nonsense\"");
}

TEST_CASE("A resume token of the other kind of job is refused even if the id is the same") {
  for (const std::string id : {"7e1f", "other"}) {
    CAPTURE(id);
    CHECK(kit::contains(token_refusal("/v1/crawl/" + id + "?skip=1", this_batch),
                        "names a crawl, which is not a batch scrape job"));
    CHECK(kit::contains(token_refusal("https://host/v2/batch/scrape/" + id + "?skip=1#2", this_crawl),
                        "names a batch scrape job, which is not a crawl"));
  }
}

TEST_CASE("A job has cursors of its own with and without a limit") {
  const JobCursors plain("/v1/batch/scrape/7e1f", std::nullopt);
  CHECK(plain.first().token == "/v1/batch/scrape/7e1f");
  CHECK(plain.first().query.empty());
  CHECK(plain.first().skip == 0U);
  CHECK(plain.at_skip(120).token == "/v1/batch/scrape/7e1f?skip=120");
  CHECK(plain.at_skip(120).skip == 120U);
  const JobCursors limited("/v1/batch/scrape/7e1f", 50U);
  CHECK(limited.first().token == "/v1/batch/scrape/7e1f?limit=50");
  CHECK(limited.first().skip == 0U);
  CHECK(limited.at_skip(0).query == "skip=0&limit=50");
  CHECK(limited.at_skip(120).query == "skip=120&limit=50");
  CHECK(read_token(limited.at_skip(120).token, this_batch).cursor.query == "skip=120&limit=50");
}
