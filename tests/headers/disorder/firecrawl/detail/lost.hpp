// SPDX-License-Identifier: MIT
// In no room.
#pragma once
