# SPDX-License-Identifier: MIT
build_with_compiler(-DJSON_NOEXCEPTION "${consumers}/no_json_exceptions/main.cpp" -pthread)
