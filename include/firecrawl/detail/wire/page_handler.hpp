// SPDX-License-Identifier: MIT
/// @file
/// From JSON events to a JobPage, without a DOM in between.
#pragma once

#include <cstddef>
#include <exception>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>

#include "../base/spare_strings.hpp"
#include "page_fields.hpp"
#include "page_values.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// A SAX handler for the body of GET /v1/batch/scrape/{id}, and of POST /v1/scrape. Typed values go straight
/// into their fields; a value that does not fit is put together as JSON, kept in `extra`, and the field takes
/// of it what can be taken without guessing.
class PageHandler : public PageValues {
 public:
  enum class Scope {
    whole,
    head,      ///< stops at "data", which servers send last
    counts,    ///< passes over "data", whatever it is
    document,  ///< "data" is one document: the answer to a scrape
  };
  explicit PageHandler(Scope scope) : scope_(scope) {
    one_document_ = scope == Scope::document;
    depth_ = one_document_ ? 1 : 0;  // a document may be as deep as in the list of a page
  }

  /// "data" was reached.
  bool head_complete = false;
  /// Scope::document: what "data" is, if it is not a document; empty if there is none.
  std::string wrong_data;
  /// Where large strings come from; may be null.
  SpareStrings* spare = nullptr;
  /// How large the body is going to be, as far as is known: no string is larger.
  std::size_t expected_size = 0;

  bool null() { return scalar(nullptr); }
  bool boolean(bool value) { return scalar(value); }
  bool number_integer(nlohmann::json::number_integer_t value) { return scalar(value); }
  bool number_unsigned(nlohmann::json::number_unsigned_t value) { return scalar(value); }
  bool number_float(nlohmann::json::number_float_t value, const std::string&) { return scalar(value); }

  /// A number beyond double is its own text wherever text is taken.
  bool huge_number(std::string_view text) {
    switch (where_) {
      case Where::skipped:
        return true;
      case Where::before:
        return scalar(0);
      case Where::data:
        if (!start_bare_entry("a number")) return false;
        note(Flaw::huge_number);
        return store_bare_entry(std::string(text));
      case Where::root:
        if (is_status_kind(field_.kind) && field_.kind != Kind::count) return scalar(0);
        note(Flaw::huge_number);
        return field_.kind == Kind::count || scalar(std::string(text));
      case Where::document:
      case Where::metadata:
      case Where::strings:
      case Where::value:
      case Where::after:
        break;
    }
    note(Flaw::huge_number);
    return scalar(std::string(text));
  }

  /// Puts together a large field where it belongs. With spare strings that is not done: which of them fits
  /// shows at the end.
  bool part(std::string_view text) {
    if (spare != nullptr || where_ != Where::document || field_.kind != Kind::text) return false;
    if (!std::exchange(has_part_, true)) {
      field_.text->emplace();
      (*field_.text)->reserve(expected_size);
    }
    (*field_.text)->append(text);
    return true;
  }

  bool string(std::string_view text) {
    if (std::exchange(has_part_, false)) {
      end_of_parts(**field_.text, text);
      forget_unfit();
      return true;
    }
    if (where_ == Where::strings) {
      field_.strings->emplace_back(text);
      return ++strings_read_ % 1024 != 0 || count(1024) || !problem;
    }
    if (field_.kind == Kind::text && where_ != Where::value) {
      if (spare)
        spare->assign(*field_.text, text);
      else
        field_.text->emplace(text.data(), text.size());
      forget_unfit();
      return true;
    }
    return scalar(std::string(text));
  }

  bool key(std::string_view text) {
    if (where_ == Where::value) {
      builder_.key(text);
      return true;
    }
    if (where_ == Where::skipped) return true;
    key_.assign(text.data(), text.size());
    member_start_ = values_;
    if (where_ == Where::document)
      field_ = find_field(body.page.data.back(), text);
    else if (where_ == Where::metadata)
      field_ = find_field(body.page.data.back().metadata, text);
    else
      field_ = find_root_field(text);
    if (field_.kind != Kind::data) return true;
    head_complete = true;
    if (scope_ == Scope::head) page_notes_.move_to(body.page.warning, body.page.extra);
    return scope_ != Scope::head;
  }

  bool start_object(std::size_t) {
    if (where_ == Where::skipped) return enter_skipped();
    if (++depth_ > max_json_depth) return pass_too_deep();
    if (where_ == Where::data) return start_document();
    if (where_ == Where::root && field_.kind == Kind::data && one_document_) {
      body.page.data.clear();
      return start_document();
    }
    if (where_ == Where::before) {
      where_ = Where::root;
      return true;
    }
    if (where_ != Where::document || field_.kind != Kind::metadata)
      return open_value(nlohmann::json::object());
    forget_unfit();
    where_ = Where::metadata;
    leave_key();
    return true;
  }

  bool end_object() {
    if (where_ == Where::skipped) return leave_skipped();
    --depth_;
    if (where_ == Where::value) return close_value();
    if (where_ == Where::metadata) {
      where_ = Where::document;
    } else if (where_ == Where::document) {
      end_document();
    } else {
      page_notes_.move_to(body.page.warning, body.page.extra);
      where_ = Where::after;
    }
    leave_key();
    return true;
  }

  bool start_array(std::size_t) {
    if (where_ == Where::skipped) return enter_skipped();
    if (++depth_ > max_json_depth) return pass_too_deep();
    if (where_ == Where::before) return fail({}, "is an array, where an object belongs");
    if (where_ == Where::data && !start_bare_entry("an array")) return false;
    if (where_ == Where::root && field_.kind == Kind::data && scope_ == Scope::whole) {
      body.page.data.clear();
      where_ = Where::data;
      leave_key();
      return true;
    }
    if (where_ == Where::document && field_.kind == Kind::strings) {
      field_.strings->clear();
      forget_unfit();
      back_ = where_;
      where_ = Where::strings;
      return true;
    }
    return open_value(nlohmann::json::array());
  }

  bool end_array() {
    if (where_ == Where::skipped) return leave_skipped();
    --depth_;
    if (where_ == Where::value) return close_value();
    where_ = where_ == Where::strings ? back_ : Where::root;
    leave_key();
    return true;
  }

  bool parse_error(std::size_t position, const std::exception& error) {
    HandlerBase::parse_error(position, error);
    problem->pointer = pointer();
    return false;
  }

 private:
  bool scalar(nlohmann::json value) {
    switch (where_) {
      case Where::skipped:
        return true;
      case Where::value:
        builder_.scalar(std::move(value));
        return count(1) || !problem;
      case Where::strings:
        strings_to_value();
        return scalar(std::move(value));
      case Where::data:
        if (!value.is_null()) return start_bare_entry(kind_of(value)) && store_bare_entry(std::move(value));
        if (!start_document()) return false;
        end_document();
        return true;
      case Where::before:
        return fail({}, "is " + kind_of(value) + ", where an object belongs");
      case Where::root:
      case Where::document:
      case Where::metadata:
      case Where::after:
        break;
    }
    return passes_data(value) || store(std::move(value));
  }

  // An answer to a scrape has members of its own. What it says beyond them fails nothing.
  FieldTarget find_root_field(std::string_view key) {
    if (!one_document_) return find_field(body.page, key);
    FieldTarget field;
    if (key == "success") field.kind = Kind::success;
    if (key == "data") field.kind = Kind::data;
    if (key != "warning") return field;
    field.kind = Kind::text;
    field.point_to(body.page.warning);
    return field;
  }

  // Whether a value is passed over, since it is "data" and not wanted. The last "data" counts.
  bool passes_data(const nlohmann::json& value) {
    if (where_ != Where::root || field_.kind != Kind::data) return false;
    if (!one_document_) return scope_ == Scope::counts;
    wrong_data = kind_of(value);
    body.page.data.clear();
    return true;
  }

  bool store_bare_entry(nlohmann::json value) {
    const bool stored = store(std::move(value));
    end_document();
    return stored;
  }

  // A list that turns out to contain more than strings is read on as a value.
  void strings_to_value() {
    builder_.reset();
    builder_.open(nlohmann::json::array());
    for (auto& text : *field_.strings) builder_.scalar(std::move(text));
    field_.strings->clear();
    where_ = Where::value;
  }

  bool open_value(nlohmann::json container) {
    if (where_ == Where::strings) {
      strings_to_value();
    } else if (where_ != Where::value) {
      if (passes_data(container)) {
        skip(1, where_);
        --depth_;
        return true;
      }
      builder_.reset();
      back_ = where_;
      where_ = Where::value;
    }
    builder_.open(std::move(container));
    return count(1) || !problem;
  }

  bool close_value() {
    builder_.close();
    if (!builder_.complete()) return true;
    where_ = back_;
    return bare_entry_ ? store_bare_entry(builder_.take()) : store(builder_.take());
  }

  static void end_of_parts(std::string& field, std::string_view text) {
    field.append(text);
    if (field.capacity() / 2 > field.size()) field.shrink_to_fit();
  }

  // Of a container that is too deep only its place is kept.
  bool pass_too_deep() {
    --depth_;
    note(Flaw::too_deep);
    if (!scalar(nullptr)) return false;
    if (where_ == Where::skipped) return enter_skipped();
    skip(1, Where::value);
    return true;
  }

  Scope scope_;
  std::size_t strings_read_ = 0;
  bool has_part_ = false;  // the field at hand is not complete
};

}  // namespace detail
FIRECRAWL_END_NAMESPACE
