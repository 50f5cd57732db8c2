// SPDX-License-Identifier: MIT
/// @file
/// @ingroup jobs
/// DataJob: a run on the server that ends in data: an extract or an agent.
#pragma once

#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "cancellation.hpp"
#include "config.hpp"
#include "impl/models.hpp"
#include "options.hpp"

FIRECRAWL_BEGIN_NAMESPACE

namespace detail {
struct DataJobHandle;
}  // namespace detail

/// A handle of an extract or an agent: an id and the way to its server. Making one sends nothing. Cheap to
/// copy; keeps what it needs of its client alive. Its calls may run on several threads at once, each on a
/// copy.
///
/// Each call that sends a request throws ApiError (and the types under it), TransportError, TimeoutError,
/// DecodeError, ResponseTooLargeError; CancelledError if a token was given and is cancelled. Temporary
/// errors are retried first, as ClientOptions::retry says.
///
/// @code
/// fc::DataJob job = client.extract_job("7e1f…");
/// std::cout << job.wait().data << '\n';
/// @endcode
class DataJob {
 public:
  /// The run's id, as given or as the server named it; good for as long as the handle lives.
  [[nodiscard]] const std::string& id() const noexcept;

  /// URLs that the server left out at the start; good for as long as the handle lives. Empty if this handle
  /// was made from an id.
  ///
  /// @code
  /// fc::ExtractRequest request;
  /// request.urls = {"https://port.example", "port.example:/broken"};
  /// fc::DataJob job = client.start_extract(request);
  /// std::cout << "extract " << job.id() << ", " << job.invalid_urls().size() << " URLs left out\n";
  /// @endcode
  [[nodiscard]] const std::vector<std::string>& invalid_urls() const noexcept;

  /// The other keys of the start's answer as sent, such as `warnings`; good for as long as the handle lives.
  /// An empty object if this handle was made from an id.
  [[nodiscard]] const nlohmann::json& extra() const noexcept;

  /// How the run goes: one GET. A run that has failed is a status, too, and not an exception.
  ///
  /// @code
  /// fc::DataJobStatus status = client.extract_job("7e1f…").status();
  /// std::cout << status.status_text << ": " << status.error.value_or("no error") << '\n';
  /// @endcode
  /// @throws ApiError if the server says no, mostly a type under it: NotFoundError for an unknown run; a
  /// server of your own may answer 500 to an unknown id on v2
  /// @throws TransportError if no whole answer came, after all attempts; TimeoutError, if time ran out
  /// @throws DecodeError if the answer is not a status
  /// @throws ResponseTooLargeError if the answer is larger than ClientOptions::max_response_bytes
  /// @throws CancelledError if the token is cancelled
  /// @see https://docs.firecrawl.dev/api-reference/endpoint/extract-get
  DataJobStatus status(CancellationToken cancel = {}) const;

  /// Waits for the end of the run; each look at it is a status(). Temporary errors are endured as by
  /// Job::wait(). A run that never ends is waited for until WaitOptions::time_limit. Of what on_progress is
  /// given, the status and the error are set, and no count.
  ///
  /// @code
  /// fc::WaitOptions options;
  /// options.time_limit = std::chrono::minutes(10);
  /// fc::DataJobStatus end = client.extract_job("7e1f…").wait(options);
  /// @endcode
  /// @returns the status of the completed run, with its data
  /// @throws JobFailedError if the run has failed; what() has the server's reason. A cancelled agent, too,
  /// is reported as failed by servers.
  /// @throws JobCancelledError if the run was cancelled
  /// @throws TimeLimitError if the time limit has passed; the run goes on, and is billed
  /// @throws UsageError if a duration is negative
  /// @throws Error whatever status() throws
  DataJobStatus wait(const WaitOptions& options = {}) const;

  /// Stops an agent: one DELETE. What it has cost until then is billed.
  ///
  /// @throws UsageError if this is an extract, which cannot be cancelled
  /// @throws ConflictError if the agent has ended
  /// @throws Error whatever status() throws
  /// @see https://docs.firecrawl.dev/api-reference/endpoint/agent-delete
  void cancel(CancellationToken cancel = {}) const;

 private:
  friend class Client;
  explicit DataJob(std::shared_ptr<const detail::DataJobHandle> handle);

  std::shared_ptr<const detail::DataJobHandle> handle_;
};

FIRECRAWL_END_NAMESPACE

#ifndef FIRECRAWL_COMPILED
#include "impl/data_job.ipp"
#endif
