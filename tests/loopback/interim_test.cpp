// SPDX-License-Identifier: MIT
// Answers that come before the answer.
#include <vector>

#include "../catch.hpp"
#include "../support/kit.hpp"

using namespace kit;

TEST_CASE("An event tells the status of the answer and not of what came before it") {
  const RawServer server([](RawConnection& connection, const RawRequest& request) {
    connection.send("HTTP/1.1 103 Early Hints\r\nLink: </style.css>\r\n\r\n");
    if (request.nth == 0) {
      connection.reset();
    } else if (request.nth == 1) {
      connection.close();
    } else {
      connection.respond(200, std::string(PageText{0, 3}));
    }
  });
  auto options = options_for(server.base_url());
  std::vector<int> told;
  options.on_event = [&](const fc::RequestEvent& event) { told.push_back(event.status); };
  CHECK(fc::Client(options).batch_scrape_job(id).status().data.size() == 3);
  CHECK(told == std::vector<int>{0, 0, 200});
}
