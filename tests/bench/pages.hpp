// SPDX-License-Identifier: MIT
// Pages for the benchmarks, made up but shaped like those of real jobs.
#pragma once

#include <cstddef>
#include <string>

namespace bench {

// What a document is mostly made of.
enum class Flavour {
  text,      // Markdown and HTML: lines, quotes, some letters beyond ASCII
  links,     // some two hundred links to a document
  metadata,  // forty keys of metadata to a document
};

// What is inside "data": [ ]: `count` documents, together about as large as `bytes`. The same arguments
// give the same text.
std::string make_documents(Flavour flavour, std::size_t count, std::size_t bytes, unsigned seed);

// What is before the documents: {"success":true, … "data":[
std::string make_head(std::size_t total, const std::string& next);

// What is after them.
inline const std::string tail = "]}";

}  // namespace bench
