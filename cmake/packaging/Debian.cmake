# SPDX-License-Identifier: MIT
# `cpack` in a build folder makes libfirecrawl-cpp-dev_<version>_all.deb.

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME libfirecrawl-cpp-dev)
set(CPACK_PACKAGE_VERSION "${PROJECT_VERSION}")
set(CPACK_PACKAGE_CONTACT "firecrawl-cpp contributors <firecrawl-cpp@example.org>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
set(CPACK_PACKAGE_DESCRIPTION "Reads everything that a Firecrawl batch scrape job has produced, page by page.")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_RESOURCE_FILE_LICENSE "${PROJECT_SOURCE_DIR}/LICENSE")

set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_ARCHITECTURE all)
set(CPACK_DEBIAN_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_PACKAGE_DEPENDS
    "libcurl4-openssl-dev (>= 7.74) | libcurl-dev, nlohmann-json3-dev (>= 3.9.1)")

include(CPack)
