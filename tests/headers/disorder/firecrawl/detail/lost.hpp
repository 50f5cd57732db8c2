// In no room.
#pragma once
