// SPDX-License-Identifier: MIT
/// @file
/// Which documents of a page a range has seen before.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "../../impl/models.hpp"
#include "document_keys.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// Places of a listing from `begin` up to, but not including, `end`.
struct Span {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
};

/// Where a page was asked for.
struct PagePlace {
  std::uint64_t place = 0;           ///< documents of the listing before it
  std::uint64_t delivered = 0;       ///< the first documents of it that an earlier range has delivered
  std::optional<std::uint64_t> end;  ///< the place after it, if its `next` names one

  /// True if `next` counts more entries than the page lists.
  [[nodiscard]] bool has_gap(std::size_t documents) const noexcept { return end && *end > place + documents; }
};

/// The documents of a page, sorted by whether the range has seen them before.
struct PageNews {
  std::vector<std::size_t> fresh;       ///< the indices of those to deliver
  std::vector<std::uint64_t> keys;      ///< those that were remembered, in their order
  std::vector<std::uint64_t> contents;  ///< of those without a scrapeId that its gap did not know
  std::size_t added = 0;                ///< new to this range, whether to be delivered or not
  std::size_t kept = 0;                 ///< of these the ones that the user has from before
  std::size_t repeated = 0;             ///< seen before, and here at a place that is new
  std::size_t first_repeat = 0;         ///< the index of the first of these
  std::uint64_t keyless = 0;            ///< the place after it, if documents of it go by their places alone
  bool has_ids = false;
};

/// Places of entries that had no value, and the documents that were listed there.
struct KnownGap {
  std::uint64_t first_end = 0;          ///< the place after it when it was listed first
  std::uint64_t end = 0;                ///< the place after it now, at most
  std::vector<std::uint64_t> contents;  ///< the keys of those that have no scrapeId
};

/// Whether the places of a listing may be relied on.
enum class Doubt {
  none,
  moved,  ///< documents were listed in front of others
  owes    ///< all was read, and the server counts more than it has listed
};

/// A document is known by its scrapeId; without one by its place, or by its content where places do not tell:
/// on a page that is read again, and where others have ids and the listing moves. Which one is meant may be
/// open. Then it counts as seen: it is missed, and missing() says so, where a mistake the other way would
/// deliver one twice and pass over another in silence.
class SeenDocuments {
 public:
  using Kept = std::function<bool(const Document&)>;

  /// @param kept true for documents that the user has from before; may be empty
  explicit SeenDocuments(Kept kept) : kept_(std::move(kept)) {}

  /// Sorts the documents of a page that is read for the first time, and remembers them until forget().
  /// @param listed the place after all that was listed before
  /// @param doubt whether documents may be elsewhere than their places say
  /// @throws whatever the user's function throws; then nothing is remembered
  PageNews look(const std::vector<Document>& data, const PagePlace& page, std::uint64_t listed, Doubt doubt) {
    auto news = prepare(data, page.place, page.has_gap(data.size()));
    const bool has_moved = doubt == Doubt::moved || repeats(data);
    return sort(std::move(news), data, page, listed, [&](PageNews& into, std::size_t i) {
      const auto seen = remember(into, i);
      if (has_id(data[i])) return seen;
      // What the page lists is known when it is read again, whether it was new or not.
      if (into.contents.capacity() > 0) into.contents.push_back(page_keys_[i]);
      if (page.place + i < listed) return Seen::before;
      if (seen != Seen::before) return Seen::never;
      // Several that have no URL may be alike. A listing that has moved repeats where a page begins.
      const bool may_repeat = doubt == Doubt::owes || (has_moved && into.added == 0);
      return has_url(data[i]) || may_repeat ? Seen::before : Seen::never;
    });
  }

  /// The same for a page that is read again.
  /// @param listed the places that were read before
  /// @param gap what is known of the gap that the page is in; null if it had none
  PageNews look_again(const std::vector<Document>& data, const PagePlace& page, Span listed,
                      const KnownGap* gap) {
    auto news = prepare(data, page.place, gap != nullptr);
    auto listed_before = gap ? gap->contents : std::vector<std::uint64_t>();
    return sort(std::move(news), data, page, listed.end, [&](PageNews& into, std::size_t i) {
      if (has_id(data[i])) return remember(into, i);
      const auto place = page.place + i;
      const bool has_key = page_keys_[i] != 0 && place >= keyless_;
      const bool by_place =
          !has_key ? !gap || place >= gap->first_end : gap && !has_ids_ && place >= gap->end;
      if (by_place) return listed.begin <= place && place < listed.end ? Seen::before : Seen::never;
      if (gap && take_from(listed_before, page_keys_[i])) return Seen::before;
      // It may be one of another page, which this one reaches into. Two with the same content are two.
      if (!(gap && !has_ids_) && remember(into, i) == Seen::before) return Seen::before;
      if (gap) into.contents.push_back(page_keys_[i]);
      return Seen::never;
    });
  }

  /// The page was not taken.
  void forget(const PageNews& news) noexcept {
    for (auto key = news.keys.rbegin(); key != news.keys.rend(); ++key) keys_.take_back(*key);
  }
  /// The page was taken.
  void keep(const PageNews& news) noexcept {
    has_ids_ = has_ids_ || news.has_ids;
    keyless_ = (std::max)(keyless_, news.keyless);
  }
  /// The documents from the beginning on have moved by so many places.
  void move_by(std::size_t places) noexcept {
    if (keyless_ > 0) keyless_ += places;
  }

  [[nodiscard]] bool has_ids() const noexcept { return has_ids_; }
  /// True if some documents can be told apart by their place alone.
  [[nodiscard]] bool has_keyless() const noexcept { return keyless_ > 0; }
  [[nodiscard]] bool asks_user() const noexcept { return kept_ != nullptr; }

 private:
  enum class Seen { never, on_this_page, before };

  // Whether a document with a scrapeId was seen before.
  [[nodiscard]] bool repeats(const std::vector<Document>& data) const {
    for (std::size_t i = 0; i < data.size(); ++i) {
      if (has_id(data[i]) && keys_.contains(page_keys_[i])) return true;
    }
    return false;
  }

  // Content is hashed only if it may be needed: a healthy listing without ids goes by place alone.
  PageNews prepare(const std::vector<Document>& data, std::uint64_t place, bool has_gap) {
    PageNews news;
    news.has_ids = std::any_of(data.begin(), data.end(), has_id);
    const bool by_content = has_ids_ || news.has_ids || has_gap;
    if (!by_content && !data.empty()) news.keyless = place + data.size();
    page_keys_.assign(data.size(), 0);
    for (std::size_t i = 0; i < data.size(); ++i) {
      if (has_id(data[i]) || by_content) page_keys_[i] = document_key(data[i]);
    }
    keys_.reserve_for(page_keys_);
    news.keys.reserve(data.size());
    news.fresh.reserve(data.size());
    if (has_gap) news.contents.reserve(data.size());
    return news;
  }

  template <class Look>
  PageNews sort(PageNews news, const std::vector<Document>& data, const PagePlace& page, std::uint64_t listed,
                Look look_at) {
    try {
      for (std::size_t i = 0; i < data.size(); ++i) {
        const auto seen = look_at(news, i);
        if (seen == Seen::before) {
          if (page.place + i >= listed && news.repeated++ == 0) news.first_repeat = i;
          continue;
        }
        ++news.added;
        if (seen == Seen::never && is_wanted(data[i], i < page.delivered, news)) news.fresh.push_back(i);
      }
    } catch (...) {
      forget(news);
      throw;
    }
    return news;
  }

  [[nodiscard]] bool is_wanted(const Document& document, bool delivered, PageNews& news) const {
    if (!kept_) return !delivered;
    // A user who goes by ids cannot tell a document without one, but the token does.
    const bool told_by_token = delivered && !document.metadata.scrape_id;
    if (!told_by_token && !kept_(document)) return true;
    ++news.kept;
    return false;
  }

  Seen remember(PageNews& news, std::size_t i) noexcept {
    const auto key = page_keys_[i];
    if (key == 0) return Seen::never;
    if (keys_.insert(key)) {
      news.keys.push_back(key);  // there is room
      return Seen::never;
    }
    return std::find(news.keys.begin(), news.keys.end(), key) == news.keys.end() ? Seen::before
                                                                                 : Seen::on_this_page;
  }

  static bool take_from(std::vector<std::uint64_t>& keys, std::uint64_t key) noexcept {
    const auto found = std::find(keys.begin(), keys.end(), key);
    if (found == keys.end()) return false;
    keys.erase(found);
    return true;
  }

  Kept kept_;
  KeySet keys_;
  bool has_ids_ = false;
  std::uint64_t keyless_ = 0;             // the contents of documents before that place were not remembered
  std::vector<std::uint64_t> page_keys_;  // of the page at hand; 0: none
};

}  // namespace detail
FIRECRAWL_END_NAMESPACE
