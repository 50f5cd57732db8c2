// SPDX-License-Identifier: MIT
// Whether a call is genuine, in a program that needs nothing else.
#ifdef SINGLE_HEADER
#define FIRECRAWL_WEBHOOK_SIGNATURE
#include <firecrawl_single.hpp>
#else
#include <firecrawl/firecrawl.hpp>
#include <firecrawl/webhook_signature.hpp>
#endif
#include <iostream>

int main() {
  const char* const body = "what do ya want for nothing?";
  const char* const header = "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
  if (!firecrawl::verify_webhook(body, header, "Jefe") || firecrawl::verify_webhook(body, header, "jefe"))
    return 1;
  std::cout << "firecrawl " << FIRECRAWL_VERSION << " is here\n";
}
