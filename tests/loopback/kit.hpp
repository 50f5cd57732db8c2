#pragma once

#include "../support/kit.hpp"
