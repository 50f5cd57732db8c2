// SPDX-License-Identifier: MIT
// The main function of the test programs if Catch2 is 2.x; 3.x brings its own.
#define CATCH_CONFIG_MAIN
#include <catch2/catch.hpp>
