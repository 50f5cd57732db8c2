// SPDX-License-Identifier: MIT
#include "job_answers.hpp"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "documents.hpp"

namespace support {
namespace {

std::optional<std::size_t> to_number(const std::string& text) {
  std::size_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || stop != end) return std::nullopt;
  return number;
}

bool accepts(const Request& request, std::string_view coding) {
  return request.header("Accept-Encoding").find(coding) != std::string::npos;
}

std::size_t listed_now(const Job& job) { return std::min(job.finished.value_or(job.count), job.count); }

/// The documents of one page, joined by commas.
struct Page {
  std::string documents;
  std::size_t count = 0;
};

Page page_of(const Job& job, const PageQuery& query) {
  Page page;
  std::size_t most = job.page_documents;
  if (query.limit && !job.ignore_limit) most = std::min(most, *query.limit);
  const std::size_t listed = listed_now(job);
  for (std::size_t i = job.ignore_skip ? 0 : query.skip; i < listed && page.count < most; ++i) {
    const std::string document = job.document ? job.document(i) : make_document(i);
    if (page.count > 0 && page.documents.size() + 1 + document.size() > job.page_bytes) break;
    if (page.count > 0) page.documents += ',';
    page.documents += document;
    ++page.count;
  }
  return page;
}

std::string next_url(const Job& job, const Request& request, const PageQuery& query, std::size_t skip,
                     std::uint16_t port) {
  const bool takes_offset = job.listing && job.listing->takes_offset();
  std::string parameters = (takes_offset ? "?offset=" : "?skip=") + std::to_string(skip);
  if (query.limit && !job.ignore_limit) parameters += "&limit=" + std::to_string(*query.limit);
  // Without what is before the version: a server behind a proxy does not know under which prefix it is
  // reached.
  const std::size_t batch = request.path.find("/batch/scrape/");
  const std::size_t collection = batch == std::string::npos ? request.path.find("/crawl/") : batch;
  std::string path = request.path.substr(collection - std::string_view("/v1").size());
  if (job.next_job_id) path = path.substr(0, path.rfind('/') + 1) + *job.next_job_id;
  const std::string host = "127.0.0.1:" + std::to_string(port);
  switch (job.next_style) {
    case NextStyle::absolute:
      return "http://" + host + path + parameters;
    case NextStyle::relative_path:
      return path + parameters;
    case NextStyle::query_only:
      return parameters;
    case NextStyle::https_scheme:
      return "https://" + host + path + parameters;
    case NextStyle::other_host:
      return "http://inside.invalid:3002" + path + parameters;
    case NextStyle::other_port:
      return "http://127.0.0.1:1" + path + parameters;
    case NextStyle::protocol_relative:
      return "//inside.invalid" + path + parameters;
    case NextStyle::userinfo:
      return "http://" + host + "@inside.invalid" + path + parameters;
  }
  return {};
}

/// What the job counts in all: a crawl that runs has found some more pages than it has finished.
std::int64_t total_of(const Job& job) {
  if (job.total) return *job.total;
  if (!job.crawl || job.status == "completed") return static_cast<std::int64_t>(job.count);
  const std::size_t found = job.status == "scraping" ? listed_now(job) + job.ahead : listed_now(job);
  return static_cast<std::int64_t>(std::min(job.count, found));
}

/// What v2 says after the documents.
std::string tail_of(const Job& job) {
  std::string tail = R"(,"createdAt":)" + quoted(job.created_at);
  if (job.status != "scraping") tail += R"(,"completedAt":)" + quoted(job.created_at);
  tail += R"(,"duration":12.5)";
  if (job.warning) tail += R"(,"warning":)" + quoted(*job.warning);
  return tail;
}

Response answer(const Job& job, const Request& request, const Page& page,
                const std::optional<std::string>& next) {
  const auto completed = job.completed.value_or(static_cast<std::int64_t>(listed_now(job)));
  Response response;
  std::string& body = response.body;
  body.reserve(page.documents.size() + 512);
  body += job.error ? R"({"success":false,"status":)" : R"({"success":true,"status":)";
  body += quoted(job.status);
  if (job.error) body += R"(,"error":)" + quoted(*job.error);
  body += R"(,"completed":)" + std::to_string(completed);
  body += R"(,"total":)" + std::to_string(total_of(job));
  body += R"(,"creditsUsed":)" + std::to_string(job.credits_used.value_or(completed));
  body += R"(,"expiresAt":)" + quoted(job.expires_at);
  if (next) {
    body += R"(,"next":)" + quoted(*next);
  } else if (job.null_next) {
    body += R"(,"next":null)";
  }
  body += R"(,"data":[)";
  body += page.documents;
  body += ']';
  if (request.path.find("/v2/") != std::string::npos) body += tail_of(job);
  body += '}';
  if (job.compression == Compression::gzip && accepts(request, "gzip")) {
    body = gzip(body);
    response.headers.emplace_back("Content-Encoding", "gzip");
  } else if (job.compression == Compression::deflate && accepts(request, "deflate")) {
    body = deflate(body);
    response.headers.emplace_back("Content-Encoding", "deflate");
  }
  response.chunked = job.chunked;
  return response;
}

}  // namespace

std::string quoted(const std::string& text) { return nlohmann::json(text).dump(); }

Response error_response(int status, const std::string& error) {
  return {status, R"({"success":false,"error":)" + quoted(error) + "}", {}, false};
}

Response bad_request(const std::string& parameter, const std::string& message) {
  return {
      400,
      R"({"success":false,"code":"BAD_REQUEST","error":"Bad Request","details":[{"code":"custom","message":)" +
          quoted(message) + R"(,"path":[)" + quoted(parameter) + "]}]}",
      {},
      false};
}

Response no_such_route(const Request& request) {
  return {
      404,
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>Error</title>\n</head>\n"
      "<body>\n<pre>Cannot " +
          request.method + ' ' + request.path + "</pre>\n</body>\n</html>\n",
      {{"Content-Type", "text/html; charset=utf-8"}},
      false};
}

std::optional<PageQuery> page_query(const Request& request) {
  PageQuery query;
  if (const auto skip = request.parameter("skip")) {
    const auto number = to_number(*skip);
    if (!number) return std::nullopt;
    query.skip = *number;
  }
  if (const auto limit = request.parameter("limit")) {
    query.limit = to_number(*limit);
    if (query.limit.value_or(0) == 0) return std::nullopt;
  }
  return query;
}

namespace {

// The answer of a job whose listing moves.
Response moving_response(Job job, const Request& request, const PageQuery& query, std::uint16_t port) {
  const auto offset = request.parameter("offset");
  const MovingPage moving =
      job.listing->ask(query.skip, offset ? to_number(*offset).value_or(0) : 0, query.limit.value_or(0));
  job.status = moving.status;
  job.completed = static_cast<std::int64_t>(moving.completed);
  job.total = static_cast<std::int64_t>(moving.total);
  Page page;
  page.count = moving.documents.size();
  for (const std::size_t number : moving.documents) {
    if (!page.documents.empty()) page.documents += ',';
    page.documents += job.document ? job.document(number) : make_document(number);
  }
  std::optional<std::string> next;
  if (moving.has_next) next = next_url(job, request, query, moving.next, port);
  return answer(job, request, page, next);
}

}  // namespace

Response status_response(const Job& job, const Request& request, std::uint16_t port) {
  const std::optional<PageQuery> query = page_query(request);
  if (!query) return bad_request("skip", "Expected number, received nan");
  if (job.listing) return moving_response(job, request, *query, port);
  const Page page = page_of(job, *query);
  const std::size_t behind = query->skip + page.count;
  const auto total = total_of(job);
  std::optional<std::string> next;
  if (!job.error && (job.status != "completed" || total > static_cast<std::int64_t>(behind))) {
    next = next_url(job, request, *query, behind, port);
  }
  return answer(job, request, page, next);
}

Response late_response(const Job& job, const Request& request) {
  return answer(job, request, {}, std::nullopt);
}

Response errors_response(const Job& job) {
  std::string body = R"({"errors":[)";
  for (std::size_t i = 0; i < job.errors.size(); ++i) body += (i > 0 ? "," : "") + job.errors[i];
  body += R"(],"robotsBlocked":)" + nlohmann::json(job.robots_blocked).dump() + "}";
  return {200, body, {}, false};
}

}  // namespace support
