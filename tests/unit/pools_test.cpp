// SPDX-License-Identifier: MIT
// What rests between uses: memory for the next page, but never much of it.
#include <cstddef>
#include <firecrawl/detail/base/pools.hpp>
#include <memory>
#include <string>
#include <utility>

#include "../catch.hpp"

using firecrawl::detail::BufferPool;
using firecrawl::detail::ObjectPool;

namespace {

constexpr std::size_t megabyte = std::size_t{1} << 20;

std::string buffer_of(std::size_t bytes) {
  std::string buffer;
  buffer.reserve(bytes);
  return buffer;
}

}  // namespace

TEST_CASE("A buffer is used again") {
  BufferPool pool;
  auto buffer = buffer_of(megabyte);
  const void* const memory = buffer.data();
  pool.put(std::move(buffer));
  const auto again = pool.take();
  CHECK(static_cast<const void*>(again.data()) == memory);
  CHECK(pool.take().capacity() < megabyte);
}

TEST_CASE("A buffer of more than 32 MiB is given back to the system") {
  BufferPool pool;
  pool.put(buffer_of(33 * megabyte));
  CHECK(pool.take().capacity() < megabyte);
}

TEST_CASE("Two buffers rest at most") {
  BufferPool pool;
  for (int i = 0; i < 3; ++i) pool.put(buffer_of(megabyte));
  CHECK(pool.take().capacity() >= megabyte);
  CHECK(pool.take().capacity() >= megabyte);
  CHECK(pool.take().capacity() < megabyte);
}

TEST_CASE("Of the objects at rest 64 are kept, and the latest is used first") {
  ObjectPool<int> pool;
  for (int i = 0; i < 100; ++i) pool.put(std::make_unique<int>(i + 1));
  CHECK(*pool.take() == 64);
  for (int i = 0; i < 63; ++i) CHECK(*pool.take() == 63 - i);
  CHECK(*pool.take() == 0);  // a new one
}
