// SPDX-License-Identifier: MIT
/// @file
/// Fetches pages, and asks for the ones that follow before the reader gets to them.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "../../error.hpp"
#include "../../impl/models.hpp"
#include "../base/spare_strings.hpp"
#include "../call/driver.hpp"
#include "../wire/page_decoder.hpp"
#include "address.hpp"
#include "cursor.hpp"
#include "page_request.hpp"
#include "step_result.hpp"
#include "stride.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// Requests for pages in the order in which they will be read. A request that turns out not to be wanted is
/// given up.
class PageFetcher {
 public:
  PageFetcher(Driver& driver, PageAddress address, std::size_t page_size)
      : driver_(driver), address_(std::move(address)), page_size_(page_size), stride_(page_size) {}

  /// Brings the page at `cursor`, asked for now unless it was before, as far as that goes without waiting.
  /// @throws whatever the call or the decoder throws; the next call asks again.
  StepResult try_fetch(const Cursor& cursor, const AskAhead& ahead, std::optional<JobPage>& page) {
    if (arrived_ && arrived_->cursor.query != cursor.query) arrived_.reset();
    if (!arrived_) {
      const auto result = try_arrive(cursor, ahead);
      if (result != StepResult::ready) return result;
    }
    const auto result = try_decode(arrived_, page);
    if (result == StepResult::ready) advanced_ = driver_.now();
    return result;
  }

  /// The reader has done with a page: its memory serves the next one.
  void recycle(JobPage& page) noexcept {
    for (auto& document : page.data) {
      for (auto* text : {&document.markdown, &document.html, &document.raw_html, &document.screenshot})
        if (*text) spare_.put(**text);
    }
  }

  /// The same of a page out of turn. What was asked for ahead stays under way.
  /// @throws whatever try_fetch() throws
  StepResult try_fetch_aside(const Cursor& cursor, std::optional<JobPage>& page) {
    if (!aside_ || aside_->cursor.query != cursor.query) aside_ = make_slot(cursor);
    aside_->call.step();
    if (!aside_->call.ended()) {
      for (auto& ahead : slots_) ahead->call.step();
      return StepResult::waiting;
    }
    return try_decode(aside_, page);
  }

  /// After a failure nobody asks for the page out of turn any more.
  void drop_aside() noexcept { aside_.reset(); }

  /// What a step that is waiting() waits for.
  [[nodiscard]] bool in_flight() const {
    return (aside_ && aside_->call.in_flight()) ||
           std::any_of(slots_.begin(), slots_.end(), [](const auto& slot) { return slot->call.in_flight(); });
  }
  [[nodiscard]] std::optional<TimePoint> wake_at() const {
    auto earliest = aside_ ? aside_->call.wake_at() : std::nullopt;
    for (const auto& slot : slots_) earliest = earlier(earliest, slot->call.wake_at());
    return earliest;
  }

  /// From now on a step does little: a loop that is not ours has other things to do.
  void take_small_steps() noexcept {
    bytes_per_pump_ = small_intake;
    expected_bytes_ = first_room;
    piece_ = small_piece;
  }

  /// Moves what was asked for forward, without waiting. The page that `next` names, if any, follows the one
  /// being read.
  void advance(const std::optional<Cursor>& next, const AskAhead& ahead) {
    const bool fresh =
        slots_.empty() && next && ahead.prefetch + (ahead.parallel - 1) > 0 && wanted(*next, ahead);
    if (fresh) add_slot(*next);
    if (slots_.empty() || !(fresh || is_due())) return;
    if (step(ahead, Waiting::for_nothing) || in_flight()) driver_.pump_now();
    step(ahead, Waiting::for_nothing);
    advanced_ = driver_.now();
  }

 private:
  /// What the reader does while requests are moved forward.
  enum class Waiting { for_page, for_nothing };

  using Slot = PageRequest;

  [[nodiscard]] std::unique_ptr<Slot> make_slot(const Cursor& cursor) {
    auto plan = address_.plan(cursor);
    plan.bytes_per_pump = bytes_per_pump_;
    plan.expected_bytes = expected_bytes_;
    return std::make_unique<Slot>(driver_, std::move(plan), cursor);
  }
  void add_slot(const Cursor& cursor) { slots_.push_back(make_slot(cursor)); }

  // Goes on with the answer that has the page at `cursor`. If it is ready, that is arrived_.
  StepResult try_arrive(const Cursor& cursor, const AskAhead& ahead) {
    if (!slots_.empty() && slots_.front()->cursor.query != cursor.query) {
      slots_.clear();
      stride_.drop();
    }
    if (slots_.empty()) add_slot(cursor);
    const bool asked = step(ahead, Waiting::for_page);
    if (!slots_.front()->call.ended()) return read_what_came(*slots_.front());
    auto slot = std::move(slots_.front());
    slots_.pop_front();
    slot->call.throw_if_failed();
    arrived_ = std::move(slot);
    // What can be asked for goes out before this page is decoded; what comes can wait.
    if (ask_for_one_more(ahead) || asked) {
      for (auto& later : slots_) later->call.set_priority(TransferPriority::background);
      driver_.pump_now();
    }
    return StepResult::ready;
  }

  // While the connection is idle, what has come of the page that is waited for is decoded.
  StepResult read_what_came(Slot& slot) {
    const auto* response = slot.call.response();
    if (response == nullptr || !slot.call.in_flight() || !slot.head_known) return StepResult::waiting;
    const std::string_view body = response->body;
    if (body.size() == slot.read) return StepResult::waiting;
    if (body.size() == std::exchange(slot.seen, body.size())) read(slot, body.substr(0, slot.read + piece_));
    return body.size() == slot.read ? StepResult::waiting : StepResult::unfinished;
  }

  // What a reader who hurries needs first is what it reads, not the pages after it.
  [[nodiscard]] bool is_due() const { return driver_.now() - advanced_ >= Milliseconds(1); }

  // Asks for one page more in the place of the one that has just come. Returns whether a request went out.
  bool ask_for_one_more(AskAhead ahead) {
    if (slots_.empty() || ahead.pages == 1) return false;
    if (ahead.pages != 0) --ahead.pages;
    return step(ahead, Waiting::for_nothing);
  }

  // Moves all calls forward and asks ahead. Returns whether a request went out.
  bool step(const AskAhead& ahead, Waiting waiting) {
    bool sent = false;
    const auto step_call = [&](Slot& slot) {
      const bool idle = !slot.call.in_flight();
      slot.call.step();
      sent = sent || (idle && slot.call.in_flight());
      look_at_head(slot);
    };
    for (auto& slot : slots_) step_call(*slot);
    while (const auto next = next_to_ask(ahead, waiting)) {
      add_slot(*next);
      step_call(*slots_.back());
    }
    // Until the first page is whole, all others are in the background, so that the first document is not
    // late.
    begun_ = begun_ || slots_.front()->call.ended();
    for (auto& slot : slots_) {
      const bool first = begun_ || slot == slots_.front();
      slot->call.set_priority(first ? TransferPriority::normal : TransferPriority::background);
    }
    return sent;
  }

  [[nodiscard]] std::optional<Cursor> next_to_ask(const AskAhead& ahead, Waiting waiting) const {
    const std::size_t depth =
        ahead.parallel > 1 ? ahead.parallel : ahead.prefetch + (waiting == Waiting::for_page ? 1 : 0);
    if (slots_.empty() || slots_.size() >= depth) return std::nullopt;
    // The range will stop there.
    if (std::any_of(slots_.begin(), slots_.end(), [](const auto& slot) { return slot->call.failed(); }))
      return std::nullopt;
    if (ahead.pages != 0 && slots_.size() >= ahead.pages) return std::nullopt;
    const Slot& last = *slots_.back();
    if (nearly_done(last)) return std::nullopt;
    auto next = last.next;
    if (!last.head_known && ahead.parallel > 1) next = stride_.guess(last.cursor);
    if (!next || !wanted(*next, ahead)) return std::nullopt;
    return next;
  }

  // What is left of the answer will be here before a new connection is made; then its own is free.
  static bool nearly_done(const Slot& slot) {
    const auto* response = slot.call.response();
    if (!slot.call.in_flight() || response == nullptr || response->body.empty()) return false;
    const auto* length = response->header("content-length");
    if (length == nullptr || response->header("content-encoding") != nullptr) return false;
    return parse_number(*length).value_or(0) <= response->body.size() + worth_waiting_for;
  }

  static bool wanted(const Cursor& cursor, const AskAhead& ahead) {
    // Without a number it cannot be told how many documents come before that page.
    return !ahead.end_skip || (cursor.skip && *cursor.skip < *ahead.end_skip);
  }

  void read(Slot& slot, std::string_view body) {
    slot.read = body.size();
    slot.decoder.read(body);
  }

  // Decodes an answer, a piece in each step: so cancelling and time limits are felt while a page is decoded
  // that is far larger than most.
  StepResult try_decode(std::unique_ptr<Slot>& slot, std::optional<JobPage>& page) {
    try {
      slot->call.throw_if_failed();
      look_at_head(*slot);
      const std::string_view body = slot->call.answer().body;
      if (body.size() - slot->read > piece_) {
        read(*slot, body.substr(0, slot->read + piece_));
        return StepResult::unfinished;
      }
      page = decode(*slot);
    } catch (...) {
      slot.reset();
      throw;
    }
    slot.reset();
    return StepResult::ready;
  }

  JobPage decode(Slot& slot) {
    try {
      auto page = decode_page(slot.call.answer(), slot.call.facts(), std::move(slot.decoder));
      spare_.clear();
      return page;
    } catch (const DecodeError& error) {
      throw DecodeError(error.what(), {error.pointer(), error.body(), token_after(slot)});
    }
  }

  // Where to go on after a page that cannot be read.
  [[nodiscard]] std::optional<std::string> token_after(const Slot& slot) const {
    if (slot.next) return slot.next->token;
    if (!slot.cursor.skip) return std::nullopt;
    const JobCursors cursors(address_.path,
                             page_size_ != 0 ? std::optional<std::uint64_t>(page_size_) : std::nullopt);
    if (slot.end) return cursors.at_skip(*slot.end).token;
    if (page_size_ != 0) return cursors.at_skip(*slot.cursor.skip + page_size_).token;
    return std::nullopt;
  }

  void look_at_head(Slot& slot) {
    const auto* response = slot.call.response();
    if (slot.attempt != slot.call.attempts()) {
      slot.attempt = slot.call.attempts();
      slot.decoder = PageDecoder(&spare_);
      slot.read = 0;
      slot.seen = 0;
      slot.head_known = false;
    }
    if (slot.head_known || response == nullptr || response->status != 200) return;
    const auto body = std::string_view(response->body).substr(0, max_head);
    if (body.size() == slot.read) return;
    read(slot, body);
    const auto state = slot.decoder.head_state();
    if (state == PageHead::State::incomplete && slot.read < max_head) return;
    slot.head_known = true;
    slot.next.reset();
    slot.end.reset();
    if (state != PageHead::State::complete) return;
    const auto& head = slot.decoder.page();
    if (head.next) {
      auto link = read_next(*head.next, address_.job);
      if (link.kind == NextLink::Kind::page && advances(slot.cursor, link.cursor))
        slot.next = std::move(link.cursor);
    } else if (head.status == JobStatus::completed && head.completed > 0) {
      slot.end = static_cast<std::uint64_t>(head.completed);
    }
    stride_.learn(slot.cursor, slot.next, head);
  }

  static std::optional<TimePoint> earlier(std::optional<TimePoint> a, std::optional<TimePoint> b) {
    return a && (!b || *a < *b) ? a : b;
  }

  // A head is a few hundred bytes; whatever is not known by then is known when the page is whole.
  static constexpr std::size_t max_head = std::size_t{16} << 10;
  static constexpr std::size_t worth_waiting_for = std::size_t{64} << 10;
  static constexpr std::size_t large_piece = std::size_t{8} << 20;
  static constexpr std::size_t small_piece = std::size_t{256} << 10;
  static constexpr std::size_t small_intake = std::size_t{64} << 10;
  // An answer of unknown size begins with so much room. To copy it into larger memory takes a few ms, up to
  // 16 MB.
  static constexpr std::size_t first_room = std::size_t{2} << 20;

  Driver& driver_;
  PageAddress address_;
  std::size_t page_size_;
  Stride stride_;
  SpareStrings spare_;  // before the slots, whose decoders take from it
  std::deque<std::unique_ptr<Slot>> slots_;
  std::unique_ptr<Slot> arrived_;  // the one that is decoded
  std::unique_ptr<Slot> aside_;    // the page out of turn
  std::size_t bytes_per_pump_ = 0;
  std::size_t expected_bytes_ = 0;
  std::size_t piece_ = large_piece;  // decoded in one step
  bool begun_ = false;               // the first page has come
  TimePoint advanced_{};
};

}  // namespace detail
FIRECRAWL_END_NAMESPACE
