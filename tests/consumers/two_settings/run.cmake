# SPDX-License-Identifier: MIT
# One program of units that set nlohmann/json differently; then the same with one of them in a shared library.
find_sanitizer(sanitizer)
set(compile ${CXX} -std=c++17 -O0 -fPIC ${sanitizer} "-I${SOURCE_DIR}/include" -c)
set(link ${CXX} ${sanitizer} -o "${WORK_DIR}/app")
set(here "${consumers}/two_settings")
run(${compile} "${here}/main.cpp" -o "${WORK_DIR}/main.o")
run(${compile} -DREAD_ALL=read_without_diagnostics "${here}/unit.cpp" -o "${WORK_DIR}/without.o")
run(${compile} -DREAD_ALL=read_with_diagnostics -DJSON_DIAGNOSTICS=1 "${here}/unit.cpp" -o "${WORK_DIR}/with.o")

# Whose inline functions the program gets depends on which unit comes first.
run(${link} "${WORK_DIR}/main.o" "${WORK_DIR}/with.o" "${WORK_DIR}/without.o" -lcurl -pthread)
run_app()
run(${link} "${WORK_DIR}/main.o" "${WORK_DIR}/without.o" "${WORK_DIR}/with.o" -lcurl -pthread)
run_app()

run(${CXX} ${sanitizer} -shared "${WORK_DIR}/with.o" -o "${WORK_DIR}/libwith.so" -lcurl -pthread)
run(${link} "${WORK_DIR}/main.o" "${WORK_DIR}/without.o" "${WORK_DIR}/libwith.so" "-Wl,-rpath,${WORK_DIR}" -lcurl -pthread)
run_app()

# The order of includes is not a setting: nlohmann/json takes back some of its macros at its end.
set(units "${consumers}/two_units")
set(compile ${CXX} -std=c++17 -O0 "-I${SOURCE_DIR}/include" -DJSON_USE_LEGACY_DISCARDED_VALUE_COMPARISON=1 -c)
run(${compile} "${units}/main.cpp" -o "${WORK_DIR}/main.o")
run(${compile} -include nlohmann/json.hpp "${units}/other.cpp" -o "${WORK_DIR}/other.o")
run(${CXX} "${WORK_DIR}/main.o" "${WORK_DIR}/other.o" -o "${WORK_DIR}/app" -lcurl -pthread)

# Two versions of nlohmann/json in one program: no function of the library is taken for one of the other's.
set(other "${WORK_DIR}/other_json")
file(COPY "${JSON_HEADERS}/nlohmann" DESTINATION "${other}")
foreach(header IN ITEMS json.hpp detail/abi_macros.hpp)
  if(EXISTS "${other}/nlohmann/${header}")
    file(READ "${other}/nlohmann/${header}" text)
    string(REGEX REPLACE "(#define NLOHMANN_JSON_VERSION_PATCH) [0-9]+" "\\1 99" text "${text}")
    file(WRITE "${other}/nlohmann/${header}" "${text}")
  endif()
endforeach()
function(symbols_of object variable)
  execute_process(COMMAND nm -g --defined-only "${object}" OUTPUT_VARIABLE output RESULT_VARIABLE result)
  string(REGEX MATCHALL "[^ \n]*9firecrawl[^ \n]*" symbols "${output}")
  if(NOT result EQUAL 0 OR NOT symbols)
    message(FATAL_ERROR "nm: ${result}, ${output}")
  endif()
  set(${variable} ${symbols} PARENT_SCOPE)
endfunction()
run(${CXX} -std=c++17 -O0 "-I${other}" "-I${SOURCE_DIR}/include" -DREAD_ALL=read_with_other -c "${here}/unit.cpp" -o
    "${WORK_DIR}/other_version.o")
symbols_of("${WORK_DIR}/other_version.o" others)
symbols_of("${WORK_DIR}/without.o" ours)
foreach(symbol IN LISTS ours)
  if(symbol IN_LIST others)
    message(FATAL_ERROR "for both versions of nlohmann/json: ${symbol}")
  endif()
endforeach()
