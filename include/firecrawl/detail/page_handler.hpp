/// @file
/// From JSON events to a BatchScrapeStatus, without a DOM in between.
#pragma once

#include <cstddef>
#include <exception>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>

#include "../models.hpp"
#include "field_values.hpp"
#include "page_fields.hpp"
#include "sax.hpp"
#include "status_body.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// A SAX handler for the body of GET /v1/batch/scrape/{id}. Typed values go straight into their fields; a
/// value that does not fit is put together as JSON, kept in `extra`, and the field takes of it what can be
/// taken without guessing.
class PageHandler : public HandlerBase {
 public:
  enum class Scope {
    whole,
    head,  ///< stops at "data", which servers send last
  };
  explicit PageHandler(Scope scope) : scope_(scope) {}

  StatusBody body;
  /// "data" was reached.
  bool head_complete = false;

  bool null() { return scalar(nullptr); }
  bool boolean(bool value) { return scalar(value); }
  bool number_integer(nlohmann::json::number_integer_t value) { return scalar(value); }
  bool number_unsigned(nlohmann::json::number_unsigned_t value) { return scalar(value); }
  bool number_float(nlohmann::json::number_float_t value, const std::string&) { return scalar(value); }

  bool string(std::string_view text) {
    if (where_ == Where::strings) {
      field_.strings->emplace_back(text);
      return ++strings_read_ % 1024 != 0 || count(1024);
    }
    if (field_.kind == Kind::text && where_ != Where::value) {
      field_.text->emplace(text.data(), text.size());
      return true;
    }
    return scalar(std::string(text));
  }

  bool key(std::string_view text) {
    if (where_ == Where::value) {
      builder_.key(text);
      return true;
    }
    key_.assign(text.data(), text.size());
    switch (where_) {
      case Where::document:
        field_ = find_field(body.page.data.back(), text);
        break;
      case Where::metadata:
        field_ = find_field(body.page.data.back().metadata, text);
        break;
      default:
        field_ = find_field(body.page, text);
        break;
    }
    if (field_.kind != Kind::data) return true;
    head_complete = true;
    return scope_ != Scope::head;
  }

  bool start_object(std::size_t) {
    if (!descend([this] { return pointer(); })) return false;
    switch (where_) {
      case Where::before:
        where_ = Where::root;
        return true;
      case Where::data:
        return start_document();
      case Where::document:
        if (field_.kind != Kind::metadata) return open_value(nlohmann::json::object());
        where_ = Where::metadata;
        leave_key();
        return true;
      default:
        return open_value(nlohmann::json::object());
    }
  }

  bool end_object() {
    ascend();
    switch (where_) {
      case Where::value:
        return close_value();
      case Where::metadata:
        where_ = Where::document;
        break;
      case Where::document:
        where_ = Where::data;
        break;
      default:
        where_ = Where::after;
        break;
    }
    leave_key();
    return true;
  }

  bool start_array(std::size_t) {
    if (!descend([this] { return pointer(); })) return false;
    if (where_ == Where::before) return fail({}, "is an array, where an object belongs");
    if (where_ == Where::data) return fail(pointer(), "is an array, where a document belongs");
    if (where_ == Where::root && field_.kind == Kind::data) {
      body.has_data = true;
      body.page.data.clear();
      where_ = Where::data;
      leave_key();
      return true;
    }
    if (where_ == Where::document && field_.kind == Kind::strings) {
      field_.strings->clear();
      back_ = where_;
      where_ = Where::strings;
      return true;
    }
    return open_value(nlohmann::json::array());
  }

  bool end_array() {
    ascend();
    if (where_ == Where::value) return close_value();
    where_ = where_ == Where::strings ? back_ : Where::root;
    leave_key();
    return true;
  }

  /// Where in the body the handler stands.
  std::string pointer() const {
    const Where level = where_ == Where::value || where_ == Where::strings ? back_ : where_;
    std::string path;
    if (level == Where::data || level == Where::document || level == Where::metadata) {
      const std::size_t begun = body.page.data.size();
      path = "/data/" + std::to_string(level == Where::data ? begun : begun - 1);
      if (level == Where::metadata) path += "/metadata";
    }
    if (key_.empty()) return path;
    return path + pointer_part(key_);
  }

  bool parse_error(std::size_t position, const std::exception& error) {
    HandlerBase::parse_error(position, error);
    problem->pointer = pointer();
    return false;
  }

 private:
  enum class Where { before, root, data, document, metadata, strings, value, after };

  bool start_document() {
    if (body.page.data.size() >= max_documents) return fail("/data", "holds more than 100000 documents");
    body.page.data.emplace_back();
    json_source_ = JsonSource::none;
    where_ = Where::document;
    leave_key();
    return true;
  }

  void leave_key() {
    field_ = {};
    key_.clear();
  }

  bool count(std::size_t values) {
    return count_values(values, [this] { return pointer(); });
  }

  bool scalar(nlohmann::json value) {
    switch (where_) {
      case Where::value:
        builder_.scalar(std::move(value));
        return count(1);
      case Where::strings:
        return strings_to_value() && scalar(std::move(value));
      case Where::data:
        if (!value.is_null()) return fail(pointer(), "is " + kind_of(value) + ", where a document belongs");
        if (body.page.data.size() >= max_documents) return fail("/data", "holds more than 100000 documents");
        body.page.data.emplace_back();
        return true;
      case Where::before:
        return fail({}, "is " + kind_of(value) + ", where an object belongs");
      default:
        return store(std::move(value));
    }
  }

  // A list that turns out to hold more than strings is read on as a value.
  bool strings_to_value() {
    builder_.reset();
    builder_.open(nlohmann::json::array());
    for (auto& text : *field_.strings) builder_.scalar(std::move(text));
    field_.strings->clear();
    where_ = Where::value;
    return true;
  }

  bool open_value(nlohmann::json container) {
    if (where_ == Where::strings) {
      strings_to_value();
    } else if (where_ != Where::value) {
      builder_.reset();
      back_ = where_;
      where_ = Where::value;
    }
    builder_.open(std::move(container));
    return count(1);
  }

  bool close_value() {
    builder_.close();
    if (!builder_.complete()) return true;
    where_ = back_;
    return store(builder_.take());
  }

  // A whole value has come for the key at hand.
  bool store(nlohmann::json value) {
    switch (where_) {
      case Where::document:
        return store_in(body.page.data.back().extra, std::move(value));
      case Where::metadata:
        return store_in(body.page.data.back().metadata.extra, std::move(value));
      default:
        return store_in_root(std::move(value));
    }
  }

  bool store_in_root(nlohmann::json value) {
    if (!is_status_kind(field_.kind)) return store_in(body.page.extra, std::move(value));
    const char* right = take_status_value(field_, body, value);
    return right == nullptr || wrong(value, right);
  }

  bool wrong(const nlohmann::json& value, const char* right) {
    return fail(pointer(), "is " + kind_of(value) + ", where " + right + " belongs");
  }

  bool store_in(nlohmann::json& extra, nlohmann::json value) {
    if (field_.kind == Kind::json || field_.kind == Kind::extract) return store_json(extra, std::move(value));
    if (field_.kind == Kind::other) {
      extra[key_] = std::move(value);
      return count(1);
    }
    clear_field(field_);
    if (value.is_null()) return true;
    if (!take_value(field_, value)) extra[key_] = std::move(value);
    return true;
  }

  // v1's "extract" is "json" by its old name. Where both come, "json" has the field and "extract" goes to
  // extra.
  bool store_json(nlohmann::json& extra, nlohmann::json value) {
    if (value.is_null()) return true;
    auto& field = body.page.data.back().json;
    if (field_.kind == Kind::extract && json_source_ == JsonSource::json) {
      extra[key_] = std::move(value);
      return true;
    }
    if (field_.kind == Kind::json && json_source_ == JsonSource::extract) extra["extract"] = std::move(field);
    field = std::move(value);
    json_source_ = field_.kind == Kind::json ? JsonSource::json : JsonSource::extract;
    return true;
  }

  static constexpr std::size_t max_documents = 100'000;
  enum class JsonSource { none, json, extract };

  Scope scope_;
  Where where_ = Where::before;
  Where back_ = Where::root;  // where to go on behind a value or a list
  FieldTarget field_;
  std::string key_;
  JsonBuilder builder_;
  JsonSource json_source_ = JsonSource::none;
  std::size_t strings_read_ = 0;
};

}  // namespace detail
FIRECRAWL_END_NAMESPACE
