"""A Conan 2 recipe: `conan create cmake/packaging/conan --build=missing`, from a clone.

Not tested with Conan yet: only compiled with `python3 -m py_compile`, and its test_package built against an install.
"""

import os
import re

from conan import ConanFile
from conan.tools.build import check_min_cppstd
from conan.tools.cmake import CMake, CMakeDeps, CMakeToolchain, cmake_layout
from conan.tools.files import copy, load, rmdir

PROJECT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "..")


class FirecrawlConan(ConanFile):
    name = "firecrawl-cpp"
    description = "Header-only C++17 client for the Firecrawl API"
    topics = ("firecrawl", "web-scraping", "header-only")
    license = "MIT"
    package_type = "header-library"
    settings = "os", "arch", "compiler", "build_type"

    def set_version(self):
        header = load(self, os.path.join(PROJECT, "include", "firecrawl", "config.hpp"))
        self.version = re.search(r'#define FIRECRAWL_VERSION "(.*)"', header).group(1)

    def export_sources(self):
        for pattern in ("include/*", "cmake/*", "CMakeLists.txt", "LICENSE"):
            copy(self, pattern, PROJECT, self.export_sources_folder)

    def layout(self):
        cmake_layout(self)

    def requirements(self):
        # Headers include headers of both: those who use the package have to see them.
        self.requires("libcurl/[>=7.74 <9]", transitive_headers=True, transitive_libs=True)
        self.requires("nlohmann_json/[>=3.9.1 <4]", transitive_headers=True)

    def validate(self):
        check_min_cppstd(self, 17)

    def generate(self):
        CMakeDeps(self).generate()
        toolchain = CMakeToolchain(self)
        toolchain.cache_variables["FIRECRAWL_BUILD_TESTS"] = False
        toolchain.cache_variables["FIRECRAWL_BUILD_EXAMPLES"] = False
        toolchain.generate()

    def build(self):
        CMake(self).configure()  # there is nothing to compile

    def package(self):
        CMake(self).install()
        copy(self, "LICENSE", self.source_folder, os.path.join(self.package_folder, "licenses"))
        # Conan writes its own CMake package, with the paths of its own dependencies. It has no firecrawl::compiled:
        # who wants that defines FIRECRAWL_COMPILED, and has one file with #include <firecrawl/src.hpp>.
        rmdir(self, os.path.join(self.package_folder, "share"))

    def package_id(self):
        self.info.clear()  # the same headers for every compiler and system

    def package_info(self):
        self.cpp_info.bindirs = []
        self.cpp_info.libdirs = []
        self.cpp_info.set_property("cmake_file_name", "firecrawl")
        self.cpp_info.set_property("cmake_target_name", "firecrawl::firecrawl")
        self.cpp_info.set_property("pkg_config_name", "firecrawl")
        self.cpp_info.requires = ["libcurl::libcurl", "nlohmann_json::nlohmann_json"]
