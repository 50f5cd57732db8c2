// SPDX-License-Identifier: MIT
// The models filled by simdjson's on-demand parser: what a decoder with no limits of its own can do.
#pragma once

#include <simdjson.h>

#include <firecrawl/detail/wire/field_values.hpp>
#include <firecrawl/detail/wire/page_fields.hpp>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bench {

namespace ondemand = simdjson::ondemand;

class SimdjsonDecoder {
 public:
  // `body` must have simdjson::SIMDJSON_PADDING bytes to spare after it.
  firecrawl::JobPage decode(simdjson::padded_string_view body) {
    firecrawl::JobPage page;
    ondemand::document document = parser_.iterate(body);
    for (ondemand::field field : document.get_object()) {
      const std::string_view key = field.unescaped_key();
      ondemand::value value = field.value();
      const auto target = firecrawl::detail::find_field(page, key);
      switch (target.kind) {
        case Kind::data:
          for (ondemand::value entry : value.get_array()) read(entry, page.data.emplace_back());
          break;
        case Kind::count:
          *target.count = value.get_int64();
          break;
        case Kind::status:
          firecrawl::detail::set_status(page, std::string(value.get_string().value()));
          break;
        case Kind::next:
          page.next = value.get_string().value();
          break;
        case Kind::success:
          break;
        default:
          firecrawl::detail::take_value(target, to_json(value));
      }
    }
    return page;
  }

 private:
  using Kind = firecrawl::detail::Kind;

  void read(ondemand::value entry, firecrawl::Document& document) {
    for (ondemand::field field : entry.get_object()) {
      const std::string_view key = field.unescaped_key();
      ondemand::value value = field.value();
      const auto target = firecrawl::detail::find_field(document, key);
      if (target.kind == Kind::metadata) {
        read(value, document.metadata);
      } else if (target.kind == Kind::strings) {
        for (ondemand::value item : value.get_array())
          target.strings->emplace_back(item.get_string().value());
      } else {
        store(target, key, value, document.extra);
      }
    }
  }

  void read(ondemand::value value, firecrawl::Metadata& metadata) {
    for (ondemand::field field : value.get_object()) {
      const std::string_view key = field.unescaped_key();
      store(firecrawl::detail::find_field(metadata, key), key, field.value(), metadata.extra);
    }
  }

  static void store(const firecrawl::detail::FieldTarget& target, std::string_view key, ondemand::value value,
                    nlohmann::json& extra) {
    if (target.kind == Kind::text) {
      *target.text = value.get_string().value();
    } else if (target.kind == Kind::integer) {
      *target.integer = static_cast<int>(value.get_int64().value());
    } else {
      extra[std::string(key)] = to_json(value);
    }
  }

  static nlohmann::json to_json(ondemand::value value) {
    switch (value.type()) {
      case ondemand::json_type::object: {
        auto object = nlohmann::json::object();
        for (ondemand::field field : value.get_object()) {
          std::string key(std::string_view(field.unescaped_key()));
          object[std::move(key)] = to_json(field.value());
        }
        return object;
      }
      case ondemand::json_type::array: {
        auto array = nlohmann::json::array();
        for (ondemand::value item : value.get_array()) array.push_back(to_json(item));
        return array;
      }
      case ondemand::json_type::string:
        return std::string(value.get_string().value());
      case ondemand::json_type::boolean:
        return value.get_bool().value();
      case ondemand::json_type::number:
        if (value.is_integer()) return value.get_int64().value();
        return value.get_double().value();
      default:
        return nullptr;
    }
  }

  ondemand::parser parser_;
};

}  // namespace bench
