// SPDX-License-Identifier: MIT
#include "fault.hpp"

#include <chrono>
#include <cstddef>
#include <nlohmann/json.hpp>
#include <utility>

#include "support/http_message.hpp"

namespace faults {
namespace {

using support::Headers;
using support::RawConnection;

const std::vector<Place> anywhere{Place::nothing, Place::http_head, Place::before_body, Place::page_head,
                                  Place::document};
const std::vector<Place> in_body{Place::before_body, Place::page_head, Place::document};

enum class Framing { length, chunks, none };

/// A healthy answer, and how much of it goes out before the fault.
struct Answer {
  std::string bytes;
  std::size_t begun = 0;
  std::string_view before() const { return std::string_view(bytes).substr(0, begun); }
  std::string_view after() const { return std::string_view(bytes).substr(begun); }
};

std::size_t offset_in(std::size_t size, Place place) {
  if (place == Place::page_head) return 30;
  return place == Place::document ? size / 2 : 0;
}

Answer make_answer(const std::string& body, Framing framing, Place place, Headers headers = {}) {
  headers.emplace_back("Content-Type", "application/json; charset=utf-8");
  if (framing == Framing::length) headers.emplace_back("Content-Length", std::to_string(body.size()));
  if (framing == Framing::chunks) headers.emplace_back("Transfer-Encoding", "chunked");
  if (framing == Framing::none) headers.emplace_back("Connection", "close");
  const std::string head = support::response_head(200, headers);
  const std::string payload = framing == Framing::chunks ? support::chunked(body, 300) : body;
  Answer answer{head + payload, 0};
  if (place == Place::http_head) answer.begun = head.size() / 2;
  if (place >= Place::before_body) answer.begun = head.size() + offset_in(payload.size(), place);
  return answer;
}

Fault cut(const char* name, Framing framing) {
  return {name, anywhere,
          [framing](RawConnection& connection, const std::string& body, Place place) {
            connection.send(make_answer(body, framing, place).before());
            connection.close();
          },
          "", "TransportError"};
}

Fault placed(const char* name, const std::vector<Place>& places,
             std::function<void(RawConnection&, const std::string&, Place)> answer, const char* once,
             const char* lasting) {
  return {name, places, std::move(answer), once, lasting};
}

/// A whole answer that is not what was asked for.
Fault whole(const char* name, int status, std::string body, Headers headers, const char* once,
            const char* lasting) {
  return {name,
          {},
          [=](RawConnection& connection, const std::string&, Place) {
            connection.respond(status, body, headers);
          },
          once,
          lasting};
}

Fault refusal(const char* name, int status, const char* once, const char* lasting) {
  const std::string body = R"({"success":false,"error":"the server's own words"})";
  return whole(name, status, body, {}, once, lasting);
}

/// The body with these bytes on the wire, as they are.
Fault bytes(const char* name, const std::string& text, const char* once, const char* lasting) {
  return {name,
          {},
          [=](RawConnection& connection, const std::string&, Place) {
            connection.send(text);
            connection.close();
          },
          once,
          lasting};
}

Fault wrong_length(const char* name, int difference, bool close, const char* once, const char* lasting) {
  return {name,
          {},
          [=](RawConnection& connection, const std::string& body, Place) {
            const auto length = static_cast<std::ptrdiff_t>(body.size()) + difference;
            connection.send(support::response_head(200, {{"Content-Length", std::to_string(length)}}) + body);
            if (close) {
              connection.close();
            } else {
              connection.stall();
            }
          },
          once,
          lasting};
}

void add_broken_connections(std::vector<Fault>& all) {
  all.push_back({"connection refused", {}, nullptr, "", "TransportError", "refused"});
  all.push_back({"nobody accepts the connection", {}, nullptr, "", "TimeoutError", "silent"});
  all.push_back(cut("closed, Content-Length", Framing::length));
  all.push_back(cut("closed, chunked", Framing::chunks));
  all.push_back(cut("closed, neither", Framing::none));
  all.push_back(placed(
      "reset", anywhere,
      [](RawConnection& connection, const std::string& body, Place place) {
        connection.send(make_answer(body, Framing::length, place).before());
        connection.reset();
      },
      "", "TransportError"));
  all.push_back(placed(
      "stalled", anywhere,
      [](RawConnection& connection, const std::string& body, Place place) {
        connection.send(make_answer(body, Framing::length, place).before());
        connection.stall();
      },
      "", "TimeoutError"));
  all.push_back(placed(
      "dripping", anywhere,
      [](RawConnection& connection, const std::string& body, Place place) {
        const auto answer = make_answer(body, Framing::length, place);
        connection.send(answer.before());
        connection.drip(answer.after(), answer.after().size() / 20 + 1, std::chrono::milliseconds(1));
      },
      "", ""));
  all.push_back(placed(
      "closed after the answer", {},
      [](RawConnection& connection, const std::string& body, Place) {
        connection.respond(200, body);
        connection.close();
      },
      "", ""));
}

void add_broken_bodies(std::vector<Fault>& all) {
  all.push_back(placed(
      "bad chunk", in_body,
      [](RawConnection& connection, const std::string& body, Place place) {
        connection.send_head(200, {{"Transfer-Encoding", "chunked"}});
        const auto sent = offset_in(body.size(), place);
        if (sent > 0) {
          const auto chunk = support::chunked(body.substr(0, sent), sent);
          connection.send(chunk.substr(0, chunk.size() - 5));  // without the closing chunk
        }
        connection.send("zz\r\n" + body.substr(sent));
        connection.close();
      },
      "", "TransportError"));
  all.push_back(placed(
      "wrong gzip", in_body,
      [](RawConnection& connection, const std::string& body, Place place) {
        auto packed = support::gzip(body);
        const auto at = place == Place::page_head ? 12 : offset_in(packed.size(), place);
        packed.replace(at, 16, std::string(16, '\xFF'));
        connection.respond(200, packed, {{"Content-Encoding", "gzip"}});
      },
      "TransportError", "TransportError"));
  all.push_back(placed(
      "gzip that ends early", in_body,
      [](RawConnection& connection, const std::string& body, Place place) {
        const auto packed = support::gzip(body);
        const auto end = place == Place::page_head ? 40 : offset_in(packed.size(), place);
        connection.respond(200, packed.substr(0, end), {{"Content-Encoding", "gzip"}});
      },
      "DecodeError", "DecodeError"));
  all.push_back(wrong_length("Content-Length too long, closed", 10, true, "", "TransportError"));
  all.push_back(wrong_length("Content-Length too long, kept open", 10, false, "", "TimeoutError"));
  all.push_back(wrong_length("Content-Length too short", -10, true, "DecodeError", "DecodeError"));
  all.push_back(bytes("Content-Length that is not a number",
                      "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n{}", "", "TransportError"));
  all.push_back(bytes("no HTTP at all", "\x15\x03\x01garbage", "TransportError", "TransportError"));
  all.back().curl_asks_again = true;
}

void add_refusals(std::vector<Fault>& all) {
  const std::string limit = "Rate limit exceeded. Consumed (req/min): 11, Remaining (req/min): 0.";
  const auto text = [](const std::string& words, const std::string& more = {}) {
    return R"({"success":false,"error":")" + words + '"' + more + "}";
  };
  const std::string html = "<html><head><title>502</title></head><body>Bad Gateway</body></html>";
  all.push_back(refusal("408", 408, "", "ApiError 408"));
  all.push_back(refusal("425", 425, "", "ApiError 425"));
  all.push_back(whole("429, Retry-After: 2", 429, text(limit), {{"Retry-After", "2"}}, "", "RateLimitError"));
  all.push_back(whole("429, retry_after_seconds", 429, text(limit, R"(,"retry_after_seconds":3)"), {}, "",
                      "RateLimitError"));
  all.push_back(whole("429, in words", 429, text(limit + " please retry after 32s, resets at x"), {}, "",
                      "RateLimitError"));
  all.push_back(whole("429, wait too long", 429, text(limit), {{"Retry-After", "9999"}}, "RateLimitError",
                      "RateLimitError"));
  all.push_back(refusal("500", 500, "", "ServerError 500"));
  all.push_back(whole("502, HTML", 502, html, {{"Content-Type", "text/html"}}, "", "ServerError 502"));
  all.push_back(refusal("503", 503, "", "ServerError 503"));
  all.push_back(whole("503, Retry-After: 1", 503, "", {{"Retry-After", "1"}}, "", "ServerError 503"));
  all.push_back(refusal("504", 504, "", "ServerError 504"));
  all.push_back(whole("520, HTML", 520, html, {{"Content-Type", "text/html"}}, "", "ServerError 520"));
  all.push_back(refusal("501", 501, "ServerError 501", "ServerError 501"));
  all.push_back(refusal("400", 400, "BadRequestError", "BadRequestError"));
  all.push_back(refusal("401", 401, "AuthenticationError", "AuthenticationError"));
  all.push_back(refusal("402", 402, "PaymentRequiredError", "PaymentRequiredError"));
  all.push_back(refusal("403", 403, "ForbiddenError", "ForbiddenError"));
  all.push_back(refusal("404", 404, "NotFoundError", "NotFoundError"));
  all.push_back(refusal("409", 409, "ConflictError", "ConflictError"));
  all.push_back(whole("302", 302, "", {{"Location", "http://127.0.0.1:1/"}}, "ApiError 302", "ApiError 302"));
}

void add_wrong_bodies(std::vector<Fault>& all) {
  const auto body = [](const char* name, const std::string& text, const char* error = "DecodeError") {
    return whole(name, 200, text, {}, error, error);
  };
  all.push_back(body("200, garbage", std::string("\x00\xFF\xFE\x01garbage", 11)));
  all.push_back(body("200, HTML", "<!DOCTYPE html><html><body>Sign in</body></html>"));
  all.push_back(body("200, empty", ""));
  all.push_back(body("200, blanks", "  \n"));
  all.push_back(body("200, another object", R"({"hello":"world"})"));
  all.push_back(body("200, an array", "[]"));
  all.push_back(body("200, data is an object", R"({"status":"completed","data":{}})"));
  all.push_back(body("200, data is text", R"({"status":"completed","data":"x"})"));
  all.push_back(body("200, counts are text", R"({"status":"completed","total":"x","data":[]})"));
  all.push_back(body("200, no UTF-8", "{\"status\":\"completed\",\"data\":[{\"markdown\":\"\xFF\"}]}"));
  all.push_back(body("200, success is false", R"({"success":false,"error":"no"})", "ApiError 200"));
  all.push_back(whole("204", 204, "", {}, "DecodeError", "DecodeError"));
}

}  // namespace

std::string_view name_of(Place place) {
  switch (place) {
    case Place::nothing:
      return "before any byte";
    case Place::http_head:
      return "in the HTTP head";
    case Place::before_body:
      return "before the body";
    case Place::page_head:
      return "in the page's head";
    case Place::document:
      break;
  }
  return "in a document";
}

std::vector<Fault> all_faults() {
  std::vector<Fault> all;
  add_broken_connections(all);
  add_broken_bodies(all);
  add_refusals(all);
  add_wrong_bodies(all);
  return all;
}

}  // namespace faults
