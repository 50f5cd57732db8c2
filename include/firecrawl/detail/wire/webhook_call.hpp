// SPDX-License-Identifier: MIT
/// @file
/// From the body of a webhook call to a WebhookCall.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../../error.hpp"
#include "../../impl/models.hpp"
#include "../../impl/webhook_models.hpp"
#include "../base/secrets.hpp"
#include "../base/text.hpp"
#include "../call/api_error.hpp"
#include "../json/builder.hpp"
#include "../json/sax.hpp"
#include "decode_error.hpp"
#include "page_handler.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// A SAX handler for the body of a webhook call. It builds the whole body as one value, and reads "data" into
/// documents at the same time: only the text shows what was odd in one.
class WebhookHandler : public HandlerBase {
 public:
  nlohmann::json take() { return builder_.take(); }
  std::vector<Document> take_documents() { return std::move(page_.body.page.data); }
  /// What is wrong with the documents; none if nothing is. Other data may be of any size.
  [[nodiscard]] const std::optional<DecodeProblem>& problem_of_documents() const { return page_.problem; }

  bool null() {
    feed([](auto& page) { page.null(); });
    return scalar(nullptr);
  }
  bool boolean(bool value) {
    feed([&](auto& page) { page.boolean(value); });
    return scalar(value);
  }
  bool number_integer(nlohmann::json::number_integer_t value) {
    feed([&](auto& page) { page.number_integer(value); });
    return scalar(value);
  }
  bool number_unsigned(nlohmann::json::number_unsigned_t value) {
    feed([&](auto& page) { page.number_unsigned(value); });
    return scalar(value);
  }
  bool number_float(nlohmann::json::number_float_t value, const std::string& text) {
    feed([&](auto& page) { page.number_float(value, text); });
    return scalar(value);
  }
  bool huge_number(std::string_view text) {
    feed([&](auto& page) { page.huge_number(text); });
    return scalar(std::string(text));
  }
  bool string(std::string_view text) {
    feed([&](auto& page) { page.string(text); });
    return scalar(std::string(text));
  }
  bool key(std::string_view text) {
    if (skipped_ == 0) builder_.key(text);
    if (depth_ == 1) expect_data(text == "data");
    feed([&](auto& page) { page.key(text); });
    return true;
  }
  bool start_object(std::size_t size) {
    begin_data(Container::object);
    feed([&](auto& page) { page.start_object(size); });
    return open(nlohmann::json::object());
  }
  bool start_array(std::size_t size) {
    begin_data(Container::array);
    feed([&](auto& page) { page.start_array(size); });
    return open(nlohmann::json::array());
  }
  bool end_object() {
    close();
    feed([](auto& page) { page.end_object(); });
    end_data();
    return true;
  }
  bool end_array() {
    close();
    feed([](auto& page) { page.end_array(); });
    end_data();
    return true;
  }

 private:
  enum class Container { array, object };

  // The next value is that of "data", or not. If the key comes twice, the last one counts.
  void expect_data(bool is_data) {
    data_is_next_ = is_data;
    if (!is_data) return;
    page_ = PageHandler(PageHandler::Scope::whole);
    page_.start_object(1);
    page_.key("data");
  }
  void begin_data(Container container) {
    if (depth_ != 1 || !std::exchange(data_is_next_, false)) return;
    in_data_ = true;
    bare_object_ = container == Container::object;  // one document in the place of a list of one
    if (bare_object_) feed([](auto& page) { page.start_array(1); });
  }
  void end_data() {
    if (!in_data_ || depth_ != 1) return;
    if (bare_object_) feed([](auto& page) { page.end_array(); });
    in_data_ = false;
  }

  /// Hands an event on, if it is one of "data".
  template <class Event>
  void feed(const Event& event) {
    if (in_data_ && !page_.problem) event(page_);
  }

  bool scalar(nlohmann::json value) {
    if (skipped_ != 0) return true;
    builder_.scalar(std::move(value));
    return count();
  }
  bool open(nlohmann::json container) {
    ++depth_;
    if (depth_ <= max_json_depth) {
      builder_.open(std::move(container));
      return count();
    }
    // Of a container that is too deep only its place is kept.
    if (skipped_++ == 0) builder_.scalar(nullptr);
    return count();
  }
  void close() {
    --depth_;
    if (skipped_ == 0) return builder_.close();
    --skipped_;
  }
  bool count() { return ++values_ <= max_values || fail_too_many({}); }

  JsonBuilder builder_;
  PageHandler page_{PageHandler::Scope::whole};
  std::size_t values_ = 0;
  std::size_t depth_ = 0;    // open containers
  std::size_t skipped_ = 0;  // those of them that are not kept
  bool data_is_next_ = false;
  bool in_data_ = false;
  bool bare_object_ = false;
};

/// What the documents of a type are in.
[[nodiscard]] inline bool reports_documents(std::string_view type) noexcept {
  return starts_with(type, "batch_scrape.") || starts_with(type, "crawl.");
}

[[nodiscard]] inline DecodeError make_webhook_error(const DecodeProblem& problem, std::string_view body) {
  std::string what = "parse_webhook: ";
  what += problem.pointer.empty() ? std::string("the body") : excerpt(problem.pointer, shown_body);
  what += " " + excerpt(problem.message, shown_body);
  what += body.empty() ? "; it is empty" : "; it begins with: " + excerpt(body, shown_body);
  return DecodeError(what, {redact(problem.pointer, {}), redact(body, {}, kept_body), {}});
}

/// Takes a member out of an object if it is a text. A text in the place of a field is that field; null is
/// none; anything else is left.
inline void take_text(nlohmann::json& object, const char* name, std::optional<std::string>& field) {
  const auto member = object.find(name);
  if (member == object.end() || field) return;
  if (member->is_string()) field = member->get<std::string>();
  if (member->is_string() || member->is_null()) object.erase(member);
}

/// @throws DecodeError if the body is not a JSON object, or too large
[[nodiscard]] inline WebhookCall decode_webhook(std::string_view body) {
  auto read = read_json(body, [] { return WebhookHandler(); });
  if (read.problem) throw make_webhook_error(named_problem(*read.problem), body);
  auto object = read.take();
  if (!object.is_object())
    throw make_webhook_error({"", "is " + kind_of(object) + ", where an object belongs"}, body);

  WebhookCall call;
  const auto text = [&](std::initializer_list<const char*> names) {
    std::optional<std::string> field;
    for (const char* const name : names) take_text(object, name, field);
    return field;
  };
  call.type = text({"type"}).value_or("");
  call.id = text({"id"}).value_or("");
  call.webhook_id = text({"webhookId", "webhook_id"}).value_or("");
  call.error = text({"error"});
  if (const auto success = object.find("success"); success != object.end() && success->is_boolean()) {
    call.success = success->get<bool>();
    object.erase(success);
  }
  const auto take = [&](const char* name, nlohmann::json& field) {
    const auto member = object.find(name);
    if (member == object.end()) return;
    if (!member->is_null()) field = std::move(*member);
    object.erase(member);
  };
  take("data", call.raw_data);
  take("metadata", call.metadata);
  if (reports_documents(call.type)) {
    if (const auto& problem = read.problem_of_documents()) throw make_webhook_error(*problem, body);
    call.data = read.take_documents();
  }
  call.extra = std::move(object);
  return call;
}

}  // namespace detail
FIRECRAWL_END_NAMESPACE
