/// @file
/// The version of the library: the one place where it is written. CMake reads it from here.
#pragma once

#define FIRECRAWL_VERSION_MAJOR 0  ///< the first number of the version
#define FIRECRAWL_VERSION_MINOR 1  ///< the second; CHANGELOG.md says what a new one may change
#define FIRECRAWL_VERSION_PATCH 0  ///< the third
/// The version as text; also what the User-Agent header carries.
#define FIRECRAWL_VERSION "0.1.0"

/// @cond
// An inline namespace that carries the version keeps two builds with different versions of this library
// apart in one program: their symbols differ, the names that users write do not.
#define FIRECRAWL_BEGIN_NAMESPACE \
  namespace firecrawl {           \
  inline namespace v0_1 {
#define FIRECRAWL_END_NAMESPACE \
  }                             \
  }
/// @endcond
