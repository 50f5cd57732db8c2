// SPDX-License-Identifier: MIT
// Asks for data instead of pages: an agent looks for the answer to a question, and prints it as JSON.
//
//   extract_data QUESTION [URL...]
#include <cerrno>
#include <chrono>
#include <exception>
#include <firecrawl/firecrawl.hpp>
#include <iostream>
#include <string>
#include <system_error>

namespace fc = firecrawl;

namespace {

int ask(const fc::AgentRequest& request) {
  fc::ClientOptions options;
  options.api_version = fc::ApiVersion::v2;
  const fc::DataJob job = fc::Client::from_env(options).start_agent(request);
  std::cerr << "agent " << job.id() << '\n';

  fc::WaitOptions waiting;
  waiting.time_limit = std::chrono::minutes(10);
  waiting.on_progress = [](const fc::JobProgress& progress) { std::cerr << progress.status_text << '\n'; };
  try {
    const fc::DataJobStatus end = job.wait(waiting);
    std::cerr << end.credits_used.value_or(0) << " credits used\n";
    std::cout << end.data.dump(2) << std::endl;
    if (!std::cout)
      throw std::system_error(errno, std::generic_category(), "cannot write to the standard output");
    return 0;
  } catch (const fc::TimeLimitError&) {
    job.cancel();  // it would go on, and be billed
    throw;
  } catch (const fc::JobEndedError& error) {
    std::cerr << "extract_data: " << error.what() << '\n';
    return 3;
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::cerr << "usage: extract_data QUESTION [URL...]\n";
    return 2;
  }
  fc::AgentRequest request;
  request.prompt = argv[1];
  request.urls.assign(argv + 2, argv + argc);
  request.max_credits = 500;  // runs are billed by what they do
  try {
    return ask(request);
  } catch (const std::exception& error) {
    std::cerr << "extract_data: " << error.what() << '\n';
    return 1;
  }
}
