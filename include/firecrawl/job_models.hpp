// SPDX-License-Identifier: MIT
/// @file
/// @ingroup jobs
/// What the API sends about jobs, as plain structs. Needs nlohmann/json, but not curl.
///
/// All are values: copy, move, compare their members, hand them to other threads as you like.
/// @see https://docs.firecrawl.dev/api-reference/endpoint/batch-scrape-get
#pragma once

#include "impl/models.hpp"

#ifndef FIRECRAWL_COMPILED
#include "impl/models.ipp"
#endif
