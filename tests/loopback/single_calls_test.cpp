// SPDX-License-Identifier: MIT
// A scrape and any other call, over the network.
#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "../catch.hpp"
#include "../support/kit.hpp"

using namespace kit;

namespace {

const std::string scraped_page =
    R"({"success":true,"data":{"markdown":"# Tides","metadata":{"scrapeId":"7e1f","statusCode":200}}})";

}  // namespace

TEST_CASE("A page is scraped with one POST, and its result is read again") {
  const RawServer server(
      [](RawConnection& connection, const RawRequest&) { connection.respond(200, scraped_page); });
  const fc::Client client(options_for(server.base_url()));
  const auto page = client.scrape("https://port.example", fc::ScrapeOptions());
  CHECK(page.markdown == "# Tides");
  CHECK(client.scrape_result(page.metadata.scrape_id.value()).markdown == "# Tides");
  const auto requests = server.requests();
  REQUIRE(requests.size() == 2);
  CHECK(requests[0].method == "POST");
  CHECK(requests[0].target == "/v1/scrape");
  CHECK(requests[0].header("Authorization") == "Bearer " + key);
  CHECK(nlohmann::json::parse(requests[0].body) == nlohmann::json{{"url", "https://port.example"}});
  CHECK(requests[1].method == "GET");
  CHECK(requests[1].target == "/v1/scrape/7e1f");
  CHECK(server.connections() == 1);
}

TEST_CASE("A large document is decoded while it arrives, however it comes") {
  const std::string framing = GENERATE("length", "chunks", "gzip", "close");
  CAPTURE(framing);
  std::string html;
  while (html.size() < std::size_t{9} << 20)  // more than is decoded at once
    html += std::string(100'000, 'x') + "text \\u00e9 \\\"quoted\\\" \\n \xc3\xa9 and more of it";
  const std::string body =
      R"({"success":true,"data":{"rawHtml":")" + html +
      R"(","links":["https://a.example"],"metadata":{"statusCode":200}},"scrape_id":"7e1f"})";
  const RawServer server([&](RawConnection& connection, const RawRequest& request) {
    // The first answer breaks where a part of it has been read already.
    const bool broken = request.nth == 0;
    if (broken || framing == "close") {
      connection.send_head(200, {{"Connection", "close"}});
      connection.send(std::string_view(body).substr(0, broken ? body.size() / 2 : body.size()));
      connection.close();
    } else if (framing == "gzip") {
      connection.respond(200, support::gzip(body), {{"Content-Encoding", "gzip"}});
    } else {
      connection.respond({200, body, {}, framing == "chunks"});
    }
  });
  auto options = options_for(server.base_url());
  options.retry.repeat_paid_calls = true;
  const auto page = fc::Client(options).scrape("https://a.example");
  const auto expected = nlohmann::json::parse(body).at("data").at("rawHtml").get<std::string>();
  CHECK((page.raw_html == expected));
  CHECK(page.links.size() == 1);
  CHECK(page.metadata.status_code == 200);
  CHECK(page.extra == nlohmann::json{{"scrape_id", "7e1f"}});
  CHECK(server.request_count() == 2);
}

TEST_CASE("Each method reaches the server as it is, with its body or without") {
  const bool has_body = GENERATE(false, true);
  const std::string method = GENERATE("GET", "POST", "PUT", "PATCH", "DELETE");
  if (has_body && method == "GET") return;
  CAPTURE(method, has_body);
  const nlohmann::json body = {{"name", "m"}, {"text", std::string(100'000, 'x')}};
  const RawServer server(
      [](RawConnection& connection, const RawRequest&) { connection.respond(200, R"({"id":1})"); });
  const fc::Client client(options_for(server.base_url() + "/prefix"));
  for (int i = 0; i < 2; ++i) {
    const auto answer =
        client.request(method, "/v2/monitor/7e1f?x=%2F..", has_body ? body : nlohmann::json());
    CHECK(answer == nlohmann::json{{"id", 1}});
  }
  for (const auto& request : server.requests()) {
    CHECK(request.method == method);
    CHECK(request.target == "/prefix/v2/monitor/7e1f?x=%2F..");
    CHECK(request.header("Authorization") == "Bearer " + key);
    CHECK(request.header("Content-Type") == (has_body ? "application/json" : ""));
    CHECK_FALSE(request.has_header("Expect"));
    CHECK_FALSE(request.has_header("Transfer-Encoding"));
    if (has_body) {
      CHECK((nlohmann::json::parse(request.body) == body));
    } else {
      CHECK(request.body.empty());
      const bool usually_has_one = method == "POST" || method == "PUT" || method == "PATCH";
      CHECK(request.header("Content-Length") == (usually_has_one ? "0" : ""));
    }
  }
  CHECK(server.request_count() == 2);
}

TEST_CASE(
    "A PUT on a kept connection that the server has closed meanwhile is sent again, a PATCH reaches it "
    "once") {
  const std::string method = GENERATE("PUT", "PATCH");
  CAPTURE(method);
  const RawServer server([](RawConnection& connection, const RawRequest& request) {
    connection.respond(200, "{}");
    if (request.nth == 0) connection.close();
  });
  const fc::Client client(options_for(server.base_url()));
  (void)client.request("GET", "/v2/monitor");
  const nlohmann::json body = {{"status", "paused"}};
  CHECK(client.request(method, "/v2/monitor/7e1f", body).is_object());
  CHECK(nlohmann::json::parse(server.requests().back().body) == body);
  CHECK(server.request_count() == 2);
}

TEST_CASE("An answer without a body is null, whatever says so") {
  const std::string answer =
      GENERATE("HTTP/1.1 204 No Content\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
               "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
  const RawServer server([&](RawConnection& connection, const RawRequest&) { connection.send(answer); });
  CHECK(fc::Client(options_for(server.base_url())).request("DELETE", "/v2/monitor/7e1f") == nullptr);
}

TEST_CASE("Requests are reported as events with their paths") {
  const RawServer server([](RawConnection& connection, const RawRequest& request) {
    if (request.nth == 0) {
      connection.respond(503, "");
    } else {
      connection.respond(200, scraped_page);
    }
  });
  auto options = options_for(server.base_url());
  std::vector<std::string> events;
  options.on_event = [&](const fc::RequestEvent& event) {
    events.push_back(event.method + ' ' + event.path + ' ' + std::to_string(event.status) + ' ' +
                     std::to_string(event.attempt) + ' ' + std::to_string(event.bytes));
  };
  const fc::Client client(options);
  (void)client.scrape("https://port.example");
  (void)client.request("PATCH", "/v2/monitor/7e1f?key=" + key, nlohmann::json::object());
  const auto size = std::to_string(scraped_page.size());
  CHECK(events == std::vector<std::string>{"POST /v1/scrape 503 1 0", "POST /v1/scrape 200 2 " + size,
                                           "PATCH /v2/monitor/7e1f?key=[key] 200 1 " + size});
}
