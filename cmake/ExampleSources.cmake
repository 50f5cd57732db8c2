# SPDX-License-Identifier: MIT
# Takes out of example_sources what cannot be compiled here.

if(NOT UNIX)
  list(FILTER example_sources EXCLUDE REGEX "/(cancel_with_ctrl_c|crawl_site|watch_job|read_with_poll)\\.cpp$") # they need POSIX
endif()

# Those of event loops need the loop.
include(CheckCXXSourceCompiles)
include(CheckIncludeFileCXX)
check_include_file_cxx(sys/epoll.h FIRECRAWL_HAS_EPOLL)
if(NOT FIRECRAWL_HAS_EPOLL)
  list(FILTER example_sources EXCLUDE REGEX "/read_many_jobs_epoll\\.cpp$")
endif()
find_path(LIBUV_INCLUDE_DIR uv.h)
find_library(LIBUV_LIBRARY uv)
if(NOT (UNIX AND LIBUV_INCLUDE_DIR AND LIBUV_LIBRARY))
  message(STATUS "libuv was not found: read_with_libuv is left out")
  list(FILTER example_sources EXCLUDE REGEX "/read_with_libuv\\.cpp$")
endif()
set(CMAKE_REQUIRED_FLAGS "${CMAKE_CXX20_STANDARD_COMPILE_OPTION}")
set(CMAKE_REQUIRED_LIBRARIES Threads::Threads)
check_cxx_source_compiles(
  "#include <asio.hpp>
   asio::awaitable<void> nothing() { co_return; }
   int main() { return asio::posix::stream_descriptor::wait_read - 1; }"
  FIRECRAWL_HAS_ASIO_COROUTINES)
unset(CMAKE_REQUIRED_FLAGS)
unset(CMAKE_REQUIRED_LIBRARIES)
if(NOT FIRECRAWL_HAS_ASIO_COROUTINES)
  message(STATUS "Asio with coroutines was not found: read_with_asio is left out")
  list(FILTER example_sources EXCLUDE REGEX "/read_with_asio\\.cpp$")
endif()

# views.cpp needs C++20 and a compiler that can read its standard library's <ranges>: clang before 16 cannot
# read libstdc++'s.
set(CMAKE_REQUIRED_FLAGS "${CMAKE_CXX20_STANDARD_COMPILE_OPTION}")
check_cxx_source_compiles(
  "#include <ranges>
   #include <vector>
   int main() {
     std::vector<int> numbers{1, 2};
     auto even = [](int i) { return i % 2 == 0; };
     for (int i : numbers | std::views::filter(even) | std::views::take(1)) return i - 2;
   }"
  FIRECRAWL_HAS_CXX20_VIEWS)
unset(CMAKE_REQUIRED_FLAGS)
if(NOT FIRECRAWL_HAS_CXX20_VIEWS)
  list(FILTER example_sources EXCLUDE REGEX "/views\\.cpp$")
endif()

# receive_webhooks.cpp needs cpp-httplib and OpenSSL.
include("${PROJECT_SOURCE_DIR}/cmake/Httplib.cmake")
if(NOT UNIX OR NOT TARGET firecrawl_httplib OR NOT TARGET firecrawl_webhook)
  list(FILTER example_sources EXCLUDE REGEX "/receive_webhooks\\.cpp$")
endif()
