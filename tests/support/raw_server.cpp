// SPDX-License-Identifier: MIT
#include "raw_server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstring>
#include <exception>
#include <fstream>
#include <iostream>
#include <list>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>

#include "raw_connection_impl.hpp"

namespace support {
namespace {

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  return address;
}

/// A TCP socket bound to `port` of 127.0.0.1; to one that the system picks, and puts there, if it is 0.
Descriptor bound_socket(std::uint16_t& port) {
  Descriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (port != 0) {  // connections of a server that was there before may still be closing
    const int on = 1;
    ::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  }
  sockaddr_in address = loopback(port);
  socklen_t length = sizeof address;
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  if (::bind(socket.get(), generic, length) != 0 || ::getsockname(socket.get(), generic, &length) != 0) {
    throw std::runtime_error("cannot listen on port " + std::to_string(port) + ": " + std::strerror(errno));
  }
  port = ntohs(address.sin_port);
  return socket;
}

bool keeps_alive(const RawRequest& request) {
  const std::string connection = request.header("Connection");
  return connection != "close" && connection != "Close";
}

}  // namespace

class RawServer::Impl {
 public:
  Impl(Handler handler, ConnectHandler on_connect, std::uint16_t port)
      : handler_(std::move(handler)),
        on_connect_(std::move(on_connect)),
        port_(port),
        listener_(bound_socket(port_)) {
    if (::listen(listener_.get(), SOMAXCONN) != 0) throw std::runtime_error("listen failed");
    acceptor_ = std::thread([this] { accept_connections(); });
  }
  ~Impl() { stop(); }

  void stop() {
    std::call_once(stopped_, [this] {
      signals.stop.set();
      acceptor_.join();
      for (Worker& worker : workers_) worker.thread.join();
      workers_.clear();
      listener_.close();
    });
  }

  void release() {
    std::call_once(released_, [this] { signals.release.set(); });
  }

  template <typename Condition>
  bool wait_until(std::chrono::milliseconds timeout, Condition condition) const {
    std::unique_lock lock(mutex);
    return changed_.wait_for(lock, timeout, condition);
  }

  std::uint16_t port() const { return port_; }

  ServerSignals signals;
  mutable std::mutex mutex;  // guards the following three
  std::vector<RawRequest> requests;
  std::size_t accepted = 0;
  std::size_t open = 0;

 private:
  struct Worker {
    std::thread thread;
    std::atomic<bool> done{false};
  };

  void accept_connections() {
    for (;;) {
      pollfd descriptors[] = {{listener_.get(), POLLIN, 0}, {signals.stop.fd(), 0, 0}};
      ::poll(descriptors, 2, -1);
      if (descriptors[1].revents != 0) return;
      sockaddr_in peer{};
      socklen_t length = sizeof peer;
      Descriptor socket(::accept4(listener_.get(), reinterpret_cast<sockaddr*>(&peer), &length,
                                  SOCK_CLOEXEC | SOCK_NONBLOCK));
      if (!socket.is_open()) continue;
      const int on = 1;
      ::setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
      join_finished_workers();
      start_worker(std::move(socket), ntohs(peer.sin_port));
    }
  }

  void join_finished_workers() {
    workers_.remove_if([](Worker& worker) {
      if (!worker.done) return false;
      worker.thread.join();
      return true;
    });
  }

  void start_worker(Descriptor socket, std::uint16_t peer_port) {
    std::size_t number = 0;
    {
      const std::lock_guard lock(mutex);
      number = accepted++;
      ++open;
    }
    changed_.notify_all();
    Worker& worker = workers_.emplace_back();
    worker.thread = std::thread([this, &worker, number, peer_port, owned = std::move(socket)]() mutable {
      {
        RawConnection::Impl state(std::move(owned), number, peer_port, signals);
        serve(state);
      }
      {
        const std::lock_guard lock(mutex);
        --open;
      }
      changed_.notify_all();
      worker.done = true;
    });
  }

  void serve(RawConnection::Impl& state) {
    RawConnection connection(state);
    try {
      if (on_connect_) on_connect_(connection);
      while (std::optional<RawRequest> request = state.next_request()) {
        record(*request);
        handler_(connection, *request);
        if (!keeps_alive(*request)) connection.close();
      }
    } catch (const std::exception& error) {
      std::cerr << "test server: a handler threw: " << error.what() << '\n';
    }
    state.drain();
  }

  void record(RawRequest& request) {
    {
      const std::lock_guard lock(mutex);
      request.nth = requests.size();
      requests.push_back(request);
    }
    changed_.notify_all();
  }

  Handler handler_;
  ConnectHandler on_connect_;
  std::uint16_t port_ = 0;
  Descriptor listener_;
  std::thread acceptor_;
  std::list<Worker> workers_;  // the acceptor's, until it has ended
  std::once_flag stopped_;
  std::once_flag released_;
  mutable std::condition_variable changed_;
};

RawServer::RawServer(Handler handler, ConnectHandler on_connect, std::uint16_t port)
    : impl_(std::make_unique<Impl>(std::move(handler), std::move(on_connect), port)) {}
RawServer::~RawServer() = default;

std::uint16_t RawServer::port() const { return impl_->port(); }
std::string RawServer::base_url() const { return "http://127.0.0.1:" + std::to_string(port()); }
void RawServer::release() { impl_->release(); }
void RawServer::stop() { impl_->stop(); }

std::vector<RawRequest> RawServer::requests() const {
  const std::lock_guard lock(impl_->mutex);
  return impl_->requests;
}

std::size_t RawServer::request_count() const {
  const std::lock_guard lock(impl_->mutex);
  return impl_->requests.size();
}

std::size_t RawServer::connections() const {
  const std::lock_guard lock(impl_->mutex);
  return impl_->accepted;
}

std::size_t RawServer::open_connections() const {
  const std::lock_guard lock(impl_->mutex);
  return impl_->open;
}

std::size_t RawServer::bytes_sent() const { return impl_->signals.bytes_sent; }

bool RawServer::wait_for_requests(std::size_t n, std::chrono::milliseconds timeout) const {
  return impl_->wait_until(timeout, [&] { return impl_->requests.size() >= n; });
}

bool RawServer::wait_for_connections(std::size_t n, std::chrono::milliseconds timeout) const {
  return impl_->wait_until(timeout, [&] { return impl_->accepted >= n; });
}

bool RawServer::wait_until_all_closed(std::chrono::milliseconds timeout) const {
  return impl_->wait_until(timeout, [&] { return impl_->open == 0; });
}

std::uint16_t unused_port() {
  struct Held {
    std::uint16_t port = 0;
    Descriptor socket = bound_socket(port);
  };
  static const Held held;
  return held.port;
}

SilentPort::SilentPort() {
  Descriptor listener = bound_socket(port_);
  if (::listen(listener.get(), 0) != 0) throw std::runtime_error("listen failed");
  sockets_.push_back(std::move(listener));
  // Nobody accepts: one connection fills the queue, the system drops the requests of all after it. Some more,
  // since how many fit is the system's business.
  const sockaddr_in address = loopback(port_);
  for (int i = 0; i < 4; ++i) {
    Descriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    // It does not block: that it is still under way is all that connect() could say.
    (void)::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address);
    sockets_.push_back(std::move(socket));
  }
  own_attempts_ = attempts();
}

SilentPort::~SilentPort() = default;

// The lines of Linux's table of sockets that are on their way to the port: "0100007F:1F90 02", SYN_SENT.
std::size_t SilentPort::attempts() const {
  std::array<char, 32> wanted{};
  std::snprintf(wanted.data(), wanted.size(), " 0100007F:%04X 02 ", unsigned{port_});
  std::ifstream table("/proc/net/tcp");
  std::size_t found = 0;
  for (std::string line; std::getline(table, line);) {
    if (line.find(wanted.data()) != std::string::npos) ++found;
  }
  return found;
}

bool SilentPort::wait_for_attempt(std::chrono::milliseconds timeout) const {
  const auto end = std::chrono::steady_clock::now() + timeout;
  while (attempts() <= own_attempts_) {
    if (std::chrono::steady_clock::now() >= end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  return true;
}

}  // namespace support
