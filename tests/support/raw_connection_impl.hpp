// SPDX-License-Identifier: MIT
/// @file
/// What a RawConnection is made of. For raw_connection.cpp and raw_server.cpp only.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "raw_server.hpp"

namespace support {

/// A file descriptor that is closed with its owner.
class Descriptor {
 public:
  explicit Descriptor(int fd = -1) : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : fd_(other.fd_) { other.fd_ = -1; }
  Descriptor& operator=(Descriptor&& other) noexcept;
  ~Descriptor() { close(); }

  int get() const { return fd_; }
  bool is_open() const { return fd_ >= 0; }
  void close();

 private:
  int fd_;
};

/// A flag that is set once and that poll() can wait for: a pipe whose writing end is closed.
class Latch {
 public:
  Latch();
  void set();  ///< not from two threads at once
  int fd() const { return reader_.get(); }

 private:
  Descriptor reader_;
  Descriptor writer_;
};

/// What all connections of a server share.
struct ServerSignals {
  Latch stop;
  Latch release;
  std::atomic<std::size_t> bytes_sent{0};
};

/// Used by the connection's own thread alone.
class RawConnection::Impl {
 public:
  Impl(Descriptor socket, std::size_t connection_number, std::uint16_t peer_port, ServerSignals& server);

  /// Reads the next request; none if the connection has ended, is broken or was closed by the handler.
  std::optional<RawRequest> next_request();

  bool send(std::string_view bytes);
  void read_slowly(std::size_t piece, std::chrono::milliseconds pause);
  bool wait_for_release();
  void tunnel_to(std::uint16_t port);
  /// Waits until the peer has gone or the server stops (false), the latch is set (true) or time is up (true).
  bool wait(const Latch* latch, std::optional<std::chrono::milliseconds> duration);
  void close();
  void reset();
  /// Ends a closed connection so that the peer gets all that was sent.
  void drain();
  bool peer_gone() const;

  std::size_t number = 0;
  std::size_t sent = 0;

 private:
  bool receive();
  bool wait_for_socket(short events);

  Descriptor socket_;
  std::uint16_t peer_port_ = 0;
  ServerSignals& server_;
  std::string buffer_;
  std::size_t piece_ = 65536;  // read at a time, at most
  std::chrono::milliseconds pause_{0};
  std::size_t requests_ = 0;
  bool closed_ = false;
};

}  // namespace support
