// SPDX-License-Identifier: MIT
// Writes down all that was read of a body, so that two readings can be compared to the last bit.
#pragma once

#include <cstdint>
#include <cstring>
#include <firecrawl/detail/json/sax.hpp>
#include <firecrawl/detail/wire/page_decoder.hpp>
#include <firecrawl/document.hpp>
#include <firecrawl/job_models.hpp>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace unit {

class Description {
 public:
  std::string text;

  void add(std::string_view value) { text.append(std::to_string(value.size())).append(":").append(value); }
  void add(std::uint64_t value) { text.append(std::to_string(value)).append(";"); }
  void add(const std::optional<std::string>& value) {
    if (value) add(std::string_view(*value));
    text += ',';
  }
  void add(const nlohmann::json& value) {
    text += value.type_name();
    if (value.is_number_float()) {
      add(bits(value.get<double>()));
    } else if (value.is_number_unsigned()) {
      text += 'u';
      add(value.get<std::uint64_t>());
    } else if (value.is_number_integer()) {
      add(static_cast<std::uint64_t>(value.get<std::int64_t>()));
    } else if (value.is_string()) {
      add(std::string_view(value.get_ref<const std::string&>()));
    } else if (value.is_boolean()) {
      add(std::uint64_t{value.get<bool>()});
    }
    if (!value.is_structured()) return;
    for (const auto& item : value.items()) {
      add(std::string_view(item.key()));
      add(item.value());
    }
    text += '.';
  }
  void add(const firecrawl::Metadata& m) {
    for (const auto* field : {&m.title, &m.description, &m.language, &m.source_url, &m.url, &m.error,
                              &m.scrape_id, &m.content_type}) {
      add(*field);
    }
    add(static_cast<std::uint64_t>(m.status_code.value_or(-99999)));
    add(m.extra);
  }
  void add(const firecrawl::Document& d) {
    for (const auto* field :
         {&d.markdown, &d.html, &d.raw_html, &d.screenshot, &d.summary, &d.answer, &d.warning})
      add(*field);
    for (const auto* list : {&d.links, &d.images}) {
      for (const auto& entry : *list) add(std::string_view(entry));
      text += '.';
    }
    add(d.json);
    add(d.metadata);
    add(d.extra);
  }
  void add(const firecrawl::JobPage& page) {
    add(std::string_view(page.status_text));
    add(static_cast<std::uint64_t>(page.total));
    add(static_cast<std::uint64_t>(page.completed));
    add(static_cast<std::uint64_t>(page.credits_used.value_or(-1)));
    add(page.expires_at ? static_cast<std::uint64_t>(page.expires_at->time_since_epoch().count()) : 0);
    add(page.next);
    add(page.error);
    add(page.warning);
    for (const auto& document : page.data) add(document);
    add(page.extra);
  }

  static std::uint64_t bits(double value) {
    std::uint64_t bits = 0;
    static_assert(sizeof bits == sizeof value);
    std::memcpy(&bits, &value, sizeof bits);
    return bits;
  }
};

/// All that comes of a body: the page, or what was wrong with it and where.
inline std::string describe(const firecrawl::detail::PageHandler& read) {
  Description out;
  if (const auto problem = firecrawl::detail::find_problem(read)) {
    out.add(std::string_view(problem->pointer));
    out.add(std::string_view(problem->message));
    out.text += problem->unfinished ? " unfinished" : " broken";
    return out.text;
  }
  out.add(std::uint64_t{read.body.success.value_or(true)});
  out.add(read.body.page);
  return out.text;
}

/// What the scanner (with its judge after it) makes of a body.
inline std::string with_scanner(std::string_view body) {
  return describe(firecrawl::detail::read_status_body(body, firecrawl::detail::JsonPath::scanner_first));
}

/// What nlohmann/json makes of it alone.
inline std::string with_nlohmann(std::string_view body) {
  return describe(firecrawl::detail::read_status_body(body, firecrawl::detail::JsonPath::nlohmann_only));
}

/// Whether the scanner takes a text by itself, without asking its judge.
inline bool scanner_takes(std::string_view body) {
  firecrawl::detail::PageHandler handler(firecrawl::detail::PageHandler::Scope::whole);
  const auto result = firecrawl::detail::Scanner<firecrawl::detail::PageHandler>(handler).read(body);
  return result == firecrawl::detail::ScanResult::complete && !handler.problem;
}

}  // namespace unit
