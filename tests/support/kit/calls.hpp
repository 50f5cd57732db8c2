// SPDX-License-Identifier: MIT
/// @file
/// The small calls of a job, for tests that make all of them.
#pragma once

#include <array>
#include <firecrawl/job.hpp>

namespace kit {

/// The calls that read with one request each, and change nothing.
inline constexpr std::array<void (*)(const firecrawl::Job&), 3> reading_calls = {
    [](const firecrawl::Job& job) { (void)job.status(); },
    [](const firecrawl::Job& job) { (void)job.progress(); },
    [](const firecrawl::Job& job) { (void)job.errors(); },
};

}  // namespace kit
