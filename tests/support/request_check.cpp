// SPDX-License-Identifier: MIT
#include "request_check.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <vector>

#include "job_answers.hpp"

namespace support {

namespace {

using nlohmann::json;

std::vector<std::string> split_choices(const char* choices) {
  std::vector<std::string> values;
  for (std::string_view rest = choices; !rest.empty();) {
    const std::string_view value = rest.substr(0, rest.find('|'));
    values.emplace_back(value);
    rest.remove_prefix(std::min(value.size() + 1, rest.size()));
  }
  return values;
}

// As the validator names a value; null stands for one that is not there, too.
std::string type_of(const json* value) {
  if (value == nullptr) return "undefined";
  if (value->is_null()) return "null";
  if (value->is_boolean()) return "boolean";
  if (value->is_number()) return "number";
  if (value->is_string()) return "string";
  return value->is_array() ? "array" : "object";
}

// As JavaScript writes it: a whole number has no fraction.
json number_json(double number) {
  const auto whole = static_cast<long long>(number);
  return std::abs(number - static_cast<double>(whole)) < 1e-9 ? json(whole) : json(number);
}

class Checker {
 public:
  explicit Checker(Version version) : version_(version) {}
  json issues = json::array();

  void object(const json& value, const std::vector<Field>& fields, Others others, const json& path) {
    std::set<std::string> known;
    for (const Field& field : fields) {
      known.insert(field.name);
      const auto found = value.find(field.name);
      const json here = path_to(path, field.name);
      if (found != value.end()) {
        one(*found, field, here);
      } else if (field.required) {
        expected(name_of(field.kind), nullptr, here);
      }
    }
    if (others == Others::ignored) return;
    json keys = json::array();
    std::string list;
    for (const auto& member : value.items()) {
      if (known.count(member.key()) > 0) continue;
      keys.push_back(member.key());
      list += (list.empty() ? "" : ", ") + quoted(member.key());
    }
    if (keys.empty()) return;
    const std::string message = std::string("Unrecognized key") + (keys.size() > 1 ? "s: " : ": ") + list;
    issues.push_back({{"code", "unrecognized_keys"}, {"keys", keys}, {"path", path}, {"message", message}});
  }

  void shape(const json& value, std::string_view name, const json& path) {
    if (!value.is_object()) return expected("object", &value, path);
    const Shape& found = find_shape(name);
    object(value, fields_of(found, version_), found.others, path);
  }

 private:
  static json path_to(json path, json step) {
    path.push_back(std::move(step));
    return path;
  }

  static const char* name_of(Kind kind) {
    switch (kind) {
      case Kind::boolean:
        return "boolean";
      case Kind::number:
      case Kind::integer:
        return "number";
      case Kind::text:
      case Kind::url:
      case Kind::uuid:
        return "string";
      case Kind::texts:
      case Kind::urls:
      case Kind::variants:
      case Kind::objects:
        return "array";
      case Kind::text_map:
        return "record";
      case Kind::any_object:
      case Kind::schema:
      case Kind::object:
      case Kind::boolean_or_object:
      case Kind::text_or_object:
        return "object";
    }
    return "";
  }

  static bool has_type(const json& value, Kind kind) {
    const std::string expected = name_of(kind);
    const std::string type = type_of(&value);
    if (kind == Kind::boolean_or_object && type == "boolean") return true;
    if (kind == Kind::text_or_object && type == "string") return true;
    return type == (expected == "record" ? "object" : expected);
  }

  void expected(const std::string& type, const json* value, const json& path) {
    issues.push_back({{"expected", type},
                      {"code", "invalid_type"},
                      {"path", path},
                      {"message", "Invalid input: expected " + type + ", received " + type_of(value)}});
  }

  void one(const json& value, const Field& field, const json& path) {
    if (value.is_null() && field.takes_null) return;
    if (!has_type(value, field.kind)) return expected(name_of(field.kind), &value, path);
    switch (field.kind) {
      case Kind::boolean:
      case Kind::any_object:
      case Kind::urls:
        break;
      case Kind::integer:
        if (!value.is_number_integer() && std::floor(value.get<double>()) < value.get<double>()) {
          return expected("int", &value, path);
        }
        break;
      case Kind::number:
        break;
      case Kind::text:
        choice(value, field, path);
        break;
      case Kind::url:
        if (!is_valid_url(value.get<std::string>())) return bad_url(path);
        break;
      case Kind::uuid:
        if (!is_uuid(value.get<std::string>())) {
          issues.push_back({{"origin", "string"},
                            {"code", "invalid_format"},
                            {"format", "uuid"},
                            {"path", path},
                            {"message", "Invalid UUID"}});
        }
        break;
      case Kind::texts:
        each_text(value, field, path);
        break;
      case Kind::text_map:
        each_text(value, field, path);
        break;
      case Kind::schema:
        if (value.value("additionalProperties", json()) == true && !value.contains("properties")) {
          issues.push_back(custom_issue(path, "Invalid JSON schema"));
        }
        break;
      case Kind::text_or_object:
      case Kind::boolean_or_object:
        if (value.is_object()) shape(value, field.shape, path);
        if (value.is_string() && !is_valid_url(value.get<std::string>())) bad_url(path);
        break;
      case Kind::object:
        shape(value, field.shape, path);
        break;
      case Kind::objects:
        for (std::size_t i = 0; i < value.size(); ++i) shape(value[i], field.shape, path_to(path, i));
        break;
      case Kind::variants:
        for (std::size_t i = 0; i < value.size(); ++i) variant(value[i], field.shape, path_to(path, i));
        break;
    }
    bounds(value, field, path);
  }

  void bad_url(const json& path) {
    issues.push_back(
        {{"code", "invalid_format"}, {"format", "url"}, {"path", path}, {"message", "Invalid URL"}});
    issues.push_back(custom_issue(path, "URL must have a valid top-level domain or be an IP address"));
  }

  void choice(const json& value, const Field& field, const json& path) {
    if (field.choices == nullptr) return;
    const std::vector<std::string> values = split_choices(field.choices);
    std::string list;
    for (const std::string& known : values) {
      if (value == known) return;
      list += (list.empty() ? "" : "|") + quoted(known);
    }
    issues.push_back({{"code", "invalid_value"},
                      {"values", values},
                      {"path", path},
                      {"message", "Invalid option: expected one of " + list}});
  }

  void each_text(const json& value, const Field& field, const json& path) {
    for (const auto& member : value.items()) {
      const json here = path_to(path, value.is_array() ? json(std::stoul(member.key())) : json(member.key()));
      if (!member.value().is_string()) {
        expected("string", &member.value(), here);
      } else {
        choice(member.value(), field, here);
      }
    }
  }

  void bounds(const json& value, const Field& field, const json& path) {
    const bool is_number = value.is_number();
    const double size = is_number           ? value.get<double>()
                        : value.is_string() ? static_cast<double>(value.get_ref<const std::string&>().size())
                                            : static_cast<double>(value.size());
    const std::string what = type_of(&value);
    const std::string unit = is_number ? "to be " : "to have ";
    const std::string things = is_number ? "" : value.is_string() ? " characters" : " items";
    if (size < field.least || (field.more_than_least && size <= field.least)) {
      issues.push_back(
          {{"origin", what},
           {"code", "too_small"},
           {"minimum", number_json(field.least)},
           {"inclusive", !field.more_than_least},
           {"path", path},
           {"message", "Too small: expected " + what + ' ' + unit + (field.more_than_least ? ">" : ">=") +
                           number_json(field.least).dump() + things}});
    }
    if (size > field.most) {
      issues.push_back({{"origin", what},
                        {"code", "too_big"},
                        {"maximum", number_json(field.most)},
                        {"inclusive", true},
                        {"path", path},
                        {"message", "Too big: expected " + what + ' ' + unit +
                                        "<=" + number_json(field.most).dump() + things}});
    }
  }

  // An entry that is none of them, or not as its own wants it: one issue, which has the others within.
  void variant(const json& value, std::string_view set, const json& path) {
    const bool is_text = value.is_string();
    const json type = is_text ? value : value.is_object() ? value.value("type", json()) : json();
    json errors = json::array();
    for (const Variant* known : variants_of(set, version_)) {
      if (type != known->type || known->as == (is_text ? As::object : As::text)) {
        const json other = {{"code", "invalid_value"},
                            {"values", json::array({known->type})},
                            {"path", json::array({"type"})},
                            {"message", "Invalid input: expected " + quoted(known->type)}};
        errors.push_back(json::array({other}));
        continue;
      }
      std::vector<Field> fields{{"type", Kind::text}};
      for (const Field& field : known->fields) {
        if (is_in(field.in, version_)) fields.push_back(field);
      }
      Checker within(version_);
      within.object(is_text ? json::object({{"type", type}}) : value, fields, known->others, json::array());
      if (within.issues.empty()) return;
      errors = json::array({within.issues});
      break;
    }
    issues.push_back(
        {{"code", "invalid_union"}, {"errors", errors}, {"path", path}, {"message", "Invalid input"}});
  }

  Version version_;
};

}  // namespace

json issues_of(const json& body, std::string_view shape, Version version) {
  Checker checker(version);
  checker.shape(body, shape, json::array());
  if (checker.issues.empty()) check_rules(body, shape, version, checker.issues);
  return checker.issues;
}

}  // namespace support
