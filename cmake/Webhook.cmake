# SPDX-License-Identifier: MIT
# The target firecrawl::webhook: what <firecrawl/webhook_signature.hpp> needs in addition, OpenSSL's libcrypto. Included by
# this project, and installed next to its package file. Without OpenSSL there is no such target, and nothing else is
# missing.

if(NOT TARGET OpenSSL::Crypto)
  find_package(OpenSSL 1.1.1 QUIET)
endif()
if(TARGET OpenSSL::Crypto AND NOT TARGET firecrawl_webhook)
  add_library(firecrawl_webhook INTERFACE)
  add_library(firecrawl::webhook ALIAS firecrawl_webhook)
  target_link_libraries(firecrawl_webhook INTERFACE firecrawl::firecrawl OpenSSL::Crypto)
endif()
