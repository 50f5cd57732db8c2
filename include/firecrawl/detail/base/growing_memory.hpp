// SPDX-License-Identifier: MIT
/// @file
/// Memory that grows without being copied, if the system can do that.
#pragma once

#include <cstddef>
#include <cstdlib>
#include <memory>
#include <new>

#include "../../config.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// Bytes that are not set to anything. std::realloc() moves large memory by its address alone, while a
/// std::vector would copy all of it, and write over the rest.
class GrowingMemory {
 public:
  [[nodiscard]] char* data() const noexcept { return data_.get(); }
  [[nodiscard]] std::size_t size() const noexcept { return size_; }

  /// What is in it stays.
  void grow(std::size_t size) {
    void* const larger = std::realloc(data_.get(), size);
    if (larger == nullptr) throw std::bad_alloc();
    (void)data_.release();
    data_.reset(static_cast<char*>(larger));
    size_ = size;
  }

 private:
  struct Free {
    void operator()(char* data) const noexcept { std::free(data); }
  };
  std::unique_ptr<char, Free> data_;
  std::size_t size_ = 0;
};

}  // namespace detail
FIRECRAWL_END_NAMESPACE
