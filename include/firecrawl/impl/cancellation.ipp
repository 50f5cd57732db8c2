// SPDX-License-Identifier: MIT
/// @file
/// Sources, tokens and callbacks of a cancellation.
#pragma once

#include <functional>
#include <memory>
#include <utility>

#include "../cancellation.hpp"
#include "../detail/base/cancellation_state.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

FIRECRAWL_INLINE std::shared_ptr<CancellationState> make_cancellation_state() {
  return std::make_shared<CancellationState>();
}
FIRECRAWL_INLINE void cancel(CancellationState& state) { state.cancel(); }

}  // namespace detail

FIRECRAWL_INLINE CancellationToken::CancellationToken(std::shared_ptr<detail::CancellationState> state)
    : state_(std::move(state)) {}
FIRECRAWL_INLINE bool CancellationToken::cancelled() const noexcept {
  return state_ != nullptr && state_->cancelled();
}

FIRECRAWL_INLINE CancellationSource::CancellationSource() : state_(detail::make_cancellation_state()) {}
FIRECRAWL_INLINE CancellationToken CancellationSource::token() const { return CancellationToken(state_); }
FIRECRAWL_INLINE void CancellationSource::cancel() { state_->cancel(); }
FIRECRAWL_INLINE bool CancellationSource::cancelled() const noexcept { return state_->cancelled(); }

// The place of a callback among those of its source.
struct CancellationCallback::Registered {
  std::shared_ptr<detail::CancellationState> state;
  detail::CancellationState::Callbacks::iterator where;
};

FIRECRAWL_INLINE CancellationCallback::CancellationCallback(const CancellationToken& token,
                                                            const std::function<void()>& function) {
  const auto& state = token.state_;
  if (!state) return;
  registered_ = std::make_unique<Registered>(Registered{state, {}});
  registered_->where = state->add(function);
  if (state->cancelled()) function();
}
FIRECRAWL_INLINE CancellationCallback::~CancellationCallback() {
  if (registered_) registered_->state->remove(registered_->where);
}

FIRECRAWL_END_NAMESPACE
