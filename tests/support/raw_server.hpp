// SPDX-License-Identifier: MIT
/// @file
/// An HTTP server on bare sockets, for answers that are broken on purpose: cut, stalled, reset, dripping,
/// lying. Linux only, like the tests that use it.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "http_message.hpp"

namespace support {

class Descriptor;
using RawRequest = Request;

/// One accepted connection. Belongs to the server and is used by its handler, on the connection's own thread.
/// Sending to a peer that has gone, or while the server stops, returns false; nothing throws.
class RawConnection {
 public:
  class Impl;
  explicit RawConnection(Impl& impl) : impl_(impl) {}
  RawConnection(const RawConnection&) = delete;
  RawConnection& operator=(const RawConnection&) = delete;

  /// Sends bytes as they are; blocks until the kernel has taken all of them.
  bool send(std::string_view bytes);

  /// Sends a status line and these headers, none added, and the blank line. The body is the caller's to send.
  bool send_head(int status, const Headers& headers = {});

  /// Sends a whole answer with Content-Length, as JSON unless `headers` has a Content-Type.
  bool respond(int status, std::string_view body, const Headers& headers = {});
  bool respond(const Response& response);

  /// Sends `bytes` in pieces of `piece` bytes, with `pause` between two pieces.
  bool drip(std::string_view bytes, std::size_t piece, std::chrono::milliseconds pause = {});

  /// From now on reads at most `piece` bytes at a time, with `pause` before each. For ConnectHandlers: a
  /// request is read before its handler is called.
  void read_slowly(std::size_t piece, std::chrono::milliseconds pause);

  /// Passes bytes both ways between the peer and this port of 127.0.0.1, until either side has closed or the
  /// server's release() was called: what a proxy does after CONNECT, and a relay from the beginning.
  void tunnel_to(std::uint16_t port);

  /// Blocks until the server's release() was called (at once if it was before): true. Or until the peer has
  /// closed the connection or the server stops: false.
  bool stall();

  /// Waits for this long. False at once when the peer closes the connection or the server stops.
  bool wait_for(std::chrono::milliseconds duration);

  /// Ends the connection in order, once the handler has returned; nothing can be sent any more.
  void close();

  /// Ends the connection with a TCP reset, so that the peer sees an error and may lose what it has not read
  /// yet.
  void reset();

  std::size_t number() const;      ///< of this connection, from 0
  std::size_t bytes_sent() const;  ///< on this connection, heads included
  bool peer_gone() const;          ///< true once the peer has closed its side

 private:
  Impl& impl_;
};

/// Listens on 127.0.0.1 from construction to destruction. Each connection
/// has a thread of its own, so a handler may block, in RawConnection's functions or in the test's own; in the
/// latter case the test must let it go before the server is destroyed. Connections are kept alive until
/// either side closes them. TCP_NODELAY is on. Every member function may be called from any thread.
class RawServer {
 public:
  /// Called for each request, on the connection's thread. If it throws, the connection is closed.
  using Handler = std::function<void(RawConnection&, const RawRequest&)>;
  /// Called for each connection before anything was read from it.
  using ConnectHandler = std::function<void(RawConnection&)>;

  /// `port`: 0 is one that the system picks.
  /// @throws std::runtime_error if the port is taken
  explicit RawServer(Handler handler, ConnectHandler on_connect = nullptr, std::uint16_t port = 0);
  ~RawServer();
  RawServer(const RawServer&) = delete;
  RawServer& operator=(const RawServer&) = delete;

  std::uint16_t port() const;
  std::string base_url() const;  ///< such as "http://127.0.0.1:43121"

  /// Lets every stall() return, those to come included.
  void release();

  /// Closes the port and all connections, and joins all threads. The destructor does it too.
  void stop();

  std::vector<RawRequest> requests() const;  ///< all received so far, in the order of their arrival
  std::size_t request_count() const;
  std::size_t connections() const;       ///< accepted so far
  std::size_t open_connections() const;  ///< accepted and not ended yet
  std::size_t bytes_sent() const;        ///< on all connections

  /// Blocks until `n` requests have arrived in all, or so many connections were accepted, or none is open any
  /// more. False if that took longer than `timeout`.
  bool wait_for_requests(std::size_t n, std::chrono::milliseconds timeout = std::chrono::seconds(10)) const;
  bool wait_for_connections(std::size_t n,
                            std::chrono::milliseconds timeout = std::chrono::seconds(10)) const;
  bool wait_until_all_closed(std::chrono::milliseconds timeout = std::chrono::seconds(10)) const;

  class Impl;

 private:
  std::unique_ptr<Impl> impl_;
};

/// A port of 127.0.0.1 that refuses connections. It is kept for the life of the process, so nobody else gets
/// it.
std::uint16_t unused_port();

/// A port of 127.0.0.1 whose queue of connections is full: connecting to it neither succeeds nor fails, it
/// hangs.
class SilentPort {
 public:
  SilentPort();
  ~SilentPort();
  SilentPort(const SilentPort&) = delete;
  SilentPort& operator=(const SilentPort&) = delete;
  std::uint16_t port() const { return port_; }

  /// Blocks until somebody waits for a connection to it, as the system says. False if that took longer than
  /// `timeout`.
  bool wait_for_attempt(std::chrono::milliseconds timeout = std::chrono::seconds(10)) const;

 private:
  std::size_t attempts() const;

  std::uint16_t port_ = 0;
  std::vector<Descriptor> sockets_;
  std::size_t own_attempts_ = 0;
};

}  // namespace support
