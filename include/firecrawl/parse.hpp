// SPDX-License-Identifier: MIT
/// @file
/// @ingroup requests
/// File: what Client::parse() sends.
/// @see https://docs.firecrawl.dev/api-reference/endpoint/parse
#pragma once

#include <string>

#include "config.hpp"

FIRECRAWL_BEGIN_NAMESPACE

/// A file of yours, to be made a Document of: HTML, PDF, Word, OpenDocument, RTF, a spreadsheet, slides,
/// EPUB, CSV. At most 50 MB.
///
/// @code
/// fc::File file;
/// file.name = "report.html";
/// file.content = "<h1>Report</h1>";
/// @endcode
/// @see https://docs.firecrawl.dev/api-reference/endpoint/parse
struct File {
  /// The name, UTF-8, whose extension tells the kind: "report.pdf". It is sent as given; of a path, give the
  /// last part.
  std::string name;
  std::string content;  ///< the bytes; parse() sends them from here, without a copy
  /// The content type, such as "application/pdf"; empty: told by the name. Servers go by either.
  std::string content_type;
};

FIRECRAWL_END_NAMESPACE
