// SPDX-License-Identifier: MIT
/// @file
/// nlohmann's parser of JSON text, for a reader of events.
#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>

#include "../../config.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// What reads the events of nlohmann's parser. Virtual, so that the parser is compiled for one type.
using TextEvents = nlohmann::json_sax<nlohmann::json>;

/// Hands what `text` contains to `events`. Returns whether all of it was taken.
inline bool parse_text(std::string_view text, TextEvents& events) {
  const char* const begin = text.data();
  const char* const end = begin + text.size();
  // json::sax_parse() does the same, and has the readers of all of nlohmann's binary formats compiled, which
  // costs a tenth of the time that a program with one call takes to compile. It is what there is for versions
  // that are not known yet.
#if NLOHMANN_JSON_VERSION_MAJOR == 3 && NLOHMANN_JSON_VERSION_MINOR <= 12
  auto input = nlohmann::detail::input_adapter(begin, end);
  return nlohmann::detail::parser<nlohmann::json, decltype(input)>(std::move(input)).sax_parse(&events);
#else
  return nlohmann::json::sax_parse(begin, end, &events);
#endif
}

/// Keeps a number, and nothing else.
class NumberEvents final : public TextEvents {
 public:
  nlohmann::json number = nlohmann::json::value_t::discarded;  ///< discarded if there is none

  bool number_integer(number_integer_t value) override { return keep(value); }
  bool number_unsigned(number_unsigned_t value) override { return keep(value); }
  bool number_float(number_float_t value, const string_t&) override { return keep(value); }
  bool null() override { return false; }
  bool boolean(bool) override { return false; }
  bool string(string_t&) override { return false; }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override { return false; }
  bool key(string_t&) override { return false; }
  bool end_object() override { return false; }
  bool start_array(std::size_t) override { return false; }
  bool end_array() override { return false; }
  // What comes after a number may still be wrong.
  bool parse_error(std::size_t, const std::string&, const nlohmann::json::exception&) override {
    return keep(nlohmann::json::value_t::discarded);
  }

 private:
  bool keep(nlohmann::json value) {
    number = std::move(value);
    return !number.is_discarded();
  }
};

}  // namespace detail
FIRECRAWL_END_NAMESPACE
