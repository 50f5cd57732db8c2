// SPDX-License-Identifier: MIT
/// @file
/// Reads answers whose lists are long, an entry at a time.
#pragma once

#include <cstddef>
#include <exception>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>

#include "../json/sax.hpp"
#include "kept_value.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// The place of a value in an answer: a member of the body, or of an object that is a member of it.
struct ListPlace {
  std::string_view outer;  ///< the key in the body
  std::string_view inner;  ///< the key in that member; empty if it is the member itself
};

/// A SAX handler for an object with lists. The entries of a list go to `Entries`, event by event; all the
/// rest of the body becomes a JSON value, in which null is in place of the lists.
///
/// `Entries` is a handler itself, for which nothing but its entries exists. In addition it has
/// begin_member(key), which is called before each member of the body: of two with the same key the last one
/// counts, so that what it has of the first is to be forgotten; begin_list(ListPlace), which returns whether
/// the list at that place is one of its own; and end_entry(), which is called after the last event of each
/// entry. It has failed once its `problem` is set.
template <class Entries>
class ListHandler : public HandlerBase {
 public:
  Entries entries;

  /// The body without its lists, moved out. Only if there is no problem.
  nlohmann::json take_body() { return rest_.take(); }
  /// What of that could not be kept as it was sent.
  DocumentNotes& notes() noexcept { return rest_.notes; }

  bool null() { return in_list_ ? after(entries.null()) : in_body("null") && after_rest(rest_.null()); }
  bool boolean(bool value) {
    return in_list_ ? after(entries.boolean(value))
                    : in_body("a boolean") && after_rest(rest_.boolean(value));
  }
  bool number_integer(nlohmann::json::number_integer_t value) {
    return in_list_ ? after(entries.number_integer(value))
                    : in_body("a number") && after_rest(rest_.number_integer(value));
  }
  bool number_unsigned(nlohmann::json::number_unsigned_t value) {
    return in_list_ ? after(entries.number_unsigned(value))
                    : in_body("a number") && after_rest(rest_.number_unsigned(value));
  }
  bool number_float(nlohmann::json::number_float_t value, const std::string& text) {
    return in_list_ ? after(entries.number_float(value, text))
                    : in_body("a number") && after_rest(rest_.number_float(value, text));
  }
  bool huge_number(std::string_view text) {
    return in_list_ ? after(entries.huge_number(text))
                    : in_body("a number") && after_rest(rest_.huge_number(text));
  }
  bool string(std::string_view text) {
    return in_list_ ? after(entries.string(text)) : in_body("a string") && after_rest(rest_.string(text));
  }
  bool key(std::string_view text) {
    if (in_list_) return after_part(entries.key(text));
    if (rest_.depth() == 1) {
      outer_ = text;
      inner_.clear();
      entries.begin_member(outer_);
    }
    if (rest_.depth() == 2) inner_ = text;
    return rest_.key(text);
  }
  bool start_object(std::size_t size) {
    if (!in_list_) return after_rest(rest_.start_object(size));
    ++depth_;
    return after_part(entries.start_object(size));
  }
  bool end_object() {
    if (!in_list_) return rest_.end_object();
    --depth_;
    return after(entries.end_object());
  }
  bool start_array(std::size_t size) {
    if (in_list_) {
      ++depth_;
      return after_part(entries.start_array(size));
    }
    if (!in_body("an array")) return false;
    const bool has_place = rest_.depth() == 1 || (rest_.depth() == 2 && !inner_.empty());
    if (!has_place || !entries.begin_list({outer_, inner_})) return after_rest(rest_.start_array(size));
    in_list_ = true;
    entry_ = 0;
    return after_rest(rest_.null());
  }
  bool end_array() {
    if (!in_list_) return rest_.end_array();
    if (depth_ == 0) {
      in_list_ = false;
      return true;
    }
    --depth_;
    return after(entries.end_array());
  }

  bool parse_error(std::size_t position, const std::exception& error) {
    HandlerBase::parse_error(position, error);
    problem->pointer = pointer();
    return false;
  }

 private:
  [[nodiscard]] std::string pointer() const {
    std::string path;
    if (!outer_.empty()) path += pointer_part(outer_);
    if (!inner_.empty()) path += pointer_part(inner_);
    if (in_list_) path += "/" + std::to_string(entry_);
    return path;
  }

  // Whether a value other than an object may come here.
  bool in_body(const char* kind) {
    return rest_.depth() > 0 || fail({}, std::string("is ") + kind + ", where an object belongs");
  }

  bool failed_with(const HandlerBase& part) {
    if (!part.problem) return false;
    problem = part.problem;
    problem->pointer = pointer();
    return true;
  }
  bool after_rest(bool more) { return !failed_with(rest_) && more; }
  // Within an entry.
  bool after_part(bool more) { return !failed_with(entries) && more; }
  // After what may be the end of an entry.
  bool after(bool more) {
    if (!after_part(more)) return false;
    if (depth_ > 0) return true;
    entries.end_entry();
    if (throw_if_over) throw_if_over();
    const bool goes_on = after_part(true);
    ++entry_;
    return goes_on;
  }

  KeptValue rest_;
  std::string outer_;
  std::string inner_;
  bool in_list_ = false;
  std::size_t depth_ = 0;  // containers that are open within the entry
  std::size_t entry_ = 0;  // its place in the list
};

}  // namespace detail
FIRECRAWL_END_NAMESPACE
