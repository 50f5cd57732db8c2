// SPDX-License-Identifier: MIT
/// @file
/// @ingroup documents
/// Document: a scraped page. Needs nlohmann/json, but not curl.
///
/// All are values: copy, move, compare their members, hand them to other threads as you like.
#pragma once

#include "impl/models.hpp"

#ifndef FIRECRAWL_COMPILED
#include "impl/models.ipp"
#endif
