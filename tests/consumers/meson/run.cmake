# SPDX-License-Identifier: MIT
# A project that builds with Meson: with the library as a subproject, both ways, as the README shows it; then with one that
# Meson has installed.
make_repository("${WORK_DIR}/repository")
file(READ "${SOURCE_DIR}/README.md" readme)
string(REGEX MATCH "\\[wrap-git\\]\n[^`]*" wrap "${readme}")
string(REGEX REPLACE "url = [^\n]*" "url = file://${WORK_DIR}/repository" wrap "${wrap}")
string(REGEX REPLACE "revision = main\n" "revision = v${VERSION}\n" wrap "${wrap}")
if(NOT wrap MATCHES "url = file:.*revision = v")
  message(FATAL_ERROR "README.md does not show a wrap file: ${wrap}")
endif()

set(project "${WORK_DIR}/project")
file(COPY "${consumers}/meson/meson.build" "${consumers}/meson/meson_options.txt" "${consumers}/app.cpp"
     DESTINATION "${project}")
file(WRITE "${project}/subprojects/firecrawl.wrap" "${wrap}")

set(ENV{CXX} "${CXX}")
set(ENV{CMAKE_PREFIX_PATH}) # Meson takes what pkg-config finds

# build_with_meson(folder files option...): so many files have a command with FIRECRAWL_COMPILED. The one of the compiled
# library has, even where nothing links it and so nothing builds it.
function(build_with_meson folder files)
  run(meson setup "${WORK_DIR}/${folder}" "${project}" -Dexpected_version=${VERSION} -Dbuildtype=plain ${ARGN})
  run(ninja -C "${WORK_DIR}/${folder}")
  file(RENAME "${WORK_DIR}/${folder}/app" "${WORK_DIR}/app")
  run_app()
  file(READ "${WORK_DIR}/${folder}/compile_commands.json" commands)
  string(REGEX MATCHALL "-DFIRECRAWL_COMPILED " commands "${commands}")
  list(LENGTH commands count)
  if(NOT count EQUAL files)
    message(FATAL_ERROR "${count} files are compiled with FIRECRAWL_COMPILED, expected ${files}")
  endif()
endfunction()

build_with_meson(header_only 1)
file(GLOB_RECURSE built "${WORK_DIR}/header_only/*firecrawl_compiled.a" "${WORK_DIR}/header_only/*firecrawl.cpp.o")
if(built)
  message(FATAL_ERROR "built, and not asked for: ${built}")
endif()
# In a project whose own standard is too old for the library.
build_with_meson(compiled 2 -Dway=firecrawl-compiled -Dcpp_std=c++14)

run(meson setup "${WORK_DIR}/library" "${WORK_DIR}/repository" "--prefix=${WORK_DIR}/prefix")
run(meson install --quiet -C "${WORK_DIR}/library")
file(REMOVE_RECURSE "${project}/subprojects")
set(ENV{PKG_CONFIG_PATH} "${WORK_DIR}/prefix/share/pkgconfig:$ENV{PKG_CONFIG_PATH}")
build_with_meson(installed 0)
