// SPDX-License-Identifier: MIT
/// @file
/// A failure of a transfer that does not go away by waiting.
#pragma once

#include "../../error.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// A TransportError that comes again however often the request is repeated, though its CURLcode alone does
/// not say so. Users catch it by its base.
class LastingError : public TransportError {
 public:
  using TransportError::TransportError;
};

}  // namespace detail
FIRECRAWL_END_NAMESPACE
