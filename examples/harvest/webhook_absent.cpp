// SPDX-License-Identifier: MIT
// In place of webhook.cpp if there was no OpenSSL or cpp-httplib to build it with.
#include <stdexcept>

#include "webhook.hpp"

namespace harvest {

int run_webhook(const WebhookSettings& /*settings*/) {
  throw std::runtime_error("this harvest was built without webhooks: they need OpenSSL and cpp-httplib");
}

}  // namespace harvest
