// SPDX-License-Identifier: MIT
// libcurl as it is here, but that it says it was 7.73.
#include_next <curl/curl.h>
#undef LIBCURL_VERSION_NUM
#define LIBCURL_VERSION_NUM 0x074900
