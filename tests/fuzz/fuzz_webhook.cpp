// SPDX-License-Identifier: MIT
/// @file
/// Whatever is posted to a webhook, it is read or it is a DecodeError; and a body that a program writes from
/// what was read is read alike.
#include <firecrawl/document.hpp>
#include <firecrawl/error.hpp>
#include <firecrawl/webhook.hpp>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "input.hpp"

namespace {

namespace fc = firecrawl;

nlohmann::json as_json(const fc::WebhookCall& call) {
  nlohmann::json json = call.extra;
  json["success"] = call.success;
  json["type"] = call.type;
  json["id"] = call.id;
  json["webhookId"] = call.webhook_id;
  json["data"] = call.raw_data;
  if (call.error) json["error"] = *call.error;
  json["metadata"] = call.metadata;
  return json;
}

void check_call(const fc::WebhookCall& call) {
  fuzz::require(call.extra.is_object(), "what has no field is the members of an object");
  const bool typed = call.type.rfind("crawl.", 0) == 0 || call.type.rfind("batch_scrape.", 0) == 0;
  fuzz::require(typed || call.data.empty(), "other types have no documents");
  if (!typed) return;
  const std::size_t entries = call.raw_data.is_array()    ? call.raw_data.size()
                              : call.raw_data.is_object() ? 1
                                                          : 0;
  fuzz::require(call.data.size() == entries, "each entry of data is a document");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view body(reinterpret_cast<const char*>(data), size);
  try {
    const auto call = fc::parse_webhook(body);
    check_call(call);
    const auto written = as_json(call).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    const auto again = fc::parse_webhook(written);
    check_call(again);
    fuzz::require(as_json(again) == as_json(call), "a call that was written is read alike");
    fuzz::require(again.data.size() == call.data.size(), "as many documents");
  } catch (const fc::DecodeError& error) {
    fuzz::require(std::string_view(error.what()).substr(0, 15) == "parse_webhook: ",
                  "the error says which call it is");
    fuzz::require(error.body().size() <= 4096, "of a body little is kept");
  }
  return 0;
}
