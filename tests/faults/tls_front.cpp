// SPDX-License-Identifier: MIT
#include "tls_front.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <thread>
#include <vector>

#include "catch.hpp"
#include "support/raw_server.hpp"
#include "support/temporary_folder.hpp"

extern char** environ;

namespace faults {
namespace {

namespace fs = std::filesystem;

const std::array<const char*, 6> server_names{"http2",   "http1",      "goaway",
                                              "expired", "wrong_name", "self_signed"};

std::string find_nginx() {
  for (const char* file :
       {"/usr/sbin/nginx", "/usr/local/sbin/nginx", "/usr/bin/nginx", "/usr/local/bin/nginx"}) {
    if (::access(file, X_OK) == 0) return file;
  }
  return {};
}

/// Makes a CA, and the certificates of the servers. Only an authority's database can make one that has
/// expired.
constexpr const char* make_certificates = R"(
set -e
exec >log 2>&1
cat >ca.cnf <<EOT
[req]
distinguished_name = name
[name]
[ca]
default_ca = tests
[tests]
new_certs_dir = .
database = index
serial = serial
default_md = sha256
policy = any
unique_subject = no
[any]
commonName = supplied
EOT
: >index
echo 1000 >serial
openssl ecparam -name prime256v1 -genkey -noout -out key
openssl req -x509 -new -key key -subj /CN=authority -days 2 -out ca.pem \
  -config ca.cnf -addext basicConstraints=critical,CA:TRUE
openssl req -x509 -new -key key -subj /CN=alone -days 2 -out self_signed.pem \
  -config ca.cnf -addext subjectAltName=IP:127.0.0.1
openssl req -new -key key -subj /CN=server -config ca.cnf -out request
sign() {
  printf 'subjectAltName = %s\n' "$2" >extension
  openssl ca -batch -notext -config ca.cnf -cert ca.pem -keyfile key -in request -extfile extension \
    -startdate "$3" -enddate "$4" -out "$1.pem"
}
sign http2 IP:127.0.0.1 20200101000000Z 20991231000000Z
sign expired IP:127.0.0.1 20200101000000Z 20200102000000Z
sign wrong_name DNS:other.example 20200101000000Z 20991231000000Z
cp http2.pem http1.pem
cp http2.pem goaway.pem
)";

std::uint16_t free_port() {
  return support::RawServer([](auto&, const auto&) {}).port();
}

bool accepts(std::uint16_t port) {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  const bool connected = ::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  ::close(socket);
  return connected;
}

}  // namespace

class TlsFront::Impl {
 public:
  explicit Impl(std::uint16_t backend_port) : backend_(backend_port) {
    folder = support::make_temporary_folder("firecrawl-nginx");
    const std::string command = "cd " + folder.string() + " && cat >certificates.sh <<'END'\n" +
                                make_certificates + "END\nsh certificates.sh";
    if (std::system(command.c_str()) != 0)
      throw std::runtime_error("no certificates, see " + (folder / "log").string());
    for (const char* name : server_names) {
      (void)name;
      ports_.push_back(free_port());
    }
    write_configuration();
    start();
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;
  ~Impl() {
    ::kill(process_, SIGTERM);
    ::waitpid(process_, nullptr, 0);
    std::error_code ignored;
    fs::remove_all(folder, ignored);
  }

  std::string url(std::size_t server) const { return "https://127.0.0.1:" + std::to_string(ports_[server]); }

  fs::path folder;

 private:
  void write_configuration() const {
    std::ofstream out(folder / "nginx.conf");
    out << "daemon off;\nmaster_process off;\nerror_log error.log;\npid pid;\nevents {}\nhttp {\naccess_log "
           "off;\n"
           "client_body_temp_path t1;\nproxy_temp_path t2;\nfastcgi_temp_path t3;\nuwsgi_temp_path t4;\n"
           "scgi_temp_path t5;\nproxy_buffering off;\nproxy_http_version 1.1;\nproxy_read_timeout 1s;\n"
           "proxy_set_header X-Protocol $server_protocol;\nproxy_set_header X-Connection $connection;\n"
           "proxy_set_header Connection \"\";\n";
    for (std::size_t i = 0; i < server_names.size(); ++i) {
      const std::string name = server_names[i];
      out << "server {\nlisten 127.0.0.1:" << ports_[i] << " ssl" << (name == "http1" ? "" : " http2")
          << ";\nssl_certificate " << name << ".pem;\nssl_certificate_key key;\n"
          << (name == "goaway" ? "keepalive_requests 3;\n" : "")
          << "location / { proxy_pass http://127.0.0.1:" << backend_ << "; }\n}\n";
    }
    out << "}\n";
  }

  void start() {
    const auto program = find_nginx();
    const std::string prefix = folder.string() + "/";
    // Without -e, which nginx of Debian 11 does not know.
    std::vector<std::string> words{program, "-p", prefix, "-c", "nginx.conf"};
    std::vector<char*> arguments;
    for (auto& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    if (::posix_spawn(&process_, program.c_str(), nullptr, nullptr, arguments.data(), environ) != 0)
      throw std::runtime_error("cannot start " + program);
    for (int i = 0; i < 1000; ++i) {
      if (accepts(ports_.back())) return;
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    throw std::runtime_error("nginx does not come up, see " + folder.string());
  }

  std::uint16_t backend_;
  std::vector<std::uint16_t> ports_;
  pid_t process_ = 0;
};

bool TlsFront::available() {
  return !find_nginx().empty() && std::system("openssl version >/dev/null 2>&1") == 0;
}

bool nginx_is_missing() {
  if (TlsFront::available()) return false;
  if (std::getenv("FIRECRAWL_REQUIRE_NGINX") != nullptr) FAIL("nginx or openssl is missing");
  WARN("not tried: nginx or openssl is missing");
  return true;
}

TlsFront::TlsFront(std::uint16_t backend_port) : impl_(std::make_unique<Impl>(backend_port)) {}
TlsFront::~TlsFront() = default;

std::string TlsFront::ca_file() const { return (impl_->folder / "ca.pem").string(); }
std::string TlsFront::http2() const { return impl_->url(0); }
std::string TlsFront::http1() const { return impl_->url(1); }
std::string TlsFront::goaway() const { return impl_->url(2); }
std::string TlsFront::expired() const { return impl_->url(3); }
std::string TlsFront::wrong_name() const { return impl_->url(4); }
std::string TlsFront::self_signed() const { return impl_->url(5); }

}  // namespace faults
