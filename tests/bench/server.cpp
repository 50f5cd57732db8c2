// SPDX-License-Identifier: MIT
// bench_server [--rate MBIT]
// Serves jobs as fast as the machine can, on 127.0.0.1 or any address of its own, and prints its port.
//
// A job's id says what the job is: FLAVOUR.PAGES.DOCUMENTS.BYTES.DELAY, such as text.40.100.10000000.0: forty
// pages of a hundred documents and ten million bytes each, after 0 ms of server time. `limit` is ignored.
// POST /ID/v1/scrape is answered with a document of such a job, which has one a page.
// GET /acknowledged tells how many bytes the peers of all closed connections have taken. With --rate all
// connections together get that many megabits a second.

#include <arpa/inet.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <charconv>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "pages.hpp"

namespace {

std::atomic<std::uint64_t> acknowledged{0};

std::size_t to_number(std::string_view text) {
  std::size_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

// Documents in memory that sendfile() can send without a copy. Each has a scrapeId of its own, as on real
// servers: a client may drop what comes again.
class Job {
 public:
  explicit Job(std::string_view id) {
    std::array<std::string_view, 5> part{};
    for (auto& p : part) {
      p = id.substr(0, id.find('.'));
      id.remove_prefix(std::min(id.size(), p.size() + 1));
    }
    pages = to_number(part[1]);
    documents = std::max<std::size_t>(1, to_number(part[2]));
    delay = std::chrono::milliseconds(to_number(part[4]));
    const auto flavour = part[0] == "links"      ? bench::Flavour::links
                         : part[0] == "metadata" ? bench::Flavour::metadata
                                                 : bench::Flavour::text;
    for (unsigned i = 0; i < files; ++i) {
      const auto text =
          bench::make_documents(flavour, documents, to_number(part[3]), 1 + i % 2) + bench::tail;
      const int file = memfd_create("page", 0);
      if (file < 0 || write(file, text.data(), text.size()) != static_cast<ssize_t>(text.size()))
        std::abort();
      void* bytes = mmap(nullptr, text.size(), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
      if (bytes == MAP_FAILED) std::abort();
      files_.push_back({file, text.size(), static_cast<char*>(bytes), {}});
      for (auto at = text.find(id_begin); at != std::string::npos; at = text.find(id_begin, at + 1))
        files_.back().ids.push_back(at + id_begin.size());
    }
  }

  struct File {
    int descriptor;
    std::size_t size;
    char* bytes;
    std::vector<std::size_t> ids;  // where the digits of each scrapeId are
  };
  // The page with this number. So many files are there that none is written while it is still being sent.
  const File& page(std::size_t number) const {
    const auto& file = files_[number % files];
    auto id = number * documents;
    for (const auto at : file.ids) {
      auto rest = ++id;
      for (auto* digit = file.bytes + at + 12; digit-- != file.bytes + at; rest /= 10)
        *digit = static_cast<char>('0' + rest % 10);
    }
    return file;
  }

  std::size_t pages = 0;
  std::size_t documents = 0;
  std::chrono::milliseconds delay{};

 private:
  static constexpr std::size_t files = 16;
  static constexpr std::string_view id_begin = "\"scrapeId\":\"00000000-0000-4000-8000-";
  std::vector<File> files_;
};

const Job& find_job(const std::string& id) {
  static std::mutex mutex;
  static std::map<std::string, std::unique_ptr<Job>> jobs;
  const std::lock_guard<std::mutex> lock(mutex);
  auto& job = jobs[id];
  if (!job) job = std::make_unique<Job>(id);
  return *job;
}

// Lets through so many bytes a second, whichever connection they are for.
class Pacer {
 public:
  explicit Pacer(std::size_t megabits) : bytes_a_second_(megabits * 125'000) {}
  // How much may be sent at once.
  std::size_t portion() const { return bytes_a_second_ == 0 ? std::size_t{1} << 30 : std::size_t{16} << 10; }
  void wait(std::size_t bytes) {
    if (bytes_a_second_ == 0) return;
    std::unique_lock<std::mutex> lock(mutex_);
    const auto now = std::chrono::steady_clock::now();
    free_at_ = std::max(free_at_, now) + std::chrono::nanoseconds(bytes * 1'000'000'000 / bytes_a_second_);
    const auto until = free_at_;
    lock.unlock();
    std::this_thread::sleep_until(until);
  }

 private:
  std::size_t bytes_a_second_;
  std::mutex mutex_;
  std::chrono::steady_clock::time_point free_at_{};
};

class Connection {
 public:
  Connection(int socket, Pacer& pacer) : socket_(socket), pacer_(pacer) {
    const int on = 1;
    setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    const int buffer = 4 << 20;
    setsockopt(socket_, SOL_SOCKET, SO_SNDBUF, &buffer, sizeof buffer);
  }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection() {
    tcp_info info{};
    socklen_t size = sizeof info;
    if (getsockopt(socket_, IPPROTO_TCP, TCP_INFO, &info, &size) == 0) acknowledged += info.tcpi_bytes_acked;
    close(socket_);
  }

  void serve() {
    while (const auto request = read_request()) {
      if (!answer(*request)) return;
    }
  }

 private:
  struct Request {
    std::string target;
    std::string host;
  };
  static constexpr std::string_view scrape_path = "/v1/scrape";

  std::optional<Request> read_request() {
    std::size_t end = 0;
    while ((end = input_.find("\r\n\r\n")) == std::string::npos) {
      if (!receive()) return std::nullopt;
    }
    Request request{between(" ", " "), between("\r\nHost: ", "\r\n")};
    // A body says nothing that is not in the path.
    const auto size = end + 4 + to_number(between("\r\nContent-Length: ", "\r\n"));
    while (input_.size() < size) {
      if (!receive()) return std::nullopt;
    }
    input_.erase(0, size);
    return request;
  }

  bool receive() {
    std::array<char, 4096> buffer;
    const auto got = recv(socket_, buffer.data(), buffer.size(), 0);
    if (got > 0) input_.append(buffer.data(), static_cast<std::size_t>(got));
    return got > 0;
  }

  std::string between(std::string_view left, std::string_view right) const {
    const auto begin = input_.find(left);
    if (begin == std::string::npos) return {};
    const auto from = begin + left.size();
    return input_.substr(from, input_.find(right, from) - from);
  }

  static std::size_t parameter(std::string_view query, std::string_view name) {
    const auto at = query.find(name);
    return at == std::string_view::npos ? 0 : to_number(query.substr(at + name.size()));
  }

  bool answer(const Request& request) {
    const auto& target = request.target;
    if (target == "/acknowledged") {
      const std::string body = std::to_string(acknowledged);
      return send_all(head_of_answer(body.size()) + body, 0);
    }
    if (const auto end = target.find(scrape_path); end != std::string::npos)
      return answer_scrape(find_job(target.substr(1, end - 1)));
    const auto path = target.substr(0, target.find('?'));
    const auto query = std::string_view(target).substr(path.size());
    const auto& job = find_job(path.substr(path.rfind('/') + 1));
    const auto skip = parameter(query, "skip=");
    const auto limit = parameter(query, "limit=");
    const auto number = skip / job.documents;
    std::string next;
    if (number + 1 < job.pages) {
      next = "http://" + request.host + path + "?skip=" + std::to_string(skip + job.documents);
      if (limit != 0) next += "&limit=" + std::to_string(limit);
    }
    const auto head = bench::make_head(job.pages * job.documents, next);
    if (job.delay.count() > 0) std::this_thread::sleep_for(job.delay);
    if (number >= job.pages) {
      return send_all(head_of_answer(head.size() + bench::tail.size()) + head + bench::tail, 0);
    }
    const auto& file = job.page(number);
    return send_all(head_of_answer(head.size() + file.size) + head, MSG_MORE) && send_file(file);
  }

  bool answer_scrape(const Job& job) {
    const std::string_view head = R"({"success":true,"data":)";
    auto document = job.page(0);
    document.size -= bench::tail.size();
    return send_all(head_of_answer(head.size() + document.size + 1) + std::string(head), MSG_MORE) &&
           send_file(document) && send_all("}", 0);
  }

  static std::string head_of_answer(std::size_t size) {
    return "HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: " +
           std::to_string(size) + "\r\n\r\n";
  }

  bool send_all(std::string_view text, int flags) {
    while (!text.empty()) {
      const auto sent = send(socket_, text.data(), text.size(), flags | MSG_NOSIGNAL);
      if (sent <= 0) return false;
      text.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }

  bool send_file(const Job::File& file) {
    for (off_t offset = 0; static_cast<std::size_t>(offset) < file.size;) {
      const auto portion = std::min(pacer_.portion(), file.size - static_cast<std::size_t>(offset));
      pacer_.wait(portion);
      if (sendfile(socket_, file.descriptor, &offset, portion) <= 0) return false;
    }
    return true;
  }

  int socket_;
  Pacer& pacer_;
  std::string input_;
};

int listen_anywhere() {
  const int listener = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_ANY);
  socklen_t size = sizeof address;
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  if (bind(listener, generic, size) != 0 || listen(listener, 64) != 0) std::abort();
  getsockname(listener, generic, &size);
  std::printf("%d\n", ntohs(address.sin_port));
  std::fflush(stdout);
  return listener;
}

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);
  Pacer pacer(argc == 3 && std::string_view(argv[1]) == "--rate" ? to_number(argv[2]) : 0);
  const int listener = listen_anywhere();
  for (;;) {
    const int socket = accept(listener, nullptr, nullptr);
    if (socket >= 0) std::thread([socket, &pacer] { Connection(socket, pacer).serve(); }).detach();
  }
}
