# SPDX-License-Identifier: MIT
# Each firecrawl_require_* makes sure that a target exists: the parent project's own, the system's, or, if
# FIRECRAWL_FETCH_DEPENDENCIES allows it, one built from a pinned download. They are macros, because what
# find_package and FetchContent set has to reach the caller's scope.

include(FetchContent)

if(POLICY CMP0135)
  cmake_policy(SET CMP0135 NEW) # timestamps of downloads: those of the extraction
endif()

function(firecrawl_missing_dependency name)
  list(JOIN ARGN "" how)
  message(
    FATAL_ERROR
      "firecrawl needs ${name}, which was not found.\n"
      "Install it:\n${how}\n"
      "or point CMAKE_PREFIX_PATH to it, or let CMake download it: -DFIRECRAWL_FETCH_DEPENDENCIES=ON")
endfunction()

macro(firecrawl_require_nlohmann_json)
  if(NOT TARGET nlohmann_json::nlohmann_json)
    find_package(nlohmann_json 3.9.1 QUIET)
  endif()
  if(NOT TARGET nlohmann_json::nlohmann_json)
    if(NOT FIRECRAWL_FETCH_DEPENDENCIES)
      firecrawl_missing_dependency(
        "nlohmann/json (3.9.1 or later)"
        "  Debian, Ubuntu: apt install nlohmann-json3-dev\n"
        "  macOS: brew install nlohmann-json\n"
        "  vcpkg: vcpkg install nlohmann-json\n"
        "or, for a copy in your own tree, make a target of it first:\n"
        "  add_library(nlohmann_json::nlohmann_json INTERFACE IMPORTED)\n"
        "  target_include_directories(nlohmann_json::nlohmann_json INTERFACE the_folder_above_nlohmann)")
    endif()
    set(JSON_Install ${FIRECRAWL_INSTALL}) # an installed firecrawl needs an installed nlohmann_json
    FetchContent_Declare(
      nlohmann_json
      URL https://github.com/nlohmann/json/releases/download/v3.11.3/json.tar.xz
      URL_HASH SHA256=d6c65aca6b1ed68e7a182f4757257b107ae403032760ed6ef121c9d55e81757d)
    FetchContent_MakeAvailable(nlohmann_json)
    set(FIRECRAWL_FETCHED_DEPENDENCIES ON)
  endif()
endmacro()

macro(firecrawl_require_curl)
  if(NOT TARGET CURL::libcurl)
    # No version and no components: the package files of several curl releases answer both wrongly. The
    # headers check the version.
    find_package(CURL QUIET)
  endif()
  if(NOT TARGET CURL::libcurl)
    if(NOT FIRECRAWL_FETCH_DEPENDENCIES)
      firecrawl_missing_dependency(
        "libcurl (7.74 or later)"
        "  Debian, Ubuntu: apt install libcurl4-openssl-dev\n"
        "  macOS: brew install curl\n"
        "  vcpkg: vcpkg install curl\n"
        "or, for one in your own tree, or found by a FindCURL.cmake that makes no target, make a target of it first:\n"
        "  add_library(CURL::libcurl UNKNOWN IMPORTED)\n"
        "  set_target_properties(CURL::libcurl PROPERTIES IMPORTED_LOCATION the_library\n"
        "                        INTERFACE_INCLUDE_DIRECTORIES the_folder_above_curl)")
    endif()
    if(NOT DEFINED BUILD_SHARED_LIBS)
      set(BUILD_SHARED_LIBS OFF) # left alone, curl turns it on for every project of this build
    endif()
    set(BUILD_CURL_EXE OFF)
    set(BUILD_LIBCURL_DOCS OFF)
    set(BUILD_MISC_DOCS OFF)
    set(ENABLE_CURL_MANUAL OFF)
    set(HTTP_ONLY ON)
    set(CURL_USE_LIBPSL OFF)
    set(CURL_USE_LIBSSH2 OFF)
    set(USE_LIBIDN2 OFF)
    set(USE_NGHTTP2 OFF)
    if(WIN32)
      set(CURL_USE_SCHANNEL ON)
    endif()
    FetchContent_Declare(
      CURL
      URL https://curl.se/download/curl-8.14.1.tar.gz
      URL_HASH SHA256=6766ada7101d292b42b8b15681120acd68effa4a9660935853cf6d61f0d984d4)
    FetchContent_MakeAvailable(CURL)
    set(FIRECRAWL_FETCHED_DEPENDENCIES ON)
  endif()
endmacro()

# Before glibc 2.34, condition variables are in a library of their own.
macro(firecrawl_require_threads)
  if(NOT TARGET Threads::Threads)
    find_package(Threads REQUIRED)
  endif()
endmacro()

# Catch2 2.13 or 3.x, and its Catch.cmake, which comes with both and defines catch_discover_tests().
macro(firecrawl_require_catch2)
  if(NOT TARGET Catch2::Catch2)
    find_package(Catch2 QUIET)
  endif()
  if(NOT TARGET Catch2::Catch2)
    if(NOT FIRECRAWL_FETCH_DEPENDENCIES)
      firecrawl_missing_dependency(
        "Catch2 (2.13 or later) for its tests"
        "  Debian, Ubuntu: apt install catch2\n"
        "  macOS: brew install catch2\n"
        "  vcpkg: vcpkg install catch2\n"
        "or leave the tests out: -DFIRECRAWL_BUILD_TESTS=OFF")
    endif()
    FetchContent_Declare(
      Catch2
      URL https://github.com/catchorg/Catch2/archive/refs/tags/v3.7.1.tar.gz
      URL_HASH SHA256=c991b247a1a0d7bb9c39aa35faf0fe9e19764213f28ffba3109388e62ee0269c)
    FetchContent_MakeAvailable(Catch2)
  endif()
  # If a parent project has found Catch2, its module path leads there.
  find_file(FIRECRAWL_CATCH_MODULE Catch.cmake PATHS "${Catch2_SOURCE_DIR}/extras" "${Catch2_DIR}" ${CMAKE_MODULE_PATH}
            NO_DEFAULT_PATH)
  mark_as_advanced(FIRECRAWL_CATCH_MODULE)
  include("${FIRECRAWL_CATCH_MODULE}")
endmacro()
