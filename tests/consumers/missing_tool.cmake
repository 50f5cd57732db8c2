# SPDX-License-Identifier: MIT
# cmake -DMISSING=<programs> -P missing_tool.cmake
# In place of a test that needs a program which was not found when the build was configured. CTest counts it as skipped;
# with FIRECRAWL_REQUIRE_TOOLS in the environment, as .ci/run has it, it fails.
if(DEFINED ENV{FIRECRAWL_REQUIRE_TOOLS})
  message(FATAL_ERROR "${MISSING} is missing")
endif()
message("not tried: ${MISSING} is missing")
