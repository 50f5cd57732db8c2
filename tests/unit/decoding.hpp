// SPDX-License-Identifier: MIT
// What the tests of the decoder share: from a text to the models, or to the exception.
#pragma once

#include <firecrawl/detail/wire/page_decoder.hpp>
#include <firecrawl/document.hpp>
#include <firecrawl/error.hpp>
#include <firecrawl/job_models.hpp>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <utility>

#include "../support/kit/basics.hpp"

namespace unit {

inline const std::string test_key = "fc-0123456789abcdef";

inline nlohmann::json json_of(const std::string& text) { return nlohmann::json::parse(text); }

inline firecrawl::HttpResponse answer(int status, std::string body) {
  firecrawl::HttpResponse response;
  response.status = status;
  response.body = std::move(body);
  return response;
}

inline firecrawl::detail::CallFacts call_facts(int attempts = 1) {
  firecrawl::detail::CallFacts facts;
  facts.method = "GET";
  facts.url = "https://firecrawl.example/team/v1/batch/scrape/7e1f";
  facts.attempts = attempts;
  facts.secret = test_key;
  facts.names_job = true;
  return facts;
}

/// The page that a body comes to.
inline firecrawl::JobPage decode(std::string body) {
  return firecrawl::detail::decode_page(answer(200, std::move(body)), call_facts());
}

inline firecrawl::DecodeError decode_error(const std::string& body) {
  return kit::thrown<firecrawl::DecodeError>([&] { decode(body); });
}

/// A page with these members in addition to status and data.
inline std::string page_with(const std::string& members) {
  return R"({"status":"completed",)" + members + R"(,"data":[]})";
}

/// A page with this text as its data.
inline std::string page_of(const std::string& data) {
  return R"({"status":"completed","data":)" + data + "}";
}

/// A page of one document with that markdown, which is put in as it is.
inline std::string document_with(const std::string& markdown) {
  return page_of(R"([{"markdown":")" + markdown + R"("}])");
}

/// The document that the text of one comes to.
inline firecrawl::Document decode_document(const std::string& document) {
  auto page = decode(page_of("[" + document + "]"));
  if (page.data.size() != 1) throw std::logic_error("the page does not hold one document");
  return std::move(page.data.front());
}

/// The metadata that the text of one comes to.
inline firecrawl::Metadata decode_metadata(const std::string& metadata) {
  return decode_document(R"({"metadata":)" + metadata + "}").metadata;
}

}  // namespace unit
