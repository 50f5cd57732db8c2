// SPDX-License-Identifier: MIT
// What can go wrong, and what to do about it: one catch for each type of error.
//
//     handle_errors JOB_ID
//
// Waits for the job's end and counts its documents.
//
// FIRECRAWL_API_KEY is the key; FIRECRAWL_API_URL is the server, if it is not the hosted one.
//
// Exit status: 0 all went well; 1 something is broken; 2 wrong usage; 3 the job failed or was cancelled; 4
// there is no such job; 75 try again later; 77 not allowed (the last two as in sysexits.h).

#include <cerrno>
#include <chrono>
#include <firecrawl/firecrawl.hpp>
#include <iostream>
#include <string>
#include <system_error>

namespace fc = firecrawl;

namespace {

enum ExitStatus {
  fine = 0,
  broken = 1,
  usage = 2,
  job_ended_badly = 3,
  no_such_job = 4,
  try_later = 75,
  denied = 77
};

// what() says what was tried, at which URL, how often and what came back; never the key. So it can always be
// logged.
int say(const fc::Error& error, const std::string& advice, ExitStatus status) {
  std::cerr << "handle_errors: " << error.what() << "\n  " << advice << '\n';
  return status;
}

void count_documents(const std::string& id) {
  // What passes is tried again by the library: by then it has not passed.
  fc::ClientOptions client_options;
  client_options.retry.max_attempts = 2;
  fc::Job job = fc::Client::from_env(client_options).batch_scrape_job(id);

  std::cerr << "handle_errors: job " << id << ": " << job.progress().status_text << '\n';
  fc::WaitOptions wait_options;
  wait_options.time_limit = std::chrono::seconds(2);
  job.wait(wait_options);

  std::size_t count = 0;
  for ([[maybe_unused]] const fc::Document& document : job.documents()) ++count;
  if (!(std::cout << count << " documents" << std::endl))
    throw std::system_error(errno, std::generic_category(), "cannot write to the standard output");
}

int run(const std::string& id) {
  // A catch of a base class comes after those of the classes under it.
  try {
    count_documents(id);
    return fine;
  } catch (const fc::UsageError& e) {
    return say(e, "Nothing was sent: correct the id, the key, the URL or the option.", usage);

    // The server said no. All of these are an ApiError: http_status(), code(), details(), body(), attempts().
  } catch (const fc::AuthenticationError& e) {
    return say(e, "Set FIRECRAWL_API_KEY to a key of the server.", denied);
  } catch (const fc::PaymentRequiredError& e) {
    return say(e, "The credits are used up: buy more, or wait for the next month.", denied);
  } catch (const fc::ForbiddenError& e) {
    return say(e, "The job is another team's, or the URL is blocked.", denied);
  } catch (const fc::NotFoundError& e) {
    return say(e, "The id is wrong, or the job is older than a day: start it again.", no_such_job);
  } catch (const fc::ScrapeTimeoutError& e) {
    return say(e, "The server needed too long: try again later.", try_later);
  } catch (const fc::RateLimitError& e) {
    auto wait =
        std::chrono::duration_cast<std::chrono::seconds>(e.retry_after().value_or(std::chrono::minutes(1)));
    return say(e, "Try again in " + std::to_string(wait.count()) + " s, or ask less often.", try_later);
  } catch (const fc::BadRequestError& e) {
    return say(e, "The server's reason: " + e.details().dump(), usage);
  } catch (const fc::ConflictError& e) {
    return say(e, "Nothing to cancel, or an idempotency key for the second time.", broken);
  } catch (const fc::ServerError& e) {
    return say(e, "After " + std::to_string(e.attempts()) + " attempts: the server has a problem.",
               try_later);
  } catch (const fc::ApiError& e) {
    return say(e, "HTTP status " + std::to_string(e.http_status()) + " has no type of its own.", broken);

    // No whole answer came.
  } catch (const fc::TimeoutError& e) {
    return say(e, "The network took too long: try again later.", try_later);
  } catch (const fc::TransportError& e) {
    return say(e, "Is the network there, and the URL right? curl says: " + e.curl_text(), try_later);

    // An answer came, but not one to go on with.
  } catch (const fc::DecodeError& e) {
    return say(e, "Is there a Firecrawl server at that URL? What did not fit: \"" + e.pointer() + "\"",
               broken);
  } catch (const fc::ResponseTooLargeError& e) {
    return say(e, "Raise ClientOptions::max_response_bytes, or lower ReadOptions::page_size.", broken);
  } catch (const fc::PaginationError& e) {
    return say(e, "This server's `next` cannot be followed: it repeats pages. Update the server.", broken);

    // The job has ended, and is not completed: both are a JobEndedError. What it had finished can still be
    // read.
  } catch (const fc::JobFailedError& e) {
    return say(e, std::to_string(e.progress().completed) + " documents can be read all the same.",
               job_ended_badly);
  } catch (const fc::JobCancelledError& e) {
    return say(e, std::to_string(e.progress().completed) + " documents can be read all the same.",
               job_ended_badly);

    // Only if a time limit was set, or a CancellationToken given.
  } catch (const fc::TimeLimitError& e) {
    return say(e, "It took too long: try again later, or with a longer time_limit.", try_later);
  } catch (const fc::CancelledError& e) {
    return say(e, "As you wished.", try_later);
  } catch (const fc::Error& e) {
    return say(e, "This is an error of a newer version of the library.", broken);

    // The program's own.
  } catch (const std::exception& e) {
    std::cerr << "handle_errors: " << e.what() << '\n';
    return broken;
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: handle_errors JOB_ID\n";
    return usage;
  }
  return run(argv[1]);
}
