#pragma once

#include "kit/clock.hpp"
