// SPDX-License-Identifier: MIT
/// @file
/// The version of the library, which is written here and nowhere else. CMake reads it from here. Every header
/// includes this one, which refuses a compiler that is set to less than the library needs.
#pragma once

// Each of these is one error in place of thousands. After an #error gcc and clang go on; a header that is not
// there ends them.
#if (defined(_MSVC_LANG) && _MSVC_LANG < 201703L) || (!defined(_MSVC_LANG) && __cplusplus < 201703L)
#error "firecrawl needs C++17 or newer: compile with -std=c++17 (MSVC: /std:c++17)"
#include <firecrawl/needs_cxx17>
#endif
#if !defined(__cpp_exceptions) && !defined(__EXCEPTIONS) && !defined(_CPPUNWIND)
#error "firecrawl needs exceptions: compile without -fno-exceptions (MSVC: with /EHsc)"
#include <firecrawl/needs_exceptions>
#endif

#include <nlohmann/json.hpp>

#define FIRECRAWL_VERSION_MAJOR 0  ///< the first number of the version
#define FIRECRAWL_VERSION_MINOR 1  ///< the second; CHANGELOG.md says what a new one may change
#define FIRECRAWL_VERSION_PATCH 0  ///< the third
/// The version as text; also what the User-Agent header carries.
#define FIRECRAWL_VERSION "0.1.0"

/// @cond
// An inline namespace keeps two builds of this library apart in one program if they differ in its version, in
// nlohmann/json's version or in a setting that changes nlohmann's types, which ours contain (JSON_DIAGNOSTICS
// and others): their symbols differ, the names that users write do not. nlohmann/json tags its own namespace
// so since 3.11; before, only JSON_DIAGNOSTICS changed its types. Its header is included for that, whatever a
// program includes first: it sets what is not set.
#if defined(NLOHMANN_JSON_ABI_TAGS)
#define FIRECRAWL_JSON_ABI_TAGS NLOHMANN_JSON_ABI_TAGS
#elif defined(JSON_DIAGNOSTICS) && JSON_DIAGNOSTICS
#define FIRECRAWL_JSON_ABI_TAGS json_abi_diag
#else
#define FIRECRAWL_JSON_ABI_TAGS json_abi
#endif
// The two ways to compile (FIRECRAWL_COMPILED: the headers only declare, and src.hpp has the bodies) differ
// in the namespace, too: files of both in one program have nothing in common, and do not link if one hands
// the other a type of ours.
#if defined(FIRECRAWL_COMPILED)
#define FIRECRAWL_INLINE
#define FIRECRAWL_PASTE_TAGS(tags, major, minor, patch) v0_1_compiled_##tags##_v##major##_##minor##_##patch
#else
#define FIRECRAWL_INLINE inline
#define FIRECRAWL_PASTE_TAGS(tags, major, minor, patch) v0_1_##tags##_v##major##_##minor##_##patch
#endif
#define FIRECRAWL_NAME_NAMESPACE(tags, major, minor, patch) FIRECRAWL_PASTE_TAGS(tags, major, minor, patch)
#define FIRECRAWL_INLINE_NAMESPACE                                               \
  FIRECRAWL_NAME_NAMESPACE(FIRECRAWL_JSON_ABI_TAGS, NLOHMANN_JSON_VERSION_MAJOR, \
                           NLOHMANN_JSON_VERSION_MINOR, NLOHMANN_JSON_VERSION_PATCH)
#define FIRECRAWL_BEGIN_NAMESPACE \
  namespace firecrawl {           \
  inline namespace FIRECRAWL_INLINE_NAMESPACE {
#define FIRECRAWL_END_NAMESPACE \
  }                             \
  }
/// @endcond
