// SPDX-License-Identifier: MIT
/// @file
/// The header of whichever Catch2 the build has found: 3.x, or 2.13.
#pragma once

#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
// What 3.x has moved into a namespace, under the name that it has in 2.x too.
using Catch::Approx;
#else
#include <catch2/catch.hpp>
namespace Catch::Matchers {
// What 2.x calls Contains, under its name in 3.x.
inline auto ContainsSubstring(const std::string& text) { return Contains(text); }
}  // namespace Catch::Matchers
#endif
