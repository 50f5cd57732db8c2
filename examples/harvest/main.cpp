// SPDX-License-Identifier: MIT
// Reads many jobs with many workers, on one machine or several, into SQLite or PostgreSQL: each document
// once.
//
//     harvest init | add JOB... | add --start urls.txt | work | webhook | status | search WORDS | export
//
// All take --store sqlite:FILE (harvest.db) or --store postgresql://..., or HARVEST_STORE in the environment;
// `harvest COMMAND --help` says more.
// FIRECRAWL_API_KEY is the key; FIRECRAWL_API_URL is the server, if it is not the hosted one.
//
// Exit status: 0 done; 1 something went wrong; 2 wrong usage; 3 nothing found, or a part of a list was left
// out.
#include <CLI/CLI.hpp>
#include <cstdlib>
#include <firecrawl/error.hpp>
#include <iostream>

#include "commands.hpp"
#include "webhook.hpp"
#include "worker.hpp"

namespace harvest {
namespace {

struct Arguments {
  std::string store = "sqlite:harvest.db";
  std::vector<std::string> jobs;
  bool crawl = false;
  StartSettings start;
  WorkSettings work;
  double lease = 60;
  double poll = 5;
  StatusSettings status;
  WebhookSettings webhook;
  std::vector<std::string> words;
  std::size_t most = 20;
  std::string job;
};

std::chrono::milliseconds milliseconds(double seconds) {
  return std::chrono::milliseconds(static_cast<std::int64_t>(seconds * 1000));
}

// With the tables as this program needs them.
std::unique_ptr<Store> ready_store(const Arguments& arguments) {
  auto store = open_store(arguments.store);
  store->check_version();
  return store;
}

void define_add(CLI::App& app, Arguments& arguments) {
  CLI::App* const add = app.add_subcommand("add", "Add jobs by their ids, or start them from a list of URLs");
  add->add_option("JOB", arguments.jobs, "Ids of jobs that were started before");
  add->add_flag("--crawl", arguments.crawl, "They are crawls, not batch scrapes");
  add->add_option("--start", arguments.start.file, "A file with a URL a line, to be started as batch scrapes")
      ->check(CLI::ExistingFile);
  add->add_option("--part", arguments.start.part_size, "URLs a batch scrape")->check(CLI::Range(1, 100'000));
  add->add_option("--format", arguments.start.formats, "Formats to ask for, such as markdown or links");
  add->add_option("--webhook", arguments.start.webhook, "Where the server reports to: harvest webhook");
  add->add_flag("--again", arguments.start.again, "Start the whole list, even if it was started before");
  add->add_flag("--unknown-again", arguments.start.unknown_again,
                "Also parts of which it is not known whether they were started");
}

void define_work(CLI::App& app, Arguments& arguments) {
  CLI::App* const work = app.add_subcommand("work", "Read the jobs; SIGTERM or Ctrl-C ends it in order");
  work->add_option("--slots", arguments.work.slots, "Jobs that it has at the same time")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  work->add_option("--lease", arguments.lease,
                   "Seconds after which a worker that says nothing has lost its jobs")
      ->check(CLI::Range(0.1, 86400.0));
  work->add_option("--poll", arguments.poll, "Seconds between two looks at a job that runs")
      ->check(CLI::Range(0.0, 86400.0));
  work->add_flag("--drain", arguments.work.drain, "End when no job is open any more");
  work->add_flag("--quiet", arguments.work.quiet, "Say nothing");
}

void define_rest(CLI::App& app, Arguments& arguments) {
  app.add_subcommand("init", "Make the tables, or bring them up to date");
  CLI::App* const status = app.add_subcommand("status", "How far the jobs are");
  status->add_flag("--jobs", arguments.status.jobs, "List every job");
  status->add_flag("--watch", arguments.status.watch, "Show a progress bar until no job is open");
  CLI::App* const search = app.add_subcommand("search", "Documents with all of these words");
  search->add_option("WORD", arguments.words, "Words, or \"phrases\" in quotes")->required();
  search->add_option("--most", arguments.most, "How many to show");
  CLI::App* const output = app.add_subcommand("export", "Write all documents as JSON lines");
  output->add_option("--job", arguments.job, "Only those of this job");
}

void define_webhook(CLI::App& app, Arguments& arguments) {
  CLI::App* const webhook = app.add_subcommand(
      "webhook", "Take the server's reports of its jobs; FIRECRAWL_WEBHOOK_SECRET is the account's secret");
  webhook->add_option("--address", arguments.webhook.address, "Where to listen")->capture_default_str();
  webhook->add_option("--port", arguments.webhook.port, "The port; 0: any")->capture_default_str();
}

int run(const CLI::App& app, Arguments& arguments) {
  if (app.got_subcommand("init")) return run_init(*open_store(arguments.store));
  if (app.got_subcommand("work")) {
    arguments.work.store = arguments.store;
    arguments.work.read.lease = milliseconds(arguments.lease);
    arguments.work.read.poll = milliseconds(arguments.poll);
    return work(arguments.work);
  }
  if (app.got_subcommand("webhook")) {
    const char* const secret = std::getenv("FIRECRAWL_WEBHOOK_SECRET");
    arguments.webhook.secret = secret == nullptr ? "" : secret;
    arguments.webhook.store = arguments.store;
    return run_webhook(arguments.webhook);
  }
  const auto store = ready_store(arguments);
  if (app.got_subcommand("add")) {
    if (!arguments.jobs.empty()) run_add(*store, arguments.jobs, arguments.crawl ? "crawl" : "batch_scrape");
    return arguments.start.file.empty() ? 0 : run_start(*store, arguments.start);
  }
  if (app.got_subcommand("status")) return run_status(*store, arguments.status);
  if (app.got_subcommand("search")) return run_search(*store, arguments.words, arguments.most);
  return run_export(*store, arguments.job);
}

}  // namespace
}  // namespace harvest

int main(int argc, char** argv) {
  harvest::Arguments arguments;
  CLI::App app{"Reads many jobs with many workers: each document once"};
  app.add_option("--store", arguments.store, "sqlite:FILE or postgresql://...")
      ->envname("HARVEST_STORE")  // other users of the machine do not see it there
      ->capture_default_str();
  app.require_subcommand(1);
  app.fallthrough();  // --store may come after the command
  harvest::define_add(app, arguments);
  harvest::define_work(app, arguments);
  harvest::define_rest(app, arguments);
  harvest::define_webhook(app, arguments);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  try {
    return harvest::run(app, arguments);
  } catch (const firecrawl::UsageError& error) {
    std::cerr << "harvest: " << error.what() << '\n';
    return 2;
  } catch (const std::exception& error) {
    std::cerr << "harvest: " << error.what() << '\n';
    return 1;
  }
}
