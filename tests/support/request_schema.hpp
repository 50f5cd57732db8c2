// SPDX-License-Identifier: MIT
/// @file
/// What the API takes in the bodies of its requests, as tables: names, types, bounds, versions. What reads
/// them is in request_check.hpp.
#pragma once

#include <limits>
#include <string_view>
#include <vector>

namespace support {

enum class Version { v1, v2 };

/// The versions that have a field.
enum class In { v1, v2, both };

constexpr bool is_in(In in, Version version) {
  return in == In::both || (in == In::v1) == (version == Version::v1);
}

/// What a value has to be.
enum class Kind {
  boolean,
  number,
  integer,
  text,
  url,                ///< a text that the server can go to
  uuid,               ///< a text
  texts,              ///< a list of texts
  urls,               ///< a list of texts, which the call itself checks
  text_map,           ///< an object whose values are texts
  any_object,         ///< an object with any members
  schema,             ///< a JSON schema
  object,             ///< of Field::shape
  boolean_or_object,  ///< of Field::shape
  text_or_object,     ///< of Field::shape
  variants,           ///< a list whose entries are of one of the variants that are named Field::shape
  objects,            ///< a list of objects of Field::shape
};

/// One member of an object.
struct Field {
  const char* name;
  Kind kind;
  const char* shape = nullptr;
  In in = In::both;
  bool required = false;
  bool takes_null = false;
  double least = -std::numeric_limits<double>::infinity();  ///< of a number, or of a length
  double most = std::numeric_limits<double>::infinity();
  bool more_than_least = false;   ///< `least` itself is too small
  const char* choices = nullptr;  ///< of a text, or of each entry of a list, with '|' between them

  constexpr Field only(In version) const {
    Field field = *this;
    field.in = version;
    return field;
  }
  constexpr Field needed() const {
    Field field = *this;
    field.required = true;
    return field;
  }
  constexpr Field or_null() const {
    Field field = *this;
    field.takes_null = true;
    return field;
  }
  constexpr Field from(double value) const {
    Field field = *this;
    field.least = value;
    return field;
  }
  constexpr Field above(double value) const {
    Field field = from(value);
    field.more_than_least = true;
    return field;
  }
  constexpr Field up_to(double value) const {
    Field field = *this;
    field.most = value;
    return field;
  }
  constexpr Field one_of(const char* values) const {
    Field field = *this;
    field.choices = values;
    return field;
  }
};

/// What becomes of members that the server does not know.
enum class Others { refused, ignored };

/// An object of known members.
struct Shape {
  const char* name;
  const char* base;  ///< a shape whose members it has in addition; null: none
  Others others;
  std::vector<Field> fields;
};

/// How a variant is written: by its name alone, as an object with its name and its members, either way.
enum class As { text, object, either };

/// One of several objects that "type" tells apart: a format, an action, a parser, a source.
struct Variant {
  const char* set;
  const char* type;
  In in;
  As as;
  Others others;
  std::vector<Field> fields;
};

/// Those of ScrapeOptions: request_schema_scrape.cpp.
const std::vector<Shape>& scrape_shapes();
const std::vector<Variant>& scrape_variants();
/// Those of the calls: request_schema_calls.cpp.
const std::vector<Shape>& call_shapes();
const std::vector<Variant>& call_variants();

/// @throws std::out_of_range if no table has a shape of this name
const Shape& find_shape(std::string_view name);

/// The members that an object of this shape may have in this version. A shape's own field replaces one of the
/// same name in its base.
std::vector<Field> fields_of(const Shape& shape, Version version);

/// The variants of this set in this version.
std::vector<const Variant*> variants_of(std::string_view set, Version version);

}  // namespace support
