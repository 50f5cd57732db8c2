// SPDX-License-Identifier: MIT
// A whole job is read, however the server writes it: sizes, encodings, links.

#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "../catch.hpp"
#include "../support/kit.hpp"

using namespace kit;

using support::Compression;
using support::NextStyle;

TEST_CASE("250 documents come in 3 pages, in order, each once, on one connection") {
  const LoopbackServer server(make_job(250));
  const auto job = job_at(server);
  auto range = job.documents(without_overlap());
  Numbers numbers;
  read_into(numbers, range);
  CHECK(numbers == from_to(0, 250));
  CHECK(range.progress().status == fc::JobStatus::completed);
  CHECK(range.progress().total == 250);
  CHECK(range.missing() == 0);
  CHECK_FALSE(range.next());
  CHECK(server.connections() == 1);
  CHECK(server.request_count() == 3);
}

TEST_CASE("5,000 documents come in 200 pages, in order, each once, on one connection") {
  const LoopbackServer server(make_job(5000, 25));
  CHECK(read(job_at(server).documents(without_overlap())) == from_to(0, 5000));
  CHECK(server.connections() == 1);
  CHECK(server.request_count() == 200);
}

TEST_CASE("Asking one page ahead costs no request more, and a second connection at most") {
  const LoopbackServer server(make_job(1000, 25));
  CHECK(read(job_at(server).documents()) == from_to(0, 1000));
  CHECK(requests_at_the_end(server).size() == 40);
  CHECK(server.connections() <= 2);
}

TEST_CASE("pages() gives the pages as the server cut them, with their counts and links") {
  const LoopbackServer server(make_job(250));
  std::vector<std::size_t> sizes;
  Numbers numbers;
  std::vector<std::string> links;
  for (const fc::JobPage& page : kit::each(job_at(server).pages())) {
    sizes.push_back(page.data.size());
    for (const auto number : numbers_of(page.data)) numbers.push_back(number);
    links.push_back(page.next.value_or("none"));
    CHECK(page.total == 250);
    CHECK(page.completed == 250);
    CHECK(page.credits_used == 250);
  }
  CHECK(sizes == std::vector<std::size_t>{100, 100, 50});
  CHECK(numbers == from_to(0, 250));
  CHECK(links == std::vector<std::string>{server.base_url() + path + "?skip=100",
                                          server.base_url() + path + "?skip=200", "none"});
}

TEST_CASE("status() and page() read one page each, with one request") {
  const LoopbackServer server(make_job(250));
  const auto job = job_at(server);
  const auto first = job.status();
  CHECK(first.status == fc::JobStatus::completed);
  CHECK(first.status_text == "completed");
  CHECK(first.expires_at.has_value());
  CHECK(numbers_of(first.data) == from_to(0, 100));
  const auto second = job.page(first.next.value());
  CHECK(numbers_of(second.data) == from_to(100, 200));
  CHECK(numbers_of(job.page(*first.next + "#30").data) == from_to(130, 200));
  CHECK(server.request_count() == 3);
  CHECK(server.connections() == 1);
}

TEST_CASE("What a document says arrives unchanged") {
  const LoopbackServer server(make_job(3));
  std::size_t index = 0;
  for (const fc::Document& document : kit::each(job_at(server).documents())) {
    const auto sent = nlohmann::json::parse(support::make_document(index++));
    const auto& metadata = sent["metadata"];
    CHECK(document.markdown == sent["markdown"].get<std::string>());
    CHECK(document.html == sent["html"].get<std::string>());
    CHECK(document.links == sent["links"].get<std::vector<std::string>>());
    CHECK(document.metadata.title == metadata["title"].get<std::string>());
    CHECK(document.metadata.description == metadata["description"].get<std::string>());
    CHECK(document.metadata.language == "en");
    CHECK(document.metadata.source_url == metadata["sourceURL"].get<std::string>());
    CHECK(document.metadata.url == metadata["url"].get<std::string>());
    CHECK(document.metadata.status_code == 200);
    CHECK(document.metadata.content_type == metadata["contentType"].get<std::string>());
    for (const char* other : {"favicon", "keywords", "ogTitle", "ogLocaleAlternate", "viewport", "proxyUsed",
                              "cacheState", "creditsUsed", "concurrencyLimited", "timezone"}) {
      CAPTURE(other);
      CHECK(document.metadata.extra.value(other, nlohmann::json("absent")) == metadata[other]);
    }
    CHECK(document.extra.empty());
  }
  CHECK(index == 3);
}

TEST_CASE("A body may be compressed, chunked, both or neither") {
  const auto compression = GENERATE(Compression::none, Compression::gzip, Compression::deflate);
  const bool chunked = GENERATE(false, true);
  CAPTURE(static_cast<int>(compression), chunked);
  auto sent = make_job(250);
  sent.compression = compression;
  sent.chunked = chunked;
  const LoopbackServer server(std::move(sent));
  CHECK(read(job_at(server).documents(without_overlap())) == from_to(0, 250));
  CHECK(server.request_count() == 3);
  CHECK(server.connections() == 1);
  CHECK((server.bytes_sent() < 100'000) == (compression != Compression::none));
}

TEST_CASE("However `next` is written, the pages come from the configured server, on one connection") {
  const auto style = GENERATE(NextStyle::absolute, NextStyle::relative_path, NextStyle::query_only,
                              NextStyle::https_scheme, NextStyle::other_host, NextStyle::other_port,
                              NextStyle::protocol_relative, NextStyle::userinfo);
  CAPTURE(static_cast<int>(style));
  auto sent = make_job(250);
  sent.next_style = style;
  LoopbackServer server(std::move(sent));
  server.require_key(key);
  CHECK(read(job_at(server).documents(without_overlap())) == from_to(0, 250));
  CHECK(targets_at_the_end(server) == std::vector<std::string>{path, path + "?skip=100", path + "?skip=200"});
  CHECK(server.connections() == 1);
}

TEST_CASE("Each request carries the key as a bearer token, and the library's name and version") {
  const LoopbackServer server(make_job(250));
  auto options = options_for(server.base_url());
  options.user_agent = GENERATE("", "my-program/7");
  const auto job = fc::Client(options).batch_scrape_job(id);
  job.status();
  job.progress();
  job.errors();
  read(job.documents());
  job.cancel();
  const std::string name = "firecrawl-cpp/0.1.0";
  const auto requests = server.requests();
  CHECK(requests.size() == 7);
  for (const auto& request : requests) {
    CAPTURE(request.method, request.target);
    CHECK(request.header("Authorization") == "Bearer " + key);
    CHECK(request.header("User-Agent") ==
          (options.user_agent.empty() ? name : options.user_agent + " " + name));
    CHECK(request.header("Host") == "127.0.0.1:" + std::to_string(server.port()));
    CHECK(request.body.empty());
  }
}

TEST_CASE("Without a key no Authorization header is sent") {
  const LoopbackServer server(make_job(3));
  auto options = options_for(server.base_url());
  options.api_key.clear();
  CHECK(read(fc::Client(options).batch_scrape_job(id).documents()) == from_to(0, 3));
  for (const auto& request : server.requests()) CHECK_FALSE(request.has_header("Authorization"));
}

TEST_CASE("A path prefix of base_url is before every path, whatever `next` says") {
  const auto style = GENERATE(NextStyle::absolute, NextStyle::relative_path, NextStyle::query_only);
  const std::string slash = GENERATE("", "/");
  auto sent = make_job(250);
  sent.next_style = style;
  LoopbackServer server(std::move(sent));
  server.serve_prefix("/fire/crawl");
  {
    const fc::Client client(options_for(server.base_url() + "/fire/crawl" + slash));
    CHECK(read(client.batch_scrape_job(id).documents(without_overlap())) == from_to(0, 250));
    client.batch_scrape_job(id).errors();
  }
  const std::string below = "/fire/crawl" + path;
  CHECK(targets_at_the_end(server) ==
        std::vector<std::string>{below, below + "?skip=100", below + "?skip=200", below + "/errors"});
}

TEST_CASE("A client of version 2 asks below /v2") {
  const LoopbackServer server(make_job(250));
  auto options = options_for(server.base_url());
  options.api_version = fc::ApiVersion::v2;
  CHECK(read(fc::Client(options).batch_scrape_job(id).documents()) == from_to(0, 250));
  const std::string v2 = "/v2/batch/scrape/" + id;
  CHECK(targets_at_the_end(server) == std::vector<std::string>{v2, v2 + "?skip=100", v2 + "?skip=200"});
}

TEST_CASE("A page that is larger than all the others together is read like them") {
  auto sent = make_job(30);
  sent.document = [](std::size_t i) { return support::make_large_document(i, i == 11 ? 12'000'000 : 2'000); };
  const LoopbackServer server(std::move(sent));
  std::vector<std::size_t> sizes;
  Numbers numbers;
  for (const auto& page : kit::each(job_at(server).pages())) {
    sizes.push_back(page.data.size());
    for (const auto number : numbers_of(page.data)) numbers.push_back(number);
  }
  CHECK(numbers == from_to(0, 30));
  CHECK(sizes == std::vector<std::size_t>{11, 1, 18});
}
