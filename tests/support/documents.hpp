// SPDX-License-Identifier: MIT
/// @file
/// Documents for the test servers: JSON texts, each one entry of a status answer's `data`.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace support {

/// The scrapeId of document `index`: shaped like a UUID, the same in every run, another one for each index.
std::string scrape_id(std::size_t index);

/// The sourceURL of document `index` if none is given: "https://site.example/page/<index>".
std::string document_url(std::size_t index);

/// About 1 kB of JSON: markdown, html, links, and metadata with values of many types. The text has escapes,
/// control characters, emoji and U+2028. The same in every run. `url`: metadata.sourceURL; empty:
/// document_url(index).
std::string make_document(std::size_t index, const std::string& url = {});

/// A document whose JSON text has exactly `bytes` bytes, or as many as the smallest one needs (about 250).
/// Most of it is plain markdown, with an escaped newline and a quote now and then as on real pages.
std::string make_large_document(std::size_t index, std::size_t bytes);

/// The texts of all *.json files in a folder, sorted by file name; each file is one document. Throws
/// std::runtime_error if the folder cannot be read or has no such file, or if one of them is not JSON.
std::vector<std::string> documents_from_folder(const std::string& folder);

}  // namespace support
