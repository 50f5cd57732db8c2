// SPDX-License-Identifier: MIT
// Reads batch scrape jobs in coroutines of C++20 on Asio's loop: one thread, and no wait blocks it.
//
//     read_with_asio JOB_ID...
//
// Copy next() and what is in front of it. With Boost.Asio write boost::asio for asio.
//
// FIRECRAWL_API_KEY is the key; FIRECRAWL_API_URL is the server, if it is not the hosted one.
//
// Exit status: 0 all was read; 1 something went wrong with one of the jobs; 2 wrong usage.

#include <asio.hpp>
#include <exception>
#include <firecrawl/firecrawl.hpp>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

namespace fc = firecrawl;

namespace {

// Waits until one of the descriptors is ready, or the time has come.
asio::awaitable<void> wait_for(fc::WaitSet set) {
  using Descriptor = asio::posix::stream_descriptor;
  const auto executor = co_await asio::this_coro::executor;
  const auto timer = std::make_shared<asio::steady_timer>(executor, set.until);
  const auto wake = [timer](asio::error_code error) {
    if (!error) timer->cancel();
  };
  std::vector<Descriptor> descriptors;
  for (const fc::WaitSocket& socket : set.sockets) {
    Descriptor& descriptor = descriptors.emplace_back(executor, socket.descriptor);
    if (socket.read) descriptor.async_wait(Descriptor::wait_read, wake);
    if (socket.write) descriptor.async_wait(Descriptor::wait_write, wake);
  }
  asio::error_code ignored;  // the timer is cancelled when a descriptor is ready
  co_await timer->async_wait(asio::redirect_error(asio::use_awaitable, ignored));
  for (Descriptor& descriptor : descriptors) descriptor.release();  // they belong to the library
}

// The next element; null at the end.
template <class Element>
asio::awaitable<Element*> next(fc::JobRange<Element>& range) {
  for (;;) {
    if (Element* element = range.try_next()) co_return element;
    if (range.done()) co_return nullptr;
    co_await wait_for(range.wait_set());
  }
}

asio::awaitable<void> read(fc::Job job) {
  fc::DocumentRange range = job.follow();
  std::size_t documents = 0;
  while (const fc::Document* document = co_await next(range)) {
    if (document->markdown) ++documents;
  }
  std::cout << "job " << job.id() << ": " << documents << " documents" << std::endl;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::cerr << "usage: read_with_asio JOB_ID...\n";
    return 2;
  }
  int result = 0;
  try {
    fc::Client client = fc::Client::from_env();
    asio::io_context loop;
    for (int i = 1; i < argc; ++i) {
      asio::co_spawn(loop, read(client.batch_scrape_job(argv[i])), [&](std::exception_ptr error) {
        try {
          if (error) std::rethrow_exception(error);
        } catch (const std::exception& e) {
          std::cerr << "read_with_asio: " << e.what() << '\n';
          result = 1;
        }
      });
    }
    loop.run();
  } catch (const std::exception& e) {
    std::cerr << "read_with_asio: " << e.what() << '\n';
    return 1;
  }
  return result;
}
