# SPDX-License-Identifier: MIT
# The install that the README shows: nothing is built for it.
file(READ "${SOURCE_DIR}/README.md" readme)
string(REGEX MATCH "cmake -S firecrawl-cpp ([^\n]*)\ncmake --install ([^ ]*) --prefix ([^\n]*)\n" lines "${readme}")
if(NOT lines)
  message(FATAL_ERROR "README.md does not show how to install")
endif()
string(REPLACE "\n" ";" lines "${lines}")
set(ENV{CXX} "${CXX}")
set(ENV{CMAKE_GENERATOR} "${GENERATOR}")
foreach(line IN LISTS lines)
  separate_arguments(command UNIX_COMMAND "${line}")
  if(command)
    list(TRANSFORM command REPLACE "^cmake$" "${CMAKE_COMMAND}")
    list(TRANSFORM command REPLACE "^firecrawl-cpp$" "${SOURCE_DIR}")
    list(TRANSFORM command REPLACE "^build$" "${WORK_DIR}/build")
    list(TRANSFORM command REPLACE "^/opt/firecrawl$" "${WORK_DIR}/prefix")
    run(${command})
  endif()
endforeach()

# CMake before 3.23 takes the headers' folder from here, and from nowhere else.
file(READ "${WORK_DIR}/prefix/share/cmake/firecrawl/firecrawl-targets.cmake" targets)
if(NOT targets MATCHES [[INTERFACE_INCLUDE_DIRECTORIES "\${_IMPORT_PREFIX}/include"]])
  message(FATAL_ERROR "no folder of headers in the package:\n${targets}")
endif()

# Moved as a whole, it is found all the same.
file(RENAME "${WORK_DIR}/prefix" "${WORK_DIR}/moved")
set(ENV{CMAKE_PREFIX_PATH} "${WORK_DIR}/moved:$ENV{CMAKE_PREFIX_PATH}")
build_with_cmake(find_package -DEXPECTED_VERSION=${VERSION})
