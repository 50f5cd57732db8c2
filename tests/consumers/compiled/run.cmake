# SPDX-License-Identifier: MIT
# FIRECRAWL_COMPILED by hand: the way that works, and each way to get it wrong.
set(here "${consumers}/compiled")
set(compile ${CXX} -std=c++17 ${warnings} "-I${SOURCE_DIR}/include" -c)
set(compiled -DFIRECRAWL_COMPILED)

# compile_to(object source option...)
function(compile_to object source)
  run(${compile} ${ARGN} "${here}/${source}.cpp" -o "${WORK_DIR}/${object}.o")
endfunction()

function(link_app)
  list(TRANSFORM ARGN REPLACE "(.+)" "${WORK_DIR}/\\1.o" OUTPUT_VARIABLE objects)
  run(${CXX} ${objects} -o "${WORK_DIR}/app" -lcurl -pthread)
endfunction()

# expect_failure(what it says command...)
function(expect_failure expected)
  execute_process(
    COMMAND ${ARGN}
    RESULT_VARIABLE result
    OUTPUT_VARIABLE output
    ERROR_VARIABLE output)
  if(result EQUAL 0 OR NOT output MATCHES "${expected}")
    message(FATAL_ERROR "exit status ${result}; expected to fail with ${expected}: ${output}")
  endif()
endfunction()

# expect_no_link(object...)
function(expect_no_link)
  list(TRANSFORM ARGN REPLACE "(.+)" "${WORK_DIR}/\\1.o" OUTPUT_VARIABLE objects)
  expect_failure("undefined (reference|symbol)" ${CXX} ${objects} -o "${WORK_DIR}/app" -lcurl -pthread)
endfunction()

compile_to(main main ${compiled})
compile_to(reader reader ${compiled})
compile_to(src src ${compiled})
link_app(main reader src)
run_app()

# What a file of the program sees: neither curl nor the library's machinery.
execute_process(COMMAND ${CXX} -std=c++17 ${compiled} "-I${SOURCE_DIR}/include" -M "${here}/reader.cpp"
                OUTPUT_VARIABLE seen)
string(REGEX REPLACE "detail/[a-z]+/\\.\\./\\.\\./" "" seen "${seen}") # an include upwards
string(REGEX MATCHALL "[^ \n]*/(curl/[a-z]+\\.h|firecrawl/detail/[^ \n]*)" seen "${seen}")
list(FILTER seen EXCLUDE REGEX "/detail/base/|/detail/job/source\\.hpp$")
if(seen)
  message(FATAL_ERROR "firecrawl.hpp is to declare only, and includes: ${seen}")
endif()

# Without src.hpp there are no bodies; src.hpp without the macro says what to do.
expect_no_link(main reader)
expect_failure("compile every file with -DFIRECRAWL_COMPILED" ${compile} "${here}/src.cpp" -o "${WORK_DIR}/not.o")

# Both ways in one program: it does not link if one part hands the other a type of the library's, and else it works.
compile_to(reader_header_only reader)
expect_no_link(main reader_header_only src)
compile_to(alone alone)
compile_to(mixed mixed ${compiled})
link_app(mixed alone src)
run_app()

# nlohmann/json's options have to be the same for all files: those that change its types are in the names.
compile_to(src_diagnostics src ${compiled} -DJSON_DIAGNOSTICS=1)
expect_no_link(main reader src_diagnostics)
compile_to(main_diagnostics main ${compiled} -DJSON_DIAGNOSTICS=1)
compile_to(reader_diagnostics reader ${compiled} -DJSON_DIAGNOSTICS=1)
link_app(main_diagnostics reader_diagnostics src_diagnostics)
run_app()

# The whole program optimized at once, if the compiler has what it needs for that.
file(WRITE "${WORK_DIR}/empty.cpp" "int main() {}\n")
execute_process(
  COMMAND ${CXX} -flto "${WORK_DIR}/empty.cpp" -o "${WORK_DIR}/empty"
  RESULT_VARIABLE result
  OUTPUT_QUIET ERROR_QUIET)
if(NOT result EQUAL 0)
  message("without -flto: ${CXX} cannot link with it")
  return()
endif()
list(TRANSFORM compile REPLACE "^-c$" "-flto;-O1;-c")
foreach(source IN ITEMS main reader src)
  compile_to(${source}_lto ${source} ${compiled})
endforeach()
run(${CXX} -flto -O1 "${WORK_DIR}/main_lto.o" "${WORK_DIR}/reader_lto.o" "${WORK_DIR}/src_lto.o" -o "${WORK_DIR}/app"
    -lcurl -pthread)
