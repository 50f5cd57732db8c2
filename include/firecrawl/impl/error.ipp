// SPDX-License-Identifier: MIT
/// @file
/// How the errors that carry something are made.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "../error.hpp"
#include "models.hpp"

FIRECRAWL_BEGIN_NAMESPACE

FIRECRAWL_INLINE TransportError::TransportError(const std::string& what, TransportFailure failure)
    : Error(what), failure_(std::make_shared<const TransportFailure>(std::move(failure))) {}

FIRECRAWL_INLINE DecodeError::DecodeError(const std::string& what, DecodeFailure failure)
    : Error(what), failure_(std::make_shared<const DecodeFailure>(std::move(failure))) {}

FIRECRAWL_INLINE ApiError::ApiError(const std::string& what, ApiFailure failure)
    : Error(what), failure_(std::make_shared<const ApiFailure>(std::move(failure))) {}

FIRECRAWL_INLINE JobEndedError::JobEndedError(const std::string& what, JobProgress progress)
    : Error(what), progress_(std::make_shared<const JobProgress>(std::move(progress))) {}

FIRECRAWL_END_NAMESPACE
