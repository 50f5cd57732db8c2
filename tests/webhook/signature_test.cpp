// SPDX-License-Identifier: MIT
// Whether a webhook call is genuine: the signatures of RFC 4231, and all that is near to one.

#include <algorithm>
#include <cstddef>
#include <firecrawl/webhook_signature.hpp>
#include <string>
#include <string_view>

#include "../catch.hpp"
#include "../support/kit/basics.hpp"

namespace fc = firecrawl;

namespace {

const std::string signed_body = "what do ya want for nothing?";
const std::string signing_secret = "Jefe";
const std::string right_digits = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
const std::string right_header = "sha256=" + right_digits;

bool passes(const std::string& header) { return fc::verify_webhook(signed_body, header, signing_secret); }

}  // namespace

TEST_CASE("A signature is HMAC-SHA256 of the body, in digits of lower case") {
  CHECK(passes(right_header));
  // RFC 4231, cases 1, 3, 6 and 7: binary keys and texts, and a key that is longer than a block.
  CHECK(fc::verify_webhook("Hi There",
                           "sha256=b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
                           std::string(20, '\x0b')));
  CHECK(fc::verify_webhook(std::string(50, '\xdd'),
                           "sha256=773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe",
                           std::string(20, '\xaa')));
  CHECK(fc::verify_webhook("Test Using Larger Than Block-Size Key - Hash Key First",
                           "sha256=60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
                           std::string(131, '\xaa')));
}

TEST_CASE("A body that is empty or contains a zero can be signed") {
  const std::string of_nothing = "sha256=923598ca6d64af2a5dba79dcd021a8a0fe5c5f557519adaaf0ad532d4506dd30";
  CHECK(fc::verify_webhook("", of_nothing, signing_secret));
  CHECK(fc::verify_webhook(std::string_view(), of_nothing, signing_secret));
  const std::string with_zero("a\0b", 3);
  const std::string of_zero = "sha256=abe96d286949754c65051de08d3f8b1b5d35c314af100829f50c13954d98b7ea";
  CHECK_FALSE(fc::verify_webhook("a", of_zero, signing_secret));
  CHECK(fc::verify_webhook(with_zero, of_zero, signing_secret));
}

TEST_CASE("Another body or another secret is not what was signed") {
  for (std::size_t i = 0; i < signed_body.size(); ++i) {
    auto other = signed_body;
    other[i] = static_cast<char>(other[i] ^ 1);
    CHECK_FALSE(fc::verify_webhook(other, right_header, signing_secret));
  }
  CHECK_FALSE(fc::verify_webhook(signed_body + " ", right_header, signing_secret));
  CHECK_FALSE(fc::verify_webhook(signed_body + "\n", right_header, signing_secret));
  CHECK_FALSE(fc::verify_webhook("", right_header, signing_secret));
  CHECK_FALSE(fc::verify_webhook(signed_body, right_header, "jefe"));
  CHECK_FALSE(fc::verify_webhook(signed_body, right_header, signing_secret + "\n"));
}

TEST_CASE("A signature with one bit that is wrong is refused, wherever the bit is") {
  for (std::size_t i = 0; i < right_header.size(); ++i) {
    for (unsigned bit = 0; bit < 8; ++bit) {
      auto wrong = right_header;
      wrong[i] = static_cast<char>(static_cast<unsigned char>(wrong[i]) ^ (1U << bit));
      CAPTURE(i, bit);
      CHECK_FALSE(passes(wrong));
    }
  }
}

TEST_CASE("A signature of any other length is refused") {
  for (std::size_t length = 0; length < right_header.size(); ++length) {
    CAPTURE(length);
    CHECK_FALSE(passes(right_header.substr(0, length)));
    CHECK_FALSE(passes("sha256=" + std::string(length, '0')));
  }
  for (std::size_t more = 1; more < 70; ++more) {
    CAPTURE(more);
    CHECK_FALSE(passes(right_header + std::string(more, '0')));
    CHECK_FALSE(passes(right_header + right_digits.substr(0, more)));
  }
}

TEST_CASE("A header that is missing, twice, with blanks or of another scheme is refused") {
  for (const std::string& header :
       {std::string(), std::string("sha256="), right_digits, "sha1=" + right_digits, "SHA256=" + right_digits,
        "sha256:" + right_digits, " " + right_header, right_header + " ", "\t" + right_header,
        right_header + "\r", "sha256= " + right_digits, "sha256 =" + right_digits,
        right_header + "," + right_header, right_header + ", " + right_header, "sha256=" + right_header,
        "\"" + right_header + "\"", right_header + std::string(1, '\0')}) {
    CAPTURE(header);
    CHECK_FALSE(passes(header));
  }
  CHECK_FALSE(fc::verify_webhook(signed_body, std::string_view(), signing_secret));
}

TEST_CASE("Digits of upper case are refused, since no server writes them") {
  std::string upper = right_digits;
  std::transform(upper.begin(), upper.end(), upper.begin(),
                 [](char c) { return c >= 'a' && c <= 'f' ? static_cast<char>(c - 'a' + 'A') : c; });
  REQUIRE(upper != right_digits);
  CHECK_FALSE(passes("sha256=" + upper));
}

TEST_CASE("Without a secret nothing can be verified") {
  const auto error =
      kit::thrown<fc::UsageError>([] { (void)fc::verify_webhook(signed_body, right_header, ""); });
  CHECK(kit::contains(error.what(), "the secret is empty"));
  // Also not what was signed with an empty key, as anybody can.
  CHECK_THROWS_AS(fc::verify_webhook(signed_body, "", ""), fc::UsageError);
}
