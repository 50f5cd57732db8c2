// SPDX-License-Identifier: MIT
#include "demo_server_options.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <limits>
#include <memory>
#include <stdexcept>
#include <string_view>
#include <system_error>
#include <utility>

#include "documents.hpp"
#include "moving_listing.hpp"

namespace support {

namespace {

template <typename Number>
Number number(std::string_view text, Number least = 0,
              Number most = static_cast<Number>((std::numeric_limits<std::int32_t>::max)())) {
  Number value{};
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc::invalid_argument || stop != text.data() + text.size()) {
    throw std::invalid_argument("not a number");
  }
  if (error != std::errc() || value < least || value > most) {
    throw std::invalid_argument("not between " + std::to_string(least) + " and " + std::to_string(most));
  }
  return value;
}

std::size_t size(std::string_view text) { return number<std::size_t>(text); }
std::size_t positive(std::string_view text) { return number<std::size_t>(text, 1); }

std::vector<int> statuses(std::string_view list) {
  std::vector<int> values;
  while (!list.empty()) {
    const std::string_view item = list.substr(0, list.find(','));
    values.push_back(number<int>(item, 200, 599));
    list.remove_prefix(std::min(item.size() + 1, list.size()));
  }
  return values;
}

NextStyle next_style(std::string_view name) {
  constexpr std::pair<std::string_view, NextStyle> styles[] = {
      {"absolute", NextStyle::absolute}, {"path", NextStyle::relative_path},
      {"query", NextStyle::query_only},  {"https", NextStyle::https_scheme},
      {"host", NextStyle::other_host},   {"port", NextStyle::other_port}};
  for (const auto& [known, style] : styles) {
    if (name == known) return style;
  }
  throw std::invalid_argument("not one of absolute, path, query, https, host, port");
}

// What can be pasted into a shell, and into a header.
std::string key(std::string_view text) {
  constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.";
  if (text.empty() || text.find_first_not_of(letters) != std::string_view::npos) {
    throw std::invalid_argument("not made of letters, digits, '-', '_' and '.'");
  }
  return std::string(text);
}

struct Option {
  const char* name;
  const char* value;  ///< what --help calls it; empty: the option takes none
  const char* help;   ///< a line break goes to the next line's column
  void (*set)(DemoOptions&, std::string_view);
};

constexpr Option table[] = {
    {"--job", "ID", "the job's id (demo)", [](DemoOptions& o, std::string_view v) { o.job.id = v; }},
    {"--documents", "N", "how many documents the job has (250, or those of --folder)",
     [](DemoOptions& o, std::string_view v) { o.documents = positive(v); }},
    {"--folder", "DIR",
     "the documents: the *.json files of this folder, again from the first if N is greater",
     [](DemoOptions& o, std::string_view v) { o.folder = v; }},
    {"--document-bytes", "N", "make each document about this large",
     [](DemoOptions& o, std::string_view v) { o.document_bytes = size(v); }},
    {"--page-documents", "N", "at most so many documents a page (100)",
     [](DemoOptions& o, std::string_view v) { o.job.page_documents = positive(v); }},
    {"--page-bytes", "N", "at most so many bytes of documents a page (10485760)",
     [](DemoOptions& o, std::string_view v) { o.job.page_bytes = positive(v); }},
    {"--status", "STATUS", "completed, scraping, failed or cancelled (completed)",
     [](DemoOptions& o, std::string_view v) { o.job.status = v; }},
    {"--finished", "N", "how many documents are listed (all)",
     [](DemoOptions& o, std::string_view v) { o.job.finished = size(v); }},
    {"--interval-ms", "M",
     "a job that runs: every M milliseconds of real time more documents are finished, also of jobs\nthat "
     "COMMAND starts",
     [](DemoOptions& o, std::string_view v) { o.interval_ms = positive(v); }},
    {"--step", "K", "so many each time (10), the first ones at once",
     [](DemoOptions& o, std::string_view v) { o.step = positive(v); }},
    {"--late", "K",
     "each K-th document is listed some requests later than the others, in its place among them",
     [](DemoOptions& o, std::string_view v) { o.late = positive(v); }},
    {"--gaps", "K", "each K-th document counts into `skip` some requests before it is sent",
     [](DemoOptions& o, std::string_view v) { o.gaps = positive(v); }},
    {"--next", "STYLE",
     "how links to the next page are written (absolute): absolute, path or query; https, host or\nport, "
     "which name another server",
     [](DemoOptions& o, std::string_view v) { o.job.next_style = next_style(v); }},
    {"--ignore-limit", "", "pages have as many documents as the server likes",
     [](DemoOptions& o, std::string_view) { o.job.ignore_limit = true; }},
    {"--ignore-skip", "", "each page begins with the first document",
     [](DemoOptions& o, std::string_view) { o.job.ignore_skip = true; }},
    {"--errors", "N", "failed pages that the errors endpoint lists (0), also of jobs that COMMAND starts",
     [](DemoOptions& o, std::string_view v) { o.errors = size(v); }},
    {"--gzip", "", "compress answers for clients that ask for it",
     [](DemoOptions& o, std::string_view) { o.job.compression = Compression::gzip; }},
    {"--delay-ms", "D", "wait before each answer that has pages of the web",
     [](DemoOptions& o, std::string_view v) { o.job.delay = std::chrono::milliseconds(size(v)); }},
    {"--site-pages", "N", "how many pages each site has that COMMAND crawls or maps (60)",
     [](DemoOptions& o, std::string_view v) { o.site_pages = positive(v); }},
    {"--port", "N", "listen on this port (one that is free)",
     [](DemoOptions& o, std::string_view v) { o.port = number<std::uint16_t>(v, 1, 65'535); }},
    {"--key", "KEY", "the only key that is accepted (fc-demo)",
     [](DemoOptions& o, std::string_view v) { o.key = key(v); }},
    {"--fail-status", "N,N...", "answer the first requests with these HTTP statuses",
     [](DemoOptions& o, std::string_view v) { o.fail_status = statuses(v); }},
    {"--help", "", "print this", [](DemoOptions& o, std::string_view) { o.help = true; }},
};

// Each pair says two things of the same.
constexpr std::pair<std::string_view, std::string_view> either_or[] = {
    {"--document-bytes", "--folder"}, {"--status", "--interval-ms"}, {"--finished", "--interval-ms"},
    {"--late", "--interval-ms"},      {"--late", "--finished"},      {"--late", "--page-bytes"},
    {"--gaps", "--interval-ms"},      {"--gaps", "--finished"},      {"--gaps", "--page-bytes"}};

void check_together(const std::vector<std::string_view>& given) {
  const auto has = [&given](std::string_view name) {
    return std::find(given.begin(), given.end(), name) != given.end();
  };
  for (const auto& [one, other] : either_or) {
    if (has(one) && has(other)) {
      throw std::invalid_argument(std::string(one) + " has no meaning with " + std::string(other));
    }
  }
  if (has("--step") && !has("--interval-ms")) {
    throw std::invalid_argument("--step has no meaning without --interval-ms");
  }
}

const Option& find_option(std::string_view name) {
  if (name.substr(0, 1) != "-") {
    throw std::invalid_argument("not an option: " + std::string(name) + " (a command comes after --)");
  }
  for (const Option& option : table) {
    if (name == option.name) return option;
  }
  throw std::invalid_argument("unknown option: " + std::string(name));
}

// As of servers that list a document when what has stored it began: what takes long comes in front of others.
// And as of servers that count documents whose values are not there yet.
std::shared_ptr<MovingListing> make_listing(const DemoOptions& options, std::size_t count) {
  MovingPlan plan;
  plan.page = options.job.page_documents;
  plan.final_status = options.job.status;
  plan.ignores_skip = options.job.ignore_skip;
  const auto each = [](std::size_t i, std::size_t k) { return k > 0 && i % k == k - 1; };
  for (std::size_t i = 0; i < count; ++i) {
    ListedDocument document;
    document.number = i;
    if (each(i, options.late)) document.visible_at = 1 + i % 5;
    document.valued_at = document.visible_at;
    if (each(i, options.gaps)) document.valued_at += 1 + i % 3;
    plan.documents.push_back(document);
  }
  return std::make_shared<MovingListing>(std::move(plan));
}

std::string error_entry(std::size_t i) {
  return R"({"id":")" + scrape_id(900'000 + i) + R"(","timestamp":"2026-01-02T03:04:05.678Z","url":")" +
         document_url(900'000 + i) +
         R"(","code":"SCRAPE_ALL_ENGINES_FAILED","error":"All scraping engines failed!"})";
}

}  // namespace

std::string demo_usage() {
  constexpr std::size_t column = 24;
  std::string text =
      "usage: demo_server [options] [-- COMMAND [ARGUMENT...]]\n"
      "\n"
      "Serves Firecrawl's API on 127.0.0.1 while COMMAND runs, with FIRECRAWL_API_URL and FIRECRAWL_API_KEY "
      "set for it,\n"
      "and ends as COMMAND does. Without a command: says what to set, and serves until it is interrupted. "
      "One batch\n"
      "scrape job is there from the start; more jobs, crawls, scrapes, maps and searches are what COMMAND "
      "asks "
      "for, of a\n"
      "made-up web. Requests are checked as strictly as by the real server.\n"
      "\n";
  for (const Option& option : table) {
    std::string line = std::string("  ") + option.name + ' ' + option.value;
    line.resize((std::max)(column, line.size() + 1), ' ');
    for (const char* c = option.help; *c != '\0'; ++c) {
      line += *c;
      if (*c == '\n') line.append(column, ' ');
    }
    text += line + '\n';
  }
  return text;
}

DemoOptions parse_demo_options(int count, char** arguments) {
  DemoOptions options;
  options.job.id = "demo";
  std::vector<std::string_view> given;
  for (int i = 1; i < count; ++i) {
    const std::string_view argument = arguments[i];
    if (argument == "--") {
      if (i + 1 == count) throw std::invalid_argument("no command after --");
      options.command = arguments + i + 1;
      break;
    }
    const auto equals = argument.find('=');
    const Option& option = find_option(argument.substr(0, equals));
    const std::string name = option.name;
    const bool takes_value = *option.value != '\0';
    std::string_view value;
    if (equals != std::string_view::npos) {
      value = argument.substr(equals + 1);
      if (!takes_value) throw std::invalid_argument(name + " takes no value");
    } else if (takes_value) {
      if (i + 1 < count) value = arguments[++i];
      if (value.empty() || value.substr(0, 2) == "--") {
        throw std::invalid_argument("no value: " + name + ' ' + option.value);
      }
    }
    try {
      option.set(options, value);
    } catch (const std::invalid_argument& error) {
      throw std::invalid_argument(name + ' ' + std::string(value) + ": " + error.what());
    }
    given.emplace_back(option.name);
  }
  if (!options.help) check_together(given);
  return options;
}

Job make_demo_job(const DemoOptions& options) {
  Job job = options.job;
  job.count = options.documents;
  if (!options.folder.empty()) {
    std::vector<std::string> texts = documents_from_folder(options.folder);
    if (job.count == 0) job.count = texts.size();
    job.document = [texts = std::move(texts)](std::size_t i) { return texts[i % texts.size()]; };
  } else if (options.document_bytes > 0) {
    job.document = [bytes = options.document_bytes](std::size_t i) { return make_large_document(i, bytes); };
  }
  if (job.count == 0) job.count = 250;
  if (options.interval_ms > 0) {
    job.schedule = Schedule{options.step, std::chrono::milliseconds(options.interval_ms)};
  }
  if (options.late > 0 || options.gaps > 0) job.listing = make_listing(options, job.count);
  for (std::size_t i = 0; i < options.errors; ++i) job.errors.push_back(error_entry(i));
  return job;
}

}  // namespace support
