// SPDX-License-Identifier: MIT
/// @file
/// What the copies of a Job share.
#pragma once

#include <string>
#include <utility>

#include "../call/call.hpp"
#include "../call/checks.hpp"
#include "../call/client_core.hpp"
#include "address.hpp"
#include "link.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// A job and the way to its server. Immutable once a Job has it.
struct JobHandle {
  /// @throws UsageError if the id cannot be used
  JobHandle(SharedCore its_core, JobName job) : core(std::move(its_core)) {
    check_job_id(job.id);
    address.path = core->endpoint.job_path(job.kind, job.id);
    address.job = std::move(job);
  }

  [[nodiscard]] std::string url() const { return core->endpoint.url(address.path); }

  [[nodiscard]] CallPlan plan(const std::string& method, const std::string& below) const {
    CallPlan plan;
    plan.method = method;
    plan.path = address.path + below;
    plan.not_found_until = address.not_found_until;
    return plan;
  }

  SharedCore core;
  PageAddress address;
};

}  // namespace detail
FIRECRAWL_END_NAMESPACE
