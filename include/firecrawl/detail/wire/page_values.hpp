// SPDX-License-Identifier: MIT
/// @file
/// Where the values of a status body go: into fields, into `extra`, or, if they are too much, nowhere.
#pragma once

#include <algorithm>
#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>

#include "../base/secrets.hpp"
#include "../json/sax.hpp"
#include "document_notes.hpp"
#include "field_values.hpp"
#include "page_fields.hpp"
#include "status_body.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// The part of PageHandler that stores values. It knows where in the body the parser is.
class PageValues : public HandlerBase {
 public:
  StatusBody body;

  /// The JSON pointer of the place that was reached.
  [[nodiscard]] std::string pointer() const {
    std::string path;
    if (level() == Where::data || in_document()) {
      const std::size_t begun = body.page.data.size();
      path = "/data";
      if (!one_document_) path += "/" + std::to_string(level() == Where::data ? begun : begun - 1);
      if (level() == Where::metadata) path += "/metadata";
    }
    if (key_.empty() || bare_entry_) return path;
    return path + pointer_part(key_);
  }

 protected:
  enum class Where { before, root, data, document, metadata, strings, value, skipped, after };

  /// The object or list that the place belongs to, from within a value as well.
  [[nodiscard]] Where level() const {
    const bool inside = where_ == Where::value || where_ == Where::strings || where_ == Where::skipped;
    return inside ? back_ : where_;
  }
  [[nodiscard]] bool in_document() const { return level() == Where::document || level() == Where::metadata; }

  void leave_key() {
    field_ = {};
    key_.clear();
  }

  // What is passed over.

  /// Passes over the containers that are open, so many of them, and goes on at `resume`.
  void skip(std::size_t containers, Where resume) {
    skipped_ = containers;
    resume_ = resume;
    where_ = Where::skipped;
  }
  bool leave_skipped() {
    if (--skipped_ != 0) return true;
    where_ = resume_;
    if (where_ != Where::value) leave_member();
    return true;
  }
  /// A container has begun that is passed over.
  bool enter_skipped() {
    ++skipped_;
    return true;
  }

  // What is odd.

  void note(Flaw flaw) {
    auto& notes = in_document() ? notes_ : page_notes_;
    if (notes.has(flaw)) return;
    std::string place = bare_entry_ ? "this entry" : level() == Where::metadata ? "/metadata" : "";
    if (!bare_entry_) place += pointer_part(excerpt(key_, 100));
    switch (flaw) {
      case Flaw::no_object:
        return;  // noted by the one who knows the kind
      case Flaw::huge_number:
        return notes.add(flaw,
                         place + " contains a number beyond double, which could not be kept as a number");
      case Flaw::too_deep:
        return notes.add(flaw, place + " is nested deeper than 256 levels; what is deeper was left out");
      case Flaw::too_many_values:
        return notes.add(flaw, place + " was left out, since there are too many values");
    }
  }

  // Where documents begin and end.

  bool start_document() {
    if (body.page.data.size() >= max_documents) return fail("/data", "contains more than 100000 documents");
    body.page.data.emplace_back();
    json_source_ = JsonSource::none;
    values_elsewhere_ = std::exchange(values_, values_elsewhere_);
    most_values_ = (std::min)(max_values, values_ + max_document_values);
    member_start_ = values_;
    where_ = Where::document;
    leave_key();
    return true;
  }
  void end_document() {
    notes_.move_to(body.page.data.back().warning, body.page.data.back().extra);
    values_elsewhere_ = std::exchange(values_, values_elsewhere_);
    most_values_ = max_values;
    where_ = one_document_ ? Where::root : Where::data;
    bare_entry_ = false;
    leave_key();
  }
  /// An entry of data that is not an object is kept as the member "value" of a document without anything
  /// else.
  bool start_bare_entry(std::string_view kind) {
    if (!start_document()) return false;
    notes_.add(Flaw::no_object, "this entry is " + std::string(kind) + ", where a document belongs");
    bare_entry_ = true;
    key_ = "value";
    return true;
  }
  void leave_member() {
    leave_key();
    if (bare_entry_) end_document();
  }

  // What values cost.

  /// Counts values. False if the member at hand is left out, or reading has failed: `!problem` tells.
  bool count(std::size_t values) {
    values_ += values;
    return values_ <= most_values_ || drop_member();
  }

  // A whole value has come for the key at hand.
  bool store(nlohmann::json value) {
    return in_document() ? store_in(extra(), std::move(value)) : store_in_root(std::move(value));
  }

  /// A value has come that fits its field: one before it under the same key, which did not, is forgotten.
  void forget_unfit() {
    if (unfit_) extra().erase(key_);
  }

  Where where_ = Where::before;
  Where back_ = Where::root;  // where to go on after a value or a list
  FieldTarget field_;
  std::string key_;
  JsonBuilder builder_;
  DocumentNotes page_notes_;
  std::size_t values_ = 0;        // within a document: those of all documents so far; else those of the body
  std::size_t member_start_ = 0;  // `values_` before the member at hand
  std::size_t depth_ = 0;         // open containers, without those that are passed over
  bool bare_entry_ = false;
  bool one_document_ = false;  // "data" is one

 private:
  nlohmann::json& extra() {
    if (!in_document()) return body.page.extra;
    auto& document = body.page.data.back();
    return level() == Where::metadata ? document.metadata.extra : document.extra;
  }

  bool store_in_root(nlohmann::json value) {
    if (!is_status_kind(field_.kind)) return store_in(body.page.extra, std::move(value));
    const char* right = take_status_value(field_, body, value);
    if (right == nullptr) return true;
    return fail(pointer(), "is " + kind_of(value) + ", where " + right + " belongs");
  }

  bool store_in(nlohmann::json& extra, nlohmann::json value) {
    if (field_.kind == Kind::json || field_.kind == Kind::extract) return store_json(extra, std::move(value));
    if (field_.kind == Kind::other) {
      if (!count(1)) return !problem;
      extra[key_] = std::move(value);
      return true;
    }
    clear_field(field_);
    if (field_.kind == Kind::metadata) body.page.data.back().metadata = {};
    forget_unfit();
    if (value.is_null() || take_value(field_, value)) return true;
    extra[key_] = std::move(value);
    unfit_ = true;
    return true;
  }

  // v1's "extract" is "json" by its old name. If both come, "json" has the field and "extract" goes to
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

  // The member at hand contains too much: what came of it is forgotten, and the rest is passed over.
  bool drop_member() {
    if (!in_document()) return fail_too_many(pointer());
    note(Flaw::too_many_values);
    values_ = member_start_;
    if (where_ == Where::strings) {
      field_.strings->clear();
      --depth_;
      skip(1, back_);
    } else if (where_ == Where::value) {
      const auto open = builder_.depth();
      builder_.reset();
      depth_ -= open;
      skip(open, back_);
    }
    return false;
  }

  enum class JsonSource { none, json, extract };
  static constexpr std::size_t max_documents = 100'000;
  /// One document cannot use up what the others of its page may contain.
  static constexpr std::size_t max_document_values = max_values / 2;

  DocumentNotes notes_;
  Where resume_ = Where::root;  // where to go on after what is passed over
  std::size_t skipped_ = 0;
  std::size_t values_elsewhere_ = 0;  // the other sum that `values_` may be
  std::size_t most_values_ = max_values;
  bool unfit_ = false;  // some value that did not fit its field is in an extra
  JsonSource json_source_ = JsonSource::none;
};

}  // namespace detail
FIRECRAWL_END_NAMESPACE
