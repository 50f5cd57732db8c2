# SPDX-License-Identifier: MIT
# Builds and runs one consumer project in a fresh folder and looks at what it prints. How is written here, or in a
# run.cmake in the consumer's folder. Run by CTest with
# -DWAY=, -DSOURCE_DIR= (the library's), -DWORK_DIR=, -DPREFIX= (of its installation), -DVERSION=, -DCXX=,
# -DGENERATOR=, -DPREFIX_PATH=; for some -DCURL_HEADERS= and -DJSON_HEADERS=.

cmake_minimum_required(VERSION 3.18)

set(consumers "${SOURCE_DIR}/tests/consumers")

function(run)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE result)
  if(NOT result EQUAL 0)
    list(JOIN ARGN " " command)
    message(FATAL_ERROR "failed: ${command}")
  endif()
endfunction()

function(build_with_cmake project)
  get_filename_component(project "${project}" ABSOLUTE BASE_DIR "${consumers}")
  run(${CMAKE_COMMAND} -S "${project}" -B "${WORK_DIR}" -G "${GENERATOR}" "-DCMAKE_CXX_COMPILER=${CXX}"
      ${ARGN})
  run(${CMAKE_COMMAND} --build "${WORK_DIR}")
endfunction()

set(warnings -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wold-style-cast -Werror)
# What careful users add. The first is for clang, which knows only some; some are looked for only while optimizing.
set(more_warnings
    -Wno-unknown-warning-option
    -Wsign-conversion
    -Wdouble-promotion
    -Wcast-qual
    -Wcast-align
    -Wformat=2
    -Wundef
    -Wextra-semi
    -Wredundant-decls
    -Wnon-virtual-dtor
    -Woverloaded-virtual
    -Wsuggest-override
    -Wzero-as-null-pointer-constant
    -Wnull-dereference
    -Wuseless-cast
    -Wlogical-op
    -Wduplicated-cond
    -Wduplicated-branches
    -Wswitch-enum)
if(CXX MATCHES "clang")
  list(APPEND more_warnings -Wcomma)
endif()

function(build_with_compiler)
  run(${CXX} -std=c++17 "-I${SOURCE_DIR}/include" ${ARGN} -o "${WORK_DIR}/app" -lcurl)
endfunction()

# The option that finds memory errors, if the compiler has what it needs; else none.
function(find_sanitizer variable)
  file(WRITE "${WORK_DIR}/empty.cpp" "int main() {}\n")
  set(option -fsanitize=address)
  execute_process(
    COMMAND ${CXX} ${option} "${WORK_DIR}/empty.cpp" -o "${WORK_DIR}/empty"
    RESULT_VARIABLE result
    OUTPUT_QUIET ERROR_QUIET)
  if(NOT result EQUAL 0)
    message("without AddressSanitizer: ${CXX} cannot link with it")
    set(option)
  endif()
  set(${variable} ${option} PARENT_SCOPE)
endfunction()

# A git repository of what is here, committed or not: what a tag of a release has.
function(make_repository folder)
  file(COPY "${SOURCE_DIR}/include" "${SOURCE_DIR}/cmake" "${SOURCE_DIR}/CMakeLists.txt" "${SOURCE_DIR}/meson.build"
       DESTINATION "${folder}")
  set(identity -c user.name=consumer -c user.email=consumer@localhost -c commit.gpgsign=false)
  run(git -C "${folder}" init --quiet)
  run(git -C "${folder}" add .)
  run(git -C "${folder}" ${identity} commit --quiet --message release)
  run(git -C "${folder}" ${identity} tag v${VERSION})
endfunction()

# Runs the consumer and looks at what it prints.
function(run_app)
  execute_process(
    COMMAND "${WORK_DIR}/app"
    RESULT_VARIABLE result
    OUTPUT_VARIABLE output)
  if(NOT result EQUAL 0 OR NOT output STREQUAL "firecrawl ${VERSION} is here\n")
    message(FATAL_ERROR "exit status ${result}, output: ${output}")
  endif()
endfunction()

# The environment, unlike an argument, takes a list through several hands unharmed.
list(JOIN PREFIX_PATH ":" prefix_path)
set(ENV{CMAKE_PREFIX_PATH} "${prefix_path}:$ENV{CMAKE_PREFIX_PATH}")

# Writes a header that includes every standard header that the library includes.
function(write_standard_headers file)
  file(GLOB_RECURSE headers "${SOURCE_DIR}/include/*.hpp" "${SOURCE_DIR}/include/*.ipp")
  set(all)
  foreach(header IN LISTS headers)
    file(STRINGS "${header}" includes REGEX "^#include <[a-z_]+>$")
    list(APPEND all ${includes})
  endforeach()
  list(REMOVE_DUPLICATES all)
  list(JOIN all "\n" text)
  file(WRITE "${file}" "${text}\n")
endfunction()

file(REMOVE_RECURSE "${WORK_DIR}")
file(MAKE_DIRECTORY "${WORK_DIR}")

if(EXISTS "${consumers}/${WAY}/run.cmake")
  include("${consumers}/${WAY}/run.cmake")
elseif(WAY STREQUAL find_package)
  set(ENV{CMAKE_PREFIX_PATH} "${PREFIX}:$ENV{CMAKE_PREFIX_PATH}")
  build_with_cmake(find_package -DEXPECTED_VERSION=${VERSION})
elseif(WAY STREQUAL compiled_found)
  set(ENV{CMAKE_PREFIX_PATH} "${PREFIX}:$ENV{CMAKE_PREFIX_PATH}")
  build_with_cmake(compiled_target)
elseif(WAY STREQUAL compiled_fetched)
  build_with_cmake(compiled_target "-DFIRECRAWL_SOURCE_DIR=${SOURCE_DIR}")
elseif(WAY STREQUAL compiled_single_header)
  file(COPY "${PREFIX}/include/firecrawl_single.hpp" DESTINATION "${WORK_DIR}")
  set(compile ${CXX} -std=c++17 ${warnings} -DSINGLE_HEADER "-I${WORK_DIR}")
  set(sources main reader single_src)
  list(TRANSFORM sources REPLACE "(.+)" "${consumers}/compiled/\\1.cpp")
  run(${compile} -DFIRECRAWL_COMPILED ${sources} -o "${WORK_DIR}/app" -lcurl -pthread)
  execute_process(
    COMMAND ${compile} -c "${consumers}/compiled/single_src.cpp" -o "${WORK_DIR}/not.o"
    RESULT_VARIABLE result
    ERROR_VARIABLE output)
  if(result EQUAL 0 OR NOT output MATCHES "compile every file with -DFIRECRAWL_COMPILED")
    message(FATAL_ERROR "FIRECRAWL_SOURCE without FIRECRAWL_COMPILED: ${output}")
  endif()
elseif(WAY STREQUAL webhook_found)
  set(ENV{CMAKE_PREFIX_PATH} "${PREFIX}:$ENV{CMAKE_PREFIX_PATH}")
  build_with_cmake(webhook)
elseif(WAY STREQUAL webhook_fetched)
  build_with_cmake(webhook "-DFIRECRAWL_SOURCE_DIR=${SOURCE_DIR}")
elseif(WAY STREQUAL webhook_without_openssl)
  build_with_cmake(webhook_without_openssl "-DFIRECRAWL_SOURCE_DIR=${SOURCE_DIR}")
  run_app()
  file(REMOVE_RECURSE "${WORK_DIR}")
  set(ENV{CMAKE_PREFIX_PATH} "${PREFIX}:$ENV{CMAKE_PREFIX_PATH}")
  build_with_cmake(webhook_without_openssl)
elseif(WAY STREQUAL webhook_single_header)
  file(COPY "${PREFIX}/include/firecrawl_single.hpp" DESTINATION "${WORK_DIR}")
  run(${CXX} -std=c++17 ${warnings} -DSINGLE_HEADER "-I${WORK_DIR}" "${consumers}/webhook/main.cpp" -o
      "${WORK_DIR}/app" -lcurl -lcrypto -pthread)
elseif(WAY STREQUAL add_subdirectory)
  build_with_cmake(add_subdirectory "-DFIRECRAWL_SOURCE_DIR=${SOURCE_DIR}")
elseif(WAY STREQUAL fetch_content)
  make_repository("${WORK_DIR}/repository")
  build_with_cmake(fetch_content "-DFIRECRAWL_REPOSITORY=${WORK_DIR}/repository" -DFIRECRAWL_TAG=v${VERSION})
elseif(WAY STREQUAL pkg_config)
  run(make -C "${consumers}/pkg_config" "PREFIX=${PREFIX}" "OUT=${WORK_DIR}" "CXX=${CXX}")
elseif(WAY STREQUAL plain)
  build_with_compiler("${consumers}/app.cpp")
  if(CMAKE_HOST_SYSTEM_NAME STREQUAL Linux)
    # Up to 2.33 glibc's threads are a library apart, and -lcurl is all that is linked: beyond what libstdc++ asks for
    # if it is there, nothing of that may be used.
    execute_process(COMMAND nm -u "${WORK_DIR}/app" OUTPUT_VARIABLE output RESULT_VARIABLE result)
    string(REGEX MATCHALL "pthread_[a-z_]+" used "${output}")
    list(FILTER used EXCLUDE REGEX "^pthread_(once|self|equal|create|join|detach|key|mutex|cond|getspecific|setspecific)")
    if(NOT result EQUAL 0 OR used)
      message(FATAL_ERROR "nm: ${result}; to be linked with -pthread before glibc 2.34: ${used}")
    endif()
  endif()
elseif(WAY STREQUAL two_units)
  set(units "${consumers}/two_units/main.cpp" "${consumers}/two_units/other.cpp")
  build_with_compiler(${units})
  run_app()
  # And as one unit, as unity builds have it.
  list(TRANSFORM units REPLACE "(.+)" "#include \"\\1\"\n")
  list(JOIN units "" text)
  file(WRITE "${WORK_DIR}/unity.cpp" "${text}")
  build_with_compiler("${WORK_DIR}/unity.cpp")
elseif(WAY STREQUAL single_header)
  file(COPY "${PREFIX}/include/firecrawl_single.hpp" DESTINATION "${WORK_DIR}")
  file(GLOB sources "${consumers}/single_header/*.cpp")
  run(${CXX} -std=c++17 ${warnings} "-I${WORK_DIR}" ${sources} -o "${WORK_DIR}/app" -lcurl -pthread)
elseif(WAY STREQUAL debian)
  run(${CMAKE_COMMAND} -S "${SOURCE_DIR}" -B "${WORK_DIR}/package" -G "${GENERATOR}" "-DCMAKE_CXX_COMPILER=${CXX}"
      -DFIRECRAWL_BUILD_TESTS=OFF -DFIRECRAWL_BUILD_EXAMPLES=OFF)
  run(${CMAKE_CPACK_COMMAND} --config "${WORK_DIR}/package/CPackConfig.cmake" -B "${WORK_DIR}")
  file(GLOB package "${WORK_DIR}/libfirecrawl-cpp-dev_${VERSION}*_all.deb")
  # Into a root of its own, since a test has no business in /usr; what the package depends on stays outside.
  set(root "${WORK_DIR}/root")
  file(WRITE "${root}/var/lib/dpkg/status" "")
  set(dpkg dpkg --root=${root} --force-not-root --force-bad-path)
  run(${dpkg} --force-depends --install "${package}")
  set(ENV{CMAKE_PREFIX_PATH} "${root}/usr:$ENV{CMAKE_PREFIX_PATH}")
  build_with_cmake(find_package -DEXPECTED_VERSION=${VERSION})
  run_app()
  run(${dpkg} --purge libfirecrawl-cpp-dev)
  file(GLOB_RECURSE left "${root}/usr/*")
  if(left)
    message(FATAL_ERROR "left behind: ${left}")
  endif()
elseif(WAY STREQUAL recipes)
  set(recipes "${SOURCE_DIR}/cmake/packaging")
  set(ENV{PYTHONPYCACHEPREFIX} "${WORK_DIR}/pycache") # and not next to the recipes
  run(python3 -m py_compile "${recipes}/conan/conanfile.py" "${recipes}/conan/test_package/conanfile.py")
  run(python3 -c "import json, sys; assert json.load(open(sys.argv[1]))['version'] == sys.argv[2]"
      "${recipes}/vcpkg/vcpkg.json" ${VERSION})
  set(ENV{CMAKE_PREFIX_PATH} "${PREFIX}:$ENV{CMAKE_PREFIX_PATH}")
  build_with_cmake("${recipes}/conan/test_package")
elseif(WAY STREQUAL windows)
  # Debian has no curl for Windows, but curl's headers and nlohmann's are the same everywhere.
  file(COPY "${CURL_HEADERS}/curl" "${JSON_HEADERS}/nlohmann" DESTINATION "${WORK_DIR}/include")
  write_standard_headers("${WORK_DIR}/standard_headers.hpp")
  foreach(standard IN ITEMS 17 20)
    run(${CXX} -std=c++${standard} ${warnings} -fsyntax-only "-I${SOURCE_DIR}/include" -isystem "${WORK_DIR}/include"
        -include "${WORK_DIR}/standard_headers.hpp" "${consumers}/windows/main.cpp")
  endforeach()
  build_with_cmake(windows -DCMAKE_SYSTEM_NAME=Windows -DCMAKE_BUILD_TYPE=Debug "-DFIRECRAWL_SOURCE_DIR=${SOURCE_DIR}"
                   "-DHEADERS=${WORK_DIR}/include")
  return() # there is nothing to run
elseif(WAY STREQUAL hostile)
  write_standard_headers("${WORK_DIR}/standard_headers.hpp")
  set(optimize -O2)
  foreach(include IN ITEMS -I -isystem)
    run(${CXX} -std=c++17 ${optimize} ${warnings} ${more_warnings} -fno-rtti -DJSON_USE_IMPLICIT_CONVERSIONS=0 -DJSON_DISABLE_ENUM_SERIALIZATION=1
        -DJSON_DIAGNOSTICS=1 "${include}${SOURCE_DIR}/include" -include "${WORK_DIR}/standard_headers.hpp"
        "${consumers}/hostile/main.cpp" -o "${WORK_DIR}/app" -lcurl -pthread)
    run_app()
    set(optimize)
  endforeach()
else()
  message(FATAL_ERROR "no such way: ${WAY}")
endif()

run_app()
