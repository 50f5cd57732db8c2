// SPDX-License-Identifier: MIT
#include "failing.hpp"

#include <curl/curl.h>
#include <malloc.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdarg>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <new>

namespace failing {
namespace {

thread_local Source armed_source = Source::operator_new;
thread_local long uses_left = 0;  // 0: nothing is armed
thread_local bool has_happened = false;
thread_local Usage used;
thread_local long long held_at_begin = 0;
std::atomic<bool> global_init_fails{false};
std::atomic<int> global_init_calls{0};

constexpr int most_options = 500;
std::array<std::atomic<bool>, most_options> seen_options{};
std::array<std::atomic<long>, most_options> last_values{};  // of those that take a long

bool fails(Source source) noexcept {
  if (uses_left == 0 || source != armed_source || --uses_left > 0) return false;
  has_happened = true;
  return true;
}

}  // namespace

Nth::Nth(Source source, long n) {
  armed_source = source;
  has_happened = false;
  uses_left = n;
}
Nth::~Nth() { uses_left = 0; }
bool Nth::happened() { return has_happened; }

Usage usage() {
  auto since = used;
  since.held -= held_at_begin;
  since.peak -= held_at_begin;
  return since;
}
void begin_peak() { held_at_begin = used.peak = used.held; }

void* take(std::size_t size) noexcept {
  void* const memory = std::malloc(size == 0 ? 1 : size);
  if (memory == nullptr) return nullptr;
  used.asked_for += size;
  used.held += static_cast<long long>(malloc_usable_size(memory));
  used.peak = (std::max)(used.peak, used.held);
  return memory;
}
void give_back(void* memory) noexcept {
  used.held -= static_cast<long long>(malloc_usable_size(memory));
  std::free(memory);
}

void fail_global_init() { global_init_fails = true; }
int global_inits() { return global_init_calls; }

std::vector<int> options_set() {
  std::vector<int> all;
  for (int i = 0; i < most_options; ++i) {
    if (seen_options[static_cast<std::size_t>(i)]) all.push_back(i);
  }
  return all;
}

long last_value(int option) { return last_values.at(static_cast<std::size_t>(option)); }

void take_over_curl_memory() {
  const auto get = [](std::size_t size) { return fails(Source::curl_memory) ? nullptr : std::malloc(size); };
  const auto resize = [](void* memory, std::size_t size) {
    return fails(Source::curl_memory) ? nullptr : std::realloc(memory, size);
  };
  const auto copy = [](const char* text) { return fails(Source::curl_memory) ? nullptr : ::strdup(text); };
  const auto get_zeros = [](std::size_t count, std::size_t size) {
    return fails(Source::curl_memory) ? nullptr : std::calloc(count, size);
  };
  curl_global_init_mem(CURL_GLOBAL_DEFAULT, get, std::free, resize, copy, get_zeros);
}

}  // namespace failing

void* operator new(std::size_t size) {
  if (failing::fails(failing::Source::operator_new)) throw std::bad_alloc();
  if (void* memory = failing::take(size)) return memory;
  throw std::bad_alloc();
}
void* operator new[](std::size_t size) { return operator new(size); }
void operator delete(void* memory) noexcept { failing::give_back(memory); }
void operator delete(void* memory, std::size_t) noexcept { failing::give_back(memory); }
void operator delete[](void* memory) noexcept { failing::give_back(memory); }
void operator delete[](void* memory, std::size_t) noexcept { failing::give_back(memory); }

// The linker sends the program's calls of curl here (--wrap), and gives curl's own functions these names.
// NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming)
extern "C" {
CURL* __real_curl_easy_init();
CURLM* __real_curl_multi_init();
CURLMcode __real_curl_multi_add_handle(CURLM*, CURL*);
curl_slist* __real_curl_slist_append(curl_slist*, const char*);
CURLcode __real_curl_easy_setopt(CURL*, CURLoption, ...);
CURLMcode __real_curl_multi_perform(CURLM*, int*);
CURLMcode __real_curl_multi_poll(CURLM*, curl_waitfd*, unsigned, int, int*);
CURLcode __real_curl_global_init(long);

CURL* __wrap_curl_easy_init() {
  return failing::fails(failing::Source::easy_init) ? nullptr : __real_curl_easy_init();
}
CURLM* __wrap_curl_multi_init() {
  return failing::fails(failing::Source::multi_init) ? nullptr : __real_curl_multi_init();
}
CURLMcode __wrap_curl_multi_add_handle(CURLM* multi, CURL* easy) {
  if (failing::fails(failing::Source::add_handle)) return CURLM_OUT_OF_MEMORY;
  return __real_curl_multi_add_handle(multi, easy);
}
curl_slist* __wrap_curl_slist_append(curl_slist* list, const char* line) {
  return failing::fails(failing::Source::slist_append) ? nullptr : __real_curl_slist_append(list, line);
}
// An int in place of a CURLoption: va_start takes no parameter that is promoted.
CURLcode __wrap_curl_easy_setopt(CURL* easy, int option, ...) {
  const int number = option % 10000;
  if (failing::fails(failing::Source::setopt)) return CURLE_UNKNOWN_OPTION;
  if (failing::fails(failing::Source::setopt_memory)) return CURLE_OUT_OF_MEMORY;
  // A long, a curl_off_t and a pointer are passed alike where this runs.
  va_list arguments;
  va_start(arguments, option);
  void* value = va_arg(arguments, void*);
  va_end(arguments);
  if (number < failing::most_options) failing::seen_options[static_cast<std::size_t>(number)] = true;
  if (option < failing::most_options)
    failing::last_values[static_cast<std::size_t>(option)] =
        static_cast<long>(reinterpret_cast<std::intptr_t>(value));
  return __real_curl_easy_setopt(easy, static_cast<CURLoption>(option), value);
}
CURLMcode __wrap_curl_multi_perform(CURLM* multi, int* running) {
  if (failing::fails(failing::Source::perform)) return CURLM_OUT_OF_MEMORY;
  return __real_curl_multi_perform(multi, running);
}
CURLMcode __wrap_curl_multi_poll(CURLM* multi, curl_waitfd* extra, unsigned count, int timeout, int* ready) {
  if (failing::fails(failing::Source::poll)) return CURLM_INTERNAL_ERROR;
  return __real_curl_multi_poll(multi, extra, count, timeout, ready);
}
CURLcode __wrap_curl_global_init(long flags) {
  ++failing::global_init_calls;
  return failing::global_init_fails ? CURLE_FAILED_INIT : __real_curl_global_init(flags);
}
}

// AddressSanitizer reads this. What new took from malloc() above is freed: that is not a mismatch.
extern "C" const char* __asan_default_options() { return "alloc_dealloc_mismatch=0"; }
// NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming)
