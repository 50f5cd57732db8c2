// SPDX-License-Identifier: MIT
/// @file
/// One request under way with libcurl.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdio>
#include <exception>
#include <memory>
#include <new>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../../options.hpp"
#include "../../transport.hpp"
#include "../base/text.hpp"
#include "curl_failure.hpp"
#include "curl_handles.hpp"
#include "request_body.hpp"
#include "response_builder.hpp"
#include "sigpipe_guard.hpp"
#include "transfer_timer.hpp"

FIRECRAWL_BEGIN_NAMESPACE

namespace detail {

// Sets everything that a transfer needs, and takes note of what comes. Belongs to the session that pumps it.
class CurlExchange : public Exchange {
 public:
  CurlExchange(CurlHandles& handles, HttpRequest request, const CurlTransportOptions& options)
      : handles_(handles),
        request_(std::move(request)),
        body_(request_.body_parts.empty() ? std::vector<std::string_view>{request_.body}
                                          : request_.body_parts),
        options_(options),
        timer_(request_),
        builder_(request_.max_response_bytes, handles.buffers().take(), request_.hints.expected_bytes),
        easy_(handles.take_easy()) {
    configure();
    handles_.active().push_back(this);
    active_ = true;
  }
  CurlExchange(const CurlExchange&) = delete;
  CurlExchange& operator=(const CurlExchange&) = delete;
  ~CurlExchange() override {
    end_transfer();
    // To keep them is an optimisation: if there is no memory for it, the handle and the buffer are freed.
    try {
      if (reusable_) handles_.put_easy(std::move(easy_));
      handles_.buffers().put(std::move(builder_.response().body));
    } catch (const std::bad_alloc&) {
      easy_.reset();
    }
  }

  [[nodiscard]] bool done() const noexcept override { return !active_; }
  [[nodiscard]] const HttpResponse& response() const noexcept override { return builder_.response(); }
  [[nodiscard]] std::exception_ptr error() const noexcept override { return error_; }

  [[nodiscard]] std::size_t bytes_seen() const noexcept { return builder_.bytes_seen(); }
  [[nodiscard]] TransferTimer::Duration time_left() const {
    return paused_ ? (TransferTimer::Duration::max)() : timer_.left();
  }

  void set_priority(TransferPriority priority) override { priority_ = priority; }

  // Goes on in the next pump(), whatever comes.
  [[nodiscard]] bool is_due() const noexcept { return !added_ || (paused_ && !is_background()); }

  // There is a connection, and the request is on its way.
  [[nodiscard]] bool sent() const noexcept { return connected(); }

  // Hands the transfer to curl, once. Not done when it is made, since each call of curl has to be guarded
  // from SIGPIPE: so one guard in pump() is enough, and costs a small request half as much.
  void add_to_multi() {
    if (added_) return;
    if (curl_multi_add_handle(handles_.multi(), easy_.get()) != CURLM_OK) throw std::bad_alloc();
    added_ = true;
  }

  // How much of what has arrived a transfer takes in one pump().
  enum class Intake { all, one_piece };

  // A new pump() begins. A transfer that begins takes one piece at most, since whoever reads its head may ask
  // for more. Without a limit, one perform() reads from the socket a hundred times over.
  void resume(Intake intake) {
    if (request_.hints.bytes_per_pump != 0 || builder_.response().body.empty()) intake = Intake::one_piece;
    intake_ = intake;
    taken_ = 0;
    if (is_background() || !std::exchange(paused_, false)) return;
    paused_at_last_count_ = false;
    curl_easy_pause(easy_.get(), CURLPAUSE_CONT);
  }

  // The transfer has ended, well or not.
  void finish(CURLcode code) {
    detach();
    reusable_ = code == CURLE_OK;
    if (code == CURLE_OUT_OF_MEMORY) handles_.mark_unusable();
    if (builder_.error()) {
      error_ = builder_.error();
    } else if (builder_.in_head() && (code == CURLE_OUT_OF_MEMORY || code == curle_too_large)) {
      // So curl says that a line was longer than the 100 KB that it takes.
      error_ = std::make_exception_ptr(ResponseTooLargeError("a line in the head of the answer is too long"));
    } else if (code == CURLE_OK && builder_.in_head()) {
      fail(CURLE_RECV_ERROR, "the connection was closed within the head of the answer");
    } else if (code != CURLE_OK) {
      fail(code, error_text_.front() != '\0' ? error_text_.data() : curl_easy_strerror(code));
    }
  }

  // Takes note of time spent in pump(), and ends the transfer if a limit ran out.
  void add_time(TransferTimer::Duration spent) {
    // If it was paused all the time, it waited for us and not for the server.
    if (std::exchange(paused_at_last_count_, paused_)) return;
    timer_.add(spent, phase(), builder_.bytes_seen() + bytes_uploaded());
    const auto expired = timer_.expired();
    if (!expired) return;
    detach();
    fail(CURLE_OPERATION_TIMEDOUT, *expired);
  }

 private:
  void configure() {
    const auto set = [this](CURLoption option, auto value) { set_option(easy_.get(), option, value); };
    set(CURLOPT_PRIVATE, static_cast<void*>(this));
    set(CURLOPT_ERRORBUFFER, error_text_.data());
    set(CURLOPT_URL, request_.url.c_str());
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_FOLLOWLOCATION, 0L);
    set(CURLOPT_PATH_AS_IS, 1L);
#if LIBCURL_VERSION_NUM >= 0x075500
    set(CURLOPT_PROTOCOLS_STR, "http,https");
#else
    set(CURLOPT_PROTOCOLS, long{CURLPROTO_HTTP | CURLPROTO_HTTPS});
#endif
#if LIBCURL_VERSION_NUM >= 0x075700
    // Giving up a transfer must not wait for a name lookup. A library older than its header may not know the
    // option.
    curl_easy_setopt(easy_.get(), CURLOPT_QUICK_EXIT, 1L);
#endif
    set(CURLOPT_SSL_VERIFYPEER, 1L);
    set(CURLOPT_SSL_VERIFYHOST, 2L);
    set(CURLOPT_SSLVERSION, long{CURL_SSLVERSION_TLSv1_2});
    if (!options_.ca_file.empty()) set(CURLOPT_CAINFO, options_.ca_file.c_str());
    // An empty text keeps curl from reading the environment.
    set(CURLOPT_PROXY, options_.proxy.c_str());
    set(CURLOPT_NOPROXY, "");
    set(CURLOPT_HEADEROPT, long{CURLHEADER_SEPARATE});
    set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);  // a proxy's answer is not the server's
    set(CURLOPT_ACCEPT_ENCODING, "");
    set(CURLOPT_TCP_KEEPALIVE, 1L);
    // One HTTP/2 connection for requests that run side by side, which there is with TLS only. Without,
    // libcurl 7.74 would wait for ever on a connection that was closed before its first answer.
    if (is_tls()) set(CURLOPT_PIPEWAIT, 1L);
    set(CURLOPT_BUFFERSIZE, static_cast<long>(bytes_per_read()));
    set(CURLOPT_CONNECTTIMEOUT_MS, no_limit);  // TransferTimer counts
    set(CURLOPT_HEADERFUNCTION, &CurlExchange::on_header);
    set(CURLOPT_HEADERDATA, static_cast<void*>(this));
    set(CURLOPT_WRITEFUNCTION, &CurlExchange::on_body);
    set(CURLOPT_WRITEDATA, static_cast<void*>(this));
    // With a length of 0, if there is no body, as RFC 9110 wants it of methods that usually have one.
    const auto& method = request_.method;
    if (method == "POST" || method == "PUT" || method == "PATCH" || !request_.body.empty()) {
      set(CURLOPT_POST, 1L);
      set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body_.size()));
      if (request_.body_parts.empty()) {
        set(CURLOPT_POSTFIELDS, request_.body.data());
      } else {
        set(CURLOPT_READFUNCTION, &CurlExchange::on_read);
        set(CURLOPT_READDATA, static_cast<void*>(this));
        set(CURLOPT_SEEKFUNCTION, &CurlExchange::on_seek);
        set(CURLOPT_SEEKDATA, static_cast<void*>(this));
      }
      append_line(headers_, "Expect:");  // curl would wait a second for permission to send a large body
      // It would say that a body without a type comes from a form.
      if (request_.body.empty()) append_line(headers_, "Content-Type:");
    }
    if (method != "GET" && method != "POST") set(CURLOPT_CUSTOMREQUEST, method.c_str());
    // If a kept connection turns out to be closed, curl sends a request again by itself. A new connection
    // rules that out.
    if (!request_.idempotent) set(CURLOPT_FRESH_CONNECT, 1L);
    for (const auto& field : request_.headers) append_line(headers_, field.name + ": " + field.value);
    set(CURLOPT_HTTPHEADER, headers_.get());
  }

  static bool is_https(std::string_view url) noexcept {
    return same_ignoring_case(url.substr(0, 6), "https:");
  }
  [[nodiscard]] bool is_background() const noexcept { return priority_ == TransferPriority::background; }
  [[nodiscard]] bool is_tls() const noexcept { return is_https(request_.url); }

  [[nodiscard]] bool connected() const noexcept {
    curl_off_t microseconds = 0;
    return curl_easy_getinfo(easy_.get(), CURLINFO_PRETRANSFER_TIME_T, &microseconds) == CURLE_OK &&
           microseconds > 0;
  }

  [[nodiscard]] TransferPhase phase() const noexcept {
    if (!connected()) return TransferPhase::connecting;
    if (builder_.begun()) return TransferPhase::receiving;
    return bytes_uploaded() < body_.size() ? TransferPhase::sending : TransferPhase::waiting;
  }

  [[nodiscard]] std::size_t bytes_uploaded() const noexcept {
    curl_off_t bytes = 0;
    if (body_.size() > 0) curl_easy_getinfo(easy_.get(), CURLINFO_SIZE_UPLOAD_T, &bytes);
    return static_cast<std::size_t>(bytes);
  }

  // Ends the transfer outside of pump().
  void end_transfer() noexcept {
    if (!active_) return;
    const SigpipeGuard guard;
    detach();
  }

  void detach() noexcept {
    if (!active_) return;
    active_ = false;
    auto& all = handles_.active();
    all.erase(std::remove(all.begin(), all.end(), this), all.end());
    if (added_) curl_multi_remove_handle(handles_.multi(), easy_.get());
  }

  void fail(CURLcode code, const std::string& words) {
    error_ = make_curl_error(easy_.get(), code, words, is_tls(), options_);
  }

  static std::size_t on_header(char* data, std::size_t, std::size_t size, void* self) noexcept {
    return static_cast<CurlExchange*>(self)->builder_.add_header_line({data, size}) ? size : 0;
  }
  static std::size_t on_body(char* data, std::size_t, std::size_t size, void* self) noexcept {
    auto& exchange = *static_cast<CurlExchange*>(self);
    if (!exchange.builder_.add_body({data, size}) || exchange.should_stop()) return 0;
    exchange.taken_ += size;
    exchange.pause_if_due(size);
    return size;
  }
  static std::size_t on_read(char* to, std::size_t, std::size_t most, void* self) noexcept {
    auto& exchange = *static_cast<CurlExchange*>(self);
    return exchange.should_stop() ? std::size_t{CURL_READFUNC_ABORT} : exchange.body_.read(to, most);
  }
  static int on_seek(void* self, curl_off_t place, int origin) noexcept {
    auto& body = static_cast<CurlExchange*>(self)->body_;
    return origin == SEEK_SET && body.seek(place) ? CURL_SEEKFUNC_OK : CURL_SEEKFUNC_FAIL;
  }
  // What is compressed comes in one go, however much it grows to.
  [[nodiscard]] bool should_stop() const noexcept {
    try {
      return request_.hints.should_stop && request_.hints.should_stop();
    } catch (...) {  // from a clock of the user's, which throws again when it is asked next
      return false;
    }
  }
  // What is compressed comes in full pieces, and one that is not full at the end of what was read. It is
  // paused there, and only if little is read at a time: curl goes on to decompress what it has read, and has
  // to keep it, and to copy it each time that it is paused again.
  void pause_if_due(std::size_t piece) noexcept {
    if ((intake_ == Intake::all && !is_background()) || builder_.complete()) return;
    if (taken_ < request_.hints.bytes_per_pump && !is_background()) return;
    if (builder_.is_compressed() && (request_.hints.bytes_per_pump == 0 || piece % decompressed_piece == 0))
      return;
    paused_ = curl_easy_pause(easy_.get(), CURLPAUSE_RECV) == CURLE_OK;
  }

  // If little is to be taken in one pump(), it is read in many pieces: compressed, a piece may grow to a
  // thousand times its size, and curl decompresses all of it at once.
  [[nodiscard]] std::size_t bytes_per_read() const noexcept {
    const auto hinted = request_.hints.bytes_per_pump;
    return hinted == 0 ? read_size : (std::min)((std::max)(hinted / 16, smallest_read), read_size);
  }

  // Each read wakes the sender if both run on one machine: with 128 KB that took a tenth of the time of a
  // job read from there. More than this gains nothing.
  static constexpr std::size_t read_size = std::size_t{512} << 10;
  static constexpr std::size_t decompressed_piece = std::size_t{16} << 10;
  static constexpr std::size_t smallest_read = 1024;                       // curl takes no less
  static constexpr CURLcode curle_too_large = static_cast<CURLcode>(100);  // has its name since curl 8.6
  static constexpr long no_limit = 2'000'000'000;  // ms, 23 days: 0 would mean curl's default of 300 s

  CurlHandles& handles_;
  HttpRequest request_;
  RequestBody body_;                     // points into the request
  const CurlTransportOptions& options_;  // the session's
  TransferTimer timer_;
  ResponseBuilder builder_;
  std::array<char, CURL_ERROR_SIZE> error_text_{};
  CurlList headers_;
  CurlEasy easy_;
  std::exception_ptr error_;
  Intake intake_ = Intake::all;
  std::size_t taken_ = 0;  // of the body, in this pump()
  TransferPriority priority_ = TransferPriority::normal;
  bool paused_ = false;
  bool paused_at_last_count_ = false;  // of the time
  bool active_ = false;
  bool added_ = false;     // to the multi handle
  bool reusable_ = false;  // a handle that has failed is dropped
};

}  // namespace detail
FIRECRAWL_END_NAMESPACE
