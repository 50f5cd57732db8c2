// SPDX-License-Identifier: MIT
// harvest webhook: an end for the events of batch scrapes and crawls.
#pragma once

#include <chrono>
#include <string>

#include "store.hpp"

namespace harvest {

struct WebhookSettings {
  std::string store;
  std::string address = "127.0.0.1";       // behind a proxy that speaks TLS
  int port = 8080;                         // 0: any
  std::string secret;                      // of the account
  std::chrono::milliseconds every{5'000};  // a job's pages are a reason to read it so often
};

// Answers until SIGTERM or Ctrl-C. Returns the exit status.
int run_webhook(const WebhookSettings& settings);

}  // namespace harvest
