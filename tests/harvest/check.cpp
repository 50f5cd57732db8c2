// SPDX-License-Identifier: MIT
#include "check.hpp"

#include <map>
#include <nlohmann/json.hpp>
#include <vector>

#include "store.hpp"

namespace harvest_tests {
namespace {

// What was seen of a job.
struct Seen {
  std::vector<bool> indexes;
  std::int64_t next_ordinal = 0;
};

class Comparison {
 public:
  explicit Comparison(const StormServer& server) {
    for (const auto& [id, count] : server.counts()) jobs_[id].indexes.resize(count);
  }

  void look_at(const std::string& job, std::int64_t ordinal, const std::string& text) {
    const auto found = jobs_.find(job);
    if (found == jobs_.end()) return say("a document of an unknown job " + job);
    Seen& seen = found->second;
    const std::string place = "job " + job + ", document " + std::to_string(ordinal);
    if (ordinal != seen.next_ordinal++) say(place + ": not the next ordinal");
    const auto document = nlohmann::json::parse(text);
    const std::size_t index = index_in_url(document.at("metadata").at("sourceURL").get<std::string>());
    if (index >= seen.indexes.size()) return say(place + ": never served");
    if (seen.indexes[index]) say(place + ": there twice");
    seen.indexes[index] = true;
    if (document != nlohmann::json::parse(storm_document(job, index))) say(place + ": not as it was served");
  }

  std::string end() {
    for (const auto& [id, seen] : jobs_) {
      for (std::size_t i = 0; i < seen.indexes.size(); ++i) {
        if (!seen.indexes[i]) say("job " + id + ": document " + std::to_string(i) + " is missing");
      }
    }
    return wrong_;
  }

  void say(const std::string& text) {
    if (++count_ <= 20) wrong_ += text + "\n";
    if (count_ == 21) wrong_ += "and more\n";
  }

 private:
  std::map<std::string, Seen> jobs_;
  std::string wrong_;
  int count_ = 0;
};

}  // namespace

std::string difference(harvest::Store& store, const StormServer& server) {
  Comparison comparison(server);
  store.read("", [&](const std::string& job, std::int64_t ordinal, const std::string& document) {
    comparison.look_at(job, ordinal, document);
  });
  for (const harvest::JobRow& job : store.jobs("", 1'000'000)) {
    const auto known = server.counts().find(job.id);
    const bool right = known == server.counts().end()
                           ? job.state == "lost" && job.documents == 0
                           : job.state == "done" && job.missing == 0 &&
                                 job.documents == static_cast<std::int64_t>(known->second);
    if (!right)
      comparison.say("job " + job.id + " is " + job.state + ", " + std::to_string(job.documents) + ", " +
                     job.reason);
  }
  return comparison.end();
}

}  // namespace harvest_tests
