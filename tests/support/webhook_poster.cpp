// SPDX-License-Identifier: MIT
#include "webhook_poster.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <utility>

#include "documents.hpp"
#include "hmac_sha256.hpp"

namespace support {

namespace {

using nlohmann::json;

/// One request over a connection of its own. What is answered is not looked at.
void send_post(std::uint16_t port, const std::string& bytes) {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (socket < 0) return;
  const timeval limit{10, 0};
  ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  ::setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) {
    for (std::size_t sent = 0; sent < bytes.size();) {
      const auto count = ::send(socket, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
      if (count <= 0) break;
      sent += static_cast<std::size_t>(count);
    }
    char answer[256];
    while (::recv(socket, answer, sizeof answer, 0) > 0) {
    }
  }
  ::close(socket);
}

json document_of(const Job& job, std::size_t index) {
  return json::parse(job.document ? job.document(index) : make_document(index));
}

}  // namespace

WebhookPoster::~WebhookPoster() {
  stopping_ = true;
  for (auto& thread : threads_) thread.join();
}

void WebhookPoster::set_secret(std::string secret) {
  const std::lock_guard<std::mutex> lock(mutex_);
  secret_ = std::move(secret);
}

void WebhookPoster::follow(const std::string& kind, const json& request, const Response& answer, Look look) {
  if (answer.status != 200 || !request.is_object() || !request.contains("webhook")) return;
  const json& webhook = request["webhook"];
  Target target;
  if (webhook.is_string()) {
    target.url = webhook.get<std::string>();
  } else {
    target.url = webhook.value("url", std::string());
    target.headers = webhook.value("headers", json::object());
    target.metadata = webhook.value("metadata", json());
    target.events = webhook.value("events", std::vector<std::string>());
  }
  const auto id = json::parse(answer.body).value("id", std::string());
  const std::lock_guard<std::mutex> lock(mutex_);
  threads_.emplace_back([this, kind, id, target, look] { run(kind, id, target, look); });
}

void WebhookPoster::run(const std::string& kind, const std::string& id, const Target& target,
                        const Look& look) {
  const auto report = [&](const std::string& event, json data, int times) {
    const auto text = event_text({kind + "." + event, std::move(data)}, id, target);
    for (int i = 0; i < times; ++i) post(target, event, text);
  };
  report("started", json::array(), 1);
  std::size_t posted = 0;
  while (!stopping_) {
    const auto job = look(id);
    if (!job) return;
    const bool ended = job->status != "scraping";
    const auto finished = std::min(job->finished.value_or(job->count), job->count);
    // The last one is late.
    const auto ready = finished == job->count && finished > 0 ? finished - 1 : finished;
    for (; posted < ready && !stopping_; ++posted)
      report("page", json::array({document_of(*job, posted)}), posted == 0 ? 2 : 1);
    if (ended) {
      report("completed", json::array(), 1);
      if (posted < job->count) report("page", json::array({document_of(*job, posted)}), 1);
      return;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
}

std::string WebhookPoster::event_text(const Event& event, const std::string& id, const Target& target) {
  char event_id[40];
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    std::snprintf(event_id, sizeof event_id, "c0ffee00-0000-4000-8000-%012zx", ++events_);
  }
  nlohmann::ordered_json body = {
      {"success", true}, {"type", event.type}, {"id", id}, {"webhookId", event_id}};
  body["data"] = event.data;
  if (!target.metadata.is_null()) body["metadata"] = target.metadata;
  return body.dump();
}

void WebhookPoster::post(const Target& target, const std::string& event, const std::string& body) {
  const std::string before = "http://127.0.0.1:";
  if (target.url.rfind(before, 0) != 0)
    return;  // private addresses elsewhere are skipped, as by real servers
  if (!target.events.empty() &&
      std::find(target.events.begin(), target.events.end(), event) == target.events.end())
    return;
  char* path = nullptr;
  const auto port = std::strtoul(target.url.c_str() + before.size(), &path, 10);
  std::string head =
      "POST " + (*path == '/' ? std::string(path) : std::string("/")) +
      " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Type: application/json\r\n";
  for (auto header = target.headers.begin(); header != target.headers.end(); ++header) {
    if (header->is_string()) head += header.key() + ": " + header->get<std::string>() + "\r\n";
  }
  std::string secret;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    secret = secret_;
  }
  if (!secret.empty()) head += "X-Firecrawl-Signature: sha256=" + hmac_sha256(body, secret) + "\r\n";
  head += "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n";
  send_post(static_cast<std::uint16_t>(port), head + body);
}

}  // namespace support
