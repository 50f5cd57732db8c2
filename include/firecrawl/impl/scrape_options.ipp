// SPDX-License-Identifier: MIT
/// @file
/// Formats and actions.
#pragma once

#include <chrono>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "../scrape_options.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

inline Action action_with(const char* type, const char* member, nlohmann::json value) {
  Action action{type, nlohmann::json::object()};
  action.members[member] = std::move(value);
  return action;
}

}  // namespace detail

FIRECRAWL_INLINE Format::Format(const char* name) : type(name) {}
FIRECRAWL_INLINE Format::Format(std::string name) : type(std::move(name)) {}
FIRECRAWL_INLINE Format::Format(std::string name, nlohmann::json with)
    : type(std::move(name)), options(std::move(with)) {}

FIRECRAWL_INLINE Action Action::wait(std::chrono::milliseconds duration) {
  return detail::action_with("wait", "milliseconds", duration.count());
}
FIRECRAWL_INLINE Action Action::wait_for(const std::string& selector) {
  return detail::action_with("wait", "selector", selector);
}
FIRECRAWL_INLINE Action Action::click(const std::string& selector) {
  return detail::action_with("click", "selector", selector);
}
FIRECRAWL_INLINE Action Action::write(const std::string& text) {
  return detail::action_with("write", "text", text);
}
FIRECRAWL_INLINE Action Action::press(const std::string& key) {
  return detail::action_with("press", "key", key);
}
FIRECRAWL_INLINE Action Action::scroll(const std::string& direction) {
  return detail::action_with("scroll", "direction", direction);
}
FIRECRAWL_INLINE Action Action::screenshot(bool full_page) {
  return detail::action_with("screenshot", "fullPage", full_page);
}
FIRECRAWL_INLINE Action Action::scrape() { return {"scrape", nlohmann::json::object()}; }
FIRECRAWL_INLINE Action Action::execute_javascript(const std::string& script) {
  return detail::action_with("executeJavascript", "script", script);
}

FIRECRAWL_END_NAMESPACE
