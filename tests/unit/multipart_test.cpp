// SPDX-License-Identifier: MIT
// A file as multipart/form-data: every byte of it, its name, its type, and the options that a file can have.

#include <chrono>
#include <firecrawl/client.hpp>
#include <firecrawl/detail/http/request_body.hpp>
#include <firecrawl/detail/wire/multipart.hpp>
#include <firecrawl/detail/wire/parse.hpp>
#include <firecrawl/error.hpp>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "../catch.hpp"
#include "fake_server.hpp"

namespace fc = firecrawl;
using kit::contains;
using kit::thrown;
using nlohmann::json;
using unit::answer;
using unit::FakeServer;

namespace {

const std::string parsed_body =
    R"({"success":true,"data":{"markdown":"# Report","metadata":{"statusCode":200,"numPages":3}}})";

fc::File file_named(std::string name, std::string content = "<h1>Report</h1>") {
  fc::File file;
  file.name = std::move(name);
  file.content = std::move(content);
  return file;
}

fc::Client parse_client(FakeServer& server, fc::ApiVersion version = fc::ApiVersion::v2) {
  auto options = server.options();
  options.api_version = version;
  return fc::Client(options);
}

fc::HttpRequest sent_file(const fc::File& file, const fc::ScrapeOptions& options = {}) {
  FakeServer server({answer(200, parsed_body)});
  const auto document = parse_client(server).parse(file, options);
  CHECK(document.markdown == "# Report");
  CHECK(document.metadata.extra.at("numPages") == 3);
  REQUIRE(server.requests.size() == 1);
  return server.requests.front();
}

std::string parse_refusal(const fc::File& file, const fc::ScrapeOptions& options = {},
                          fc::ApiVersion version = fc::ApiVersion::v2) {
  FakeServer server({answer(200, parsed_body)});
  const auto error =
      thrown<fc::UsageError>([&] { (void)parse_client(server, version).parse(file, options); });
  CHECK(server.requests.empty());
  CHECK(contains(error.what(), "parse: "));
  return error.what();
}

std::string header_of(const fc::HttpRequest& request, const std::string& name) {
  for (const auto& header : request.headers) {
    if (header.name == name) return header.value;
  }
  return {};
}

/// The line of the part "file" that has its name.
std::string name_line(const std::string& name) {
  const auto body = sent_file(file_named(name)).body;
  const auto begin = body.find("filename=");
  return body.substr(begin, body.find("\r\n", begin) - begin);
}

std::string type_line(const std::string& name) {
  const auto body = sent_file(file_named(name)).body;
  const auto begin = body.find("\r\nContent-Type: ") + 16;
  return body.substr(begin, body.find("\r\n", begin) - begin);
}

}  // namespace

TEST_CASE("A file is sent as browsers send it, to the byte") {
  const auto plain = sent_file(file_named("report.html"));
  CHECK(plain.method == "POST");
  CHECK(plain.url == "http://fake.example/v2/parse");
  CHECK_FALSE(plain.idempotent);
  CHECK(plain.body_parts.empty());  // a transport of old is given one text
  CHECK(header_of(plain, "Content-Type") == "multipart/form-data; boundary=firecrawl-cpp-boundary-0-");
  CHECK(plain.body ==
        "--firecrawl-cpp-boundary-0-\r\n"
        "Content-Disposition: form-data; name=\"file\"; filename=\"report.html\"\r\n"
        "Content-Type: text/html\r\n\r\n"
        "<h1>Report</h1>\r\n"
        "--firecrawl-cpp-boundary-0---\r\n");
  fc::ScrapeOptions options;
  options.formats = {"markdown"};
  options.extra = {{"origin", "me"}};
  CHECK(contains(sent_file(file_named("report.html"), options).body,
                 "<h1>Report</h1>\r\n"
                 "--firecrawl-cpp-boundary-0-\r\n"
                 "Content-Disposition: form-data; name=\"options\"\r\n\r\n"
                 "{\"formats\":[\"markdown\"],\"origin\":\"me\"}\r\n"
                 "--firecrawl-cpp-boundary-0---\r\n"));
}

TEST_CASE("The boundary is one that the file does not contain") {
  std::string content;
  for (int i = 0; i < 12; ++i) content += "\r\n--firecrawl-cpp-boundary-" + std::to_string(i) + "--";
  CHECK(fc::detail::find_boundary(content) == "firecrawl-cpp-boundary-12-");
  const auto request = sent_file(file_named("a.html", content));
  CHECK(contains(header_of(request, "Content-Type"), "boundary=firecrawl-cpp-boundary-12-"));
  // At the beginning, where a delimiter needs no line break of the file's own, and at the end.
  CHECK(fc::detail::find_boundary("--firecrawl-cpp-boundary-0-") == "firecrawl-cpp-boundary-1-");
  CHECK(fc::detail::find_boundary("x\r\n--firecrawl-cpp-boundary-0") == "firecrawl-cpp-boundary-0-");
  CHECK(fc::detail::find_boundary("") == "firecrawl-cpp-boundary-0-");
}

TEST_CASE("Every byte of a file is sent") {
  std::string content;
  for (int i = 0; i < 256; ++i) content += static_cast<char>(i);
  content += "\r\n--\r\n\r\n";
  CHECK(contains(sent_file(file_named("a.pdf", content)).body, "\r\n\r\n" + content + "\r\n--firecrawl"));
  CHECK(contains(sent_file(file_named("a.pdf", "")).body, "application/pdf\r\n\r\n\r\n--firecrawl"));
}

TEST_CASE("A file name is written as browsers write it, and line breaks are refused") {
  CHECK(name_line("a \"b\".html") == "filename=\"a %22b%22.html\"");
  CHECK(name_line("a\\b%22;c=.html") == "filename=\"a\\b%22;c=.html\"");
  CHECK(name_line("\xC3\xA4\xE6\x96\x87\xF0\x9F\x93\x84.pdf") ==
        "filename=\"\xC3\xA4\xE6\x96\x87\xF0\x9F\x93\x84.pdf\"");
  for (const char* name : {"a\nb.html", "a\rb.html", "a.html\r\nX: y", "a\tb.html", "a\x7F.html"}) {
    CAPTURE(name);
    CHECK(contains(parse_refusal(file_named(name)), "file.name contains a control character"));
  }
  CHECK(contains(parse_refusal(file_named(std::string("a\0b.html", 8))), "at position 1"));
  CHECK(contains(parse_refusal(file_named("")), "file.name is empty"));
  CHECK(contains(parse_refusal(file_named("a\xFF.html")), "file.name is not UTF-8"));
}

TEST_CASE("The content type is told by the extension, unless it is given") {
  const std::vector<std::pair<std::string, std::string>> types = {
      {"a.html", "text/html"},
      {"a.HTM", "text/html"},
      {"a.xhtml", "application/xhtml+xml"},
      {"a.b.Pdf", "application/pdf"},
      {"a.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
      {"a.doc", "application/msword"},
      {"a.docm", "application/vnd.ms-word.document.macroEnabled.12"},
      {"a.odt", "application/vnd.oasis.opendocument.text"},
      {"a.ods", "application/vnd.oasis.opendocument.spreadsheet"},
      {"a.odp", "application/vnd.oasis.opendocument.presentation"},
      {"a.rtf", "application/rtf"},
      {"a.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
      {"a.xls", "application/vnd.ms-excel"},
      {"a.xlsm", "application/vnd.ms-excel.sheet.macroEnabled.12"},
      {"a.xlsb", "application/vnd.ms-excel.sheet.binary.macroEnabled.12"},
      {"a.pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"},
      {"a.ppt", "application/vnd.ms-powerpoint"},
      {"a.pptm", "application/vnd.ms-powerpoint.presentation.macroEnabled.12"},
      {"a.epub", "application/epub+zip"},
      {"a.csv", "text/csv"},
      {"a.newer", "application/octet-stream"},
      {"pdf", "application/octet-stream"},
      {"a.", "application/octet-stream"}};
  for (const auto& [name, type] : types) CHECK(type_line(name) == type);
  auto file = file_named("a");
  file.content_type = "application/pdf";
  CHECK(contains(sent_file(file).body, "\r\nContent-Type: application/pdf\r\n\r\n"));
  file.content_type = "text/html\r\nX: y";
  CHECK(contains(parse_refusal(file), "file.content_type contains a control character"));
}

TEST_CASE("Options that a file cannot have are refused") {
  const auto file = file_named("a.pdf");
  const auto with = [&](const std::function<void(fc::ScrapeOptions&)>& change) {
    fc::ScrapeOptions options;
    change(options);
    return parse_refusal(file, options);
  };
  CHECK(contains(with([](auto& options) { options.actions = {fc::Action::scrape()}; }), "actions is set"));
  CHECK(contains(with([](auto& options) { options.wait_for = std::chrono::seconds(1); }), "wait_for is set"));
  CHECK(contains(with([](auto& options) { options.location = fc::Location{"DE", {}}; }), "location is set"));
  CHECK(contains(with([](auto& options) { options.mobile = true; }), "mobile is set"));
  CHECK(contains(with([](auto& options) { options.proxy = "stealth"; }), "proxy is \"stealth\""));
  for (const char* format :
       {"screenshot", "screenshot@fullPage", "branding", "changeTracking", "rawBase64"}) {
    const auto refusal = with([&](auto& options) { options.formats = {"markdown", format}; });
    CHECK(contains(refusal, std::string("formats has \"") + format + "\", which parse does not take"));
  }
  CHECK(contains(with([](auto& options) { options.timeout = std::chrono::milliseconds(1); }),
                 "timeout is 1 ms"));
  fc::ScrapeOptions fine;
  fine.wait_for = std::chrono::milliseconds(0);
  fine.mobile = false;
  fine.proxy = "auto";
  fine.formats = {"markdown", "html"};
  fine.parsers = {json{{"type", "pdf"}, {"maxPages", 3}}};
  CHECK(contains(sent_file(file, fine).body, R"("parsers":[{"maxPages":3,"type":"pdf"}])"));
  CHECK(contains(parse_refusal(file, {}, fc::ApiVersion::v1), "ApiVersion::v2"));
}

TEST_CASE("A file of 50 MB is taken, and one of a byte more is not") {
  const std::size_t most = 52'428'800;
  CHECK(sent_file(file_named("a.pdf", std::string(most, 'x'))).body.size() > most);
  CHECK(contains(parse_refusal(file_named("a.pdf", std::string(most + 1, 'x'))), "52428801 bytes long"));
}

TEST_CASE("A file is sent again only if it never arrived, or a server in front has failed") {
  std::size_t asked = 0;
  FakeServer busy([&](const fc::HttpRequest&) {
    return ++asked == 1 ? answer(503, "") : asked == 2 ? answer(429, "") : answer(200, parsed_body);
  });
  CHECK(parse_client(busy).parse(file_named("a.pdf")).markdown == "# Report");
  CHECK(asked == 3);
  CHECK(busy.requests[2].body == busy.requests[0].body);
  FakeServer refusing({answer(400, R"({"success":false,"code":"UNSUPPORTED_FILE_TYPE","error":"no"})")});
  CHECK(thrown<fc::BadRequestError>([&] { (void)parse_client(refusing).parse(file_named("a.x")); }).code() ==
        "UNSUPPORTED_FILE_TYPE");
  FakeServer cut([&](const fc::HttpRequest&) -> fc::HttpResponse { throw fc::TransportError("reset"); });
  CHECK_THROWS_AS(parse_client(cut).parse(file_named("a.pdf")), fc::TransportError);
  CHECK(cut.requests.size() == 1);
}

TEST_CASE("The time that the server may work for a file is that of the options and 30 s") {
  CHECK(sent_file(file_named("a.pdf")).first_byte_timeout == std::chrono::seconds(330));
  fc::ScrapeOptions options;
  options.timeout = std::chrono::seconds(600);
  CHECK(sent_file(file_named("a.pdf"), options).first_byte_timeout == std::chrono::seconds(630));
}

TEST_CASE("A body of parts is read in pieces of any size, from any place") {
  const std::vector<std::string_view> parts = {"", "abc", "", "d", "efgh", ""};
  const std::string whole = "abcdefgh";
  for (std::size_t piece = 1; piece <= whole.size() + 1; ++piece) {
    for (std::size_t begin = 0; begin <= whole.size(); ++begin) {
      fc::detail::RequestBody body(parts);
      REQUIRE(body.size() == whole.size());
      char to[16];
      body.read(to, 5);
      REQUIRE(body.seek(static_cast<std::int64_t>(begin)));
      std::string read;
      while (const auto count = body.read(to, piece)) read.append(to, count);
      CAPTURE(piece, begin);
      CHECK(read == whole.substr(begin));
      CHECK(body.read(to, piece) == 0);
    }
  }
  fc::detail::RequestBody body(parts);
  CHECK_FALSE(body.seek(-1));
  CHECK_FALSE(body.seek(9));
  CHECK(fc::detail::RequestBody().size() == 0);
}
