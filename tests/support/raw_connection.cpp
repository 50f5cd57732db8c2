// SPDX-License-Identifier: MIT
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <stdexcept>
#include <utility>

#include "raw_connection_impl.hpp"

namespace support {
namespace {

using Clock = std::chrono::steady_clock;

constexpr short gone_events = POLLRDHUP | POLLHUP | POLLERR;

/// poll() that goes on after a signal. Without a duration it waits for ever.
void poll_until(pollfd* descriptors, nfds_t count, std::optional<std::chrono::milliseconds> duration) {
  const auto end = Clock::now() + duration.value_or(std::chrono::milliseconds(0));
  for (;;) {
    int timeout = -1;
    if (duration) {
      const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - Clock::now()).count();
      timeout = static_cast<int>(std::clamp<decltype(left)>(left, 0, 3'600'000));
    }
    if (::poll(descriptors, count, timeout) >= 0 || errno != EINTR) return;
  }
}

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// Cuts the first line off `text`.
std::string_view take_line(std::string_view& text) {
  const std::string_view line = text.substr(0, text.find("\r\n"));
  text.remove_prefix(std::min(line.size() + 2, text.size()));
  return line;
}

/// Takes the request line and the headers apart; false if they are not an HTTP/1 head.
bool parse_head(std::string_view head, RawRequest& request) {
  const std::string_view line = take_line(head);
  const std::size_t first = line.find(' ');
  const std::size_t last = line.rfind(' ');
  if (first == last || line.substr(last + 1, 7) != "HTTP/1.") return false;
  request.method = line.substr(0, first);
  request.target = line.substr(first + 1, last - first - 1);
  const std::size_t question = std::min(request.target.find('?'), request.target.size());
  request.path = request.target.substr(0, question);
  request.query = request.target.substr(std::min(question + 1, request.target.size()));
  while (!head.empty()) {
    const std::string_view field = take_line(head);
    const std::size_t colon = field.find(':');
    if (colon == std::string_view::npos) return false;
    request.headers.emplace_back(field.substr(0, colon), trimmed(field.substr(colon + 1)));
  }
  return true;
}

/// A connection to a port of 127.0.0.1, whose calls block; none if nobody accepts it.
Descriptor connect_to(std::uint16_t port) {
  Descriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  const bool connected =
      ::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  return connected ? std::move(socket) : Descriptor();
}

}  // namespace

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
  if (this != &other) {
    close();
    fd_ = other.fd_;
    other.fd_ = -1;
  }
  return *this;
}

void Descriptor::close() {
  if (fd_ >= 0) ::close(fd_);
  fd_ = -1;
}

Latch::Latch() {
  int ends[2];
  // Close-on-exec: a program that a test starts must not keep the writing end open.
  if (::pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("pipe2 failed");
  reader_ = Descriptor(ends[0]);
  writer_ = Descriptor(ends[1]);
}

void Latch::set() { writer_.close(); }

RawConnection::Impl::Impl(Descriptor socket, std::size_t connection_number, std::uint16_t peer_port,
                          ServerSignals& server)
    : number(connection_number), socket_(std::move(socket)), peer_port_(peer_port), server_(server) {}

bool RawConnection::Impl::wait_for_socket(short events) {
  pollfd descriptors[] = {{socket_.get(), events, 0}, {server_.stop.fd(), 0, 0}};
  poll_until(descriptors, 2, std::nullopt);
  return descriptors[1].revents == 0;
}

bool RawConnection::Impl::wait(const Latch* latch, std::optional<std::chrono::milliseconds> duration) {
  if (closed_) return false;
  pollfd descriptors[] = {
      {socket_.get(), POLLRDHUP, 0}, {server_.stop.fd(), 0, 0}, {latch ? latch->fd() : -1, 0, 0}};
  poll_until(descriptors, 3, duration);
  return descriptors[0].revents == 0 && descriptors[1].revents == 0;
}

bool RawConnection::Impl::wait_for_release() { return wait(&server_.release, std::nullopt); }

void RawConnection::Impl::tunnel_to(std::uint16_t port) {
  const Descriptor other = connect_to(port);
  char bytes[65536];
  while (other.is_open()) {
    pollfd descriptors[] = {{socket_.get(), POLLIN, 0},
                            {other.get(), POLLIN, 0},
                            {server_.stop.fd(), 0, 0},
                            {server_.release.fd(), 0, 0}};
    poll_until(descriptors, 4, std::nullopt);
    if (descriptors[2].revents != 0 || descriptors[3].revents != 0) return;
    if (descriptors[0].revents != 0) {
      const ssize_t got = ::recv(socket_.get(), bytes, sizeof bytes, 0);
      if (got <= 0 || ::send(other.get(), bytes, static_cast<std::size_t>(got), MSG_NOSIGNAL) != got) return;
    }
    if (descriptors[1].revents != 0) {
      const ssize_t got = ::recv(other.get(), bytes, sizeof bytes, 0);
      if (got <= 0 || !send({bytes, static_cast<std::size_t>(got)})) return;
    }
  }
}

bool RawConnection::Impl::peer_gone() const {
  pollfd descriptor{socket_.get(), POLLRDHUP, 0};
  return closed_ || (::poll(&descriptor, 1, 0) > 0 && (descriptor.revents & gone_events) != 0);
}

bool RawConnection::Impl::send(std::string_view bytes) {
  while (!bytes.empty() && !closed_) {
    const ssize_t taken = ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (taken >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(taken));
      sent += static_cast<std::size_t>(taken);
      server_.bytes_sent += static_cast<std::size_t>(taken);
    } else if (errno == EAGAIN) {
      if (!wait_for_socket(POLLOUT)) break;
    } else if (errno != EINTR) {
      break;
    }
  }
  return bytes.empty() && !closed_;
}

void RawConnection::Impl::read_slowly(std::size_t piece, std::chrono::milliseconds pause) {
  piece_ = piece;
  pause_ = pause;
}

bool RawConnection::Impl::receive() {
  char bytes[65536];
  for (;;) {
    if (pause_.count() > 0 && !wait(nullptr, pause_)) return false;
    const ssize_t got = ::recv(socket_.get(), bytes, std::min(piece_, sizeof bytes), 0);
    if (got > 0) {
      buffer_.append(bytes, static_cast<std::size_t>(got));
      return true;
    }
    if (got == 0 || (errno != EAGAIN && errno != EINTR)) return false;
    if (!wait_for_socket(POLLIN)) return false;
  }
}

std::optional<RawRequest> RawConnection::Impl::next_request() {
  if (closed_) return std::nullopt;
  std::size_t head_end = 0;
  while ((head_end = buffer_.find("\r\n\r\n")) == std::string::npos) {
    if (!receive()) return std::nullopt;
  }
  RawRequest request;
  if (!parse_head(std::string_view(buffer_).substr(0, head_end), request)) return std::nullopt;
  buffer_.erase(0, head_end + 4);

  std::size_t length = 0;
  const std::string length_text = request.header("Content-Length");
  std::from_chars(length_text.data(), length_text.data() + length_text.size(), length);
  if (request.has_header("Expect") && !send(response_head(100, {}))) return std::nullopt;
  while (buffer_.size() < length) {
    if (!receive()) return std::nullopt;
  }
  request.body = buffer_.substr(0, length);
  buffer_.erase(0, length);
  request.remote_port = peer_port_;
  request.connection = number;
  request.nth_on_connection = requests_++;
  return request;
}

void RawConnection::Impl::close() {
  if (!closed_) ::shutdown(socket_.get(), SHUT_WR);
  closed_ = true;
}

void RawConnection::Impl::reset() {
  const linger at_once{1, 0};
  ::setsockopt(socket_.get(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  socket_.close();
  closed_ = true;
}

void RawConnection::Impl::drain() {
  if (!socket_.is_open()) return;
  close();
  // Closing a socket with unread bytes makes the kernel reset the connection, and the peer lose what is on
  // its way.
  const auto end = Clock::now() + std::chrono::seconds(1);
  char bytes[4096];
  while (Clock::now() < end) {
    const ssize_t got = ::recv(socket_.get(), bytes, sizeof bytes, 0);
    if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR)) return;
    pollfd descriptors[] = {{socket_.get(), POLLIN, 0}, {server_.stop.fd(), 0, 0}};
    poll_until(descriptors, 2, std::chrono::ceil<std::chrono::milliseconds>(end - Clock::now()));
    if (descriptors[1].revents != 0) return;
  }
}

bool RawConnection::send(std::string_view bytes) { return impl_.send(bytes); }

bool RawConnection::send_head(int status, const Headers& headers) {
  return impl_.send(response_head(status, headers));
}

bool RawConnection::respond(int status, std::string_view body, const Headers& headers) {
  Response response;
  response.status = status;
  response.body = body;
  response.headers = headers;
  return respond(response);
}

bool RawConnection::respond(const Response& response) { return impl_.send(to_bytes(response)); }

bool RawConnection::drip(std::string_view bytes, std::size_t piece, std::chrono::milliseconds pause) {
  for (std::size_t at = 0; at < bytes.size(); at += piece) {
    if (at > 0 && pause.count() > 0 && !wait_for(pause)) return false;
    if (!send(bytes.substr(at, piece))) return false;
  }
  return true;
}

void RawConnection::read_slowly(std::size_t piece, std::chrono::milliseconds pause) {
  impl_.read_slowly(piece, pause);
}

void RawConnection::tunnel_to(std::uint16_t port) { impl_.tunnel_to(port); }
bool RawConnection::stall() { return impl_.wait_for_release(); }
void RawConnection::close() { impl_.close(); }
void RawConnection::reset() { impl_.reset(); }
bool RawConnection::wait_for(std::chrono::milliseconds duration) { return impl_.wait(nullptr, duration); }
std::size_t RawConnection::number() const { return impl_.number; }
std::size_t RawConnection::bytes_sent() const { return impl_.sent; }
bool RawConnection::peer_gone() const { return impl_.peer_gone(); }

}  // namespace support
