// SPDX-License-Identifier: MIT
/// @file
/// @ingroup webhooks
/// verify_webhook(): whether a webhook call is genuine. Not part of firecrawl.hpp, since it needs OpenSSL's
/// libcrypto (1.1.1 or later), which nothing else here does: with CMake link firecrawl::webhook.
/// @see https://docs.firecrawl.dev/webhooks/security
#pragma once

#include <string_view>

#include "config.hpp"
#include "detail/base/hmac.hpp"
#include "error.hpp"

FIRECRAWL_BEGIN_NAMESPACE

/// Whether a webhook call was signed with this secret. Check it before anything else is done with the body.
/// The digits are compared in constant time.
///
/// What is signed is the body and nothing else, no time and no address: who records a call can send it again.
/// Such a replay has the `webhook_id` of the first one; see WebhookCall.
///
/// @code
/// #include <firecrawl/webhook_signature.hpp>
///
/// std::string body = R"({"success":true,"type":"crawl.started"})";  // the bytes as they came
/// std::string header = "sha256=00";  // X-Firecrawl-Signature; "" if it was not sent
/// std::string secret = "whsec";
/// if (!fc::verify_webhook(body, header, secret)) use("answer 401, and forget the call");
/// @endcode
/// @param body the body of the request, byte for byte as it came: not decoded, and not written again from
/// JSON
/// @param signature_header the value of X-Firecrawl-Signature, as servers write it: "sha256=" and 64 digits
/// in lower case. Anything else is refused: upper case, blanks, a second value.
/// @param secret the account's secret for webhooks, from the service's dashboard;
/// SELF_HOSTED_WEBHOOK_HMAC_SECRET of a server of your own
/// @returns false if the signature is missing, malformed, or another one
/// @throws UsageError if the secret is empty, as of a variable that is not set: then anybody could sign
/// @throws Error if OpenSSL cannot compute it, as when its configuration forbids SHA-256
/// @see https://docs.firecrawl.dev/webhooks/security
[[nodiscard]] inline bool verify_webhook(std::string_view body, std::string_view signature_header,
                                         std::string_view secret) {
  constexpr std::string_view scheme = "sha256=";
  if (secret.empty())
    throw UsageError(
        "verify_webhook: the secret is empty: is the environment variable set that it came from?");
  const auto right = detail::hmac_sha256(body, secret);
  if (right.empty()) throw Error("verify_webhook: OpenSSL could not compute the HMAC");
  if (signature_header.substr(0, scheme.size()) != scheme) return false;
  return detail::same_in_constant_time(signature_header.substr(scheme.size()), right);
}

FIRECRAWL_END_NAMESPACE
