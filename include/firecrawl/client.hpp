// SPDX-License-Identifier: MIT
/// @file
/// @ingroup jobs
/// Client: the class to begin with.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "account.hpp"
#include "agent.hpp"
#include "batch_scrape.hpp"
#include "cancellation.hpp"
#include "config.hpp"
#include "crawl.hpp"
#include "data_job.hpp"
#include "document.hpp"
#include "extract.hpp"
#include "job.hpp"
#include "map.hpp"
#include "options.hpp"
#include "parse.hpp"
#include "scrape_options.hpp"
#include "search.hpp"

FIRECRAWL_BEGIN_NAMESPACE

namespace detail {
class ClientCore;
}  // namespace detail

/// A Firecrawl account on a server. One client serves many threads at once; copies share its connections. The
/// library starts no thread of its own, and a client that goes away leaves its jobs and ranges working.
///
/// Every call that sends a request throws UsageError, before anything is sent, if the request breaks a rule
/// of the server that is known or cannot be said in this version of the API, with the field and the rule in
/// its text; ApiError, mostly a type under it, if the server says no, also with status 200 and
/// `"success": false`; TransportError if no whole answer came; DecodeError if the answer is not what the API
/// documents; ResponseTooLargeError if it is larger than ClientOptions::max_response_bytes; and
/// CancelledError within 100 ms once its token is cancelled, when the server may have done the work all the
/// same. What a call throws in addition, or when in particular, is said there.
///
/// @code
/// fc::Client client = fc::Client::from_env();
/// for (const fc::Document& document : client.batch_scrape_job("7e1f…").documents()) use(document.markdown);
/// @endcode
class Client {
 public:
  /// A client of the hosted service. No request is sent.
  /// @throws UsageError if the key is empty, contains a control character, or is still the documentation's
  /// placeholder, such as "fc-YOUR-KEY"
  /// @throws TransportError if curl cannot be initialised
  explicit Client(std::string api_key);

  /// The same, for a key that is text in the program or comes from std::getenv().
  /// @throws UsageError also if the pointer is null, as of a variable that is not set
  explicit Client(const char* api_key);
  Client(std::nullptr_t) = delete;

  /// A client with these options. No request is sent. With an empty key, requests carry no Authorization
  /// header: the hosted service takes none of them, and a server of your own may.
  /// @throws UsageError if an option cannot be used, such as a base_url that is not an absolute http(s)
  /// URL; if base_url is the hosted service, and neither key nor transport is given; if the key is a
  /// placeholder
  /// @throws TransportError if curl cannot be initialised
  explicit Client(ClientOptions options);

  /// A client with the key of FIRECRAWL_API_KEY and, if that is set, the server of FIRECRAWL_API_URL, which
  /// may need no key. Like all that reads the environment, not to be called while another thread changes it.
  /// @throws UsageError if neither is set, or one of them cannot be used
  /// @throws TransportError if curl cannot be initialised
  [[nodiscard]] static Client from_env();

  /// The same, with the other options as given: what is set in the environment wins over their `api_key`
  /// and `base_url`.
  /// @throws UsageError if neither variable is set, or an option cannot be used
  /// @throws TransportError if curl cannot be initialised
  [[nodiscard]] static Client from_env(ClientOptions options);

  /// A handle of a job that was started before, here or elsewhere. No request is sent.
  /// @throws UsageError if the id is empty, "." or "..", or contains a control character
  [[nodiscard]] Job batch_scrape_job(std::string id) const;
  // A list of URLs starts a job: start_batch_scrape(). A std::string would take two of them for its two ends.
  Job batch_scrape_job(std::initializer_list<std::string>) const = delete;
  Job batch_scrape_job(const std::vector<std::string>&) const = delete;

  /// Starts a job: one POST, which is sent again only if it provably never reached the server, or was
  /// answered 429.
  ///
  /// The job may have been started all the same if this throws a TransportError whose request_sent() is
  /// true, a ServerError (such as a proxy's 502 or 504), a DecodeError, a ResponseTooLargeError, a
  /// CancelledError, or what ClientOptions::on_event throws.
  ///
  /// @code
  /// fc::StartedJob started = client.start_batch_scrape({"https://a.example", "https://b.example"});
  /// started.job.wait();
  /// for (const fc::Document& document : started.job.documents()) use(document);
  /// @endcode
  /// @param request the URLs, and how to scrape them; a list of URLs alone is enough
  /// @param cancel ends the call within 100 ms; the job may have been started all the same
  /// @throws UsageError for no URL or one of another scheme, a time out of its bounds, an id or a key that is
  /// not a UUID, text that is not UTF-8, more than 10 MB
  /// @see https://docs.firecrawl.dev/api-reference/endpoint/batch-scrape
  StartedJob start_batch_scrape(const BatchScrapeRequest& request, CancellationToken cancel = {}) const;

  // ---- crawl ----

  /// A handle of a crawl that was started before, here or elsewhere. No request is sent.
  Job crawl_job(std::string id) const;

  /// Starts a crawl: one POST, which is sent again only if it provably never reached the server, or was
  /// answered 429. As with start_batch_scrape(), the job may have been started all the same if this throws;
  /// active_crawls() tells.
  /// @param request where to begin, which links to follow, and how to scrape; a URL alone is enough
  /// @param cancel ends the call within 100 ms; the job may have been started all the same
  /// @returns the job. With a prompt, StartedJob::extra has what the server made of it, as
  /// "promptGeneratedOptions" and "finalCrawlerOptions"
  /// @throws UsageError for a URL that is empty or of another scheme, a number or a time out of its bounds,
  /// too long a text
  /// @see https://docs.firecrawl.dev/api-reference/endpoint/crawl-post
  StartedJob start_crawl(const CrawlRequest& request, CancellationToken cancel = {}) const;

  /// The crawls of the account that run, here or elsewhere: one GET.
  /// @see https://docs.firecrawl.dev/api-reference/endpoint/crawl-active
  std::vector<CrawlInfo> active_crawls(CancellationToken cancel = {}) const;

  /// The request that the server's model makes of a prompt; nothing is started. v2. A "maxDepth" that some
  /// servers answer is left out, since starting a crawl with it is refused. What has no field, or does not
  /// fit it, is in CrawlRequest::extra, and would be sent with it.
  ///
  /// @code
  /// fc::ClientOptions options;
  /// options.api_version = fc::ApiVersion::v2;
  /// fc::Client v2 = fc::Client::from_env(options);
  /// fc::CrawlRequest request = v2.preview_crawl("https://docs.example", "the guides, no blog");
  /// request.limit = 100;
  /// v2.start_crawl(request);
  /// @endcode
  /// @throws UsageError with ApiVersion::v1, for a URL without a scheme, for a prompt of more than 10,000
  /// characters
  /// @throws BadRequestError also if the model makes nothing of the prompt
  /// @see https://docs.firecrawl.dev/api-reference/endpoint/crawl-params-preview
  CrawlRequest preview_crawl(const std::string& url, const std::string& prompt,
                             CancellationToken cancel = {}) const;

  // ---- map and search ----

  /// The URLs of a site, in one answer: one POST, for which the server may work for minutes.
  ///
  /// It is paid for. So it is sent again only if it provably never reached the server, or was answered 429,
  /// 502, 503 or 504; see RetryPolicy::repeat_paid_calls.
  /// @throws ScrapeTimeoutError if it took longer than `timeout`
  /// @see https://docs.firecrawl.dev/api-reference/endpoint/map
  MapResult map(const MapRequest& request, CancellationToken cancel = {}) const;

  /// Searches the web, and scrapes the hits if SearchRequest::scrape says how: one POST, for which the server
  /// may work for minutes. It is sent again under the same conditions as that of map().
  /// @see https://docs.firecrawl.dev/api-reference/endpoint/search
  SearchResults search(const SearchRequest& request, CancellationToken cancel = {}) const;

  // ---- account ----

  /// The credits that are left, and those of the plan.
  /// @throws NotFoundError if the server keeps no account, as most servers of one's own
  /// @see https://docs.firecrawl.dev/api-reference/endpoint/credit-usage
  Usage credit_usage(CancellationToken cancel = {}) const;

  /// The same in tokens.
  /// @see https://docs.firecrawl.dev/api-reference/endpoint/token-usage
  Usage token_usage(CancellationToken cancel = {}) const;

  /// The credits that were used, month by month, the oldest first.
  ///
  /// @code
  /// for (const fc::UsagePeriod& month : client.credit_history()) std::cout << month.used << '\n';
  /// @endcode
  /// With `by_api_key` there is an entry for each key and month.
  /// @see https://docs.firecrawl.dev/api-reference/endpoint/credit-usage-historical
  std::vector<UsagePeriod> credit_history(bool by_api_key = false, CancellationToken cancel = {}) const;

  /// The same in tokens.
  /// @see https://docs.firecrawl.dev/api-reference/endpoint/token-usage-historical
  std::vector<UsagePeriod> token_history(bool by_api_key = false, CancellationToken cancel = {}) const;

  /// How many jobs of the account run, and how many wait.
  /// @see https://docs.firecrawl.dev/api-reference/endpoint/queue-status
  QueueStatus queue_status(CancellationToken cancel = {}) const;

  /// How many pages of the account are scraped at this moment, and how many may be.
  Concurrency concurrency(CancellationToken cancel = {}) const;

  // ---- scrape ----

  /// Scrapes one page, and returns it. The server works for as long as the page takes, seconds to some
  /// minutes, and up to 330 seconds are waited for its answer, or the `timeout` of the options and 30
  /// seconds.
  ///
  /// That the page itself answers 404 or 403 is not an error: the document says so in `metadata.status_code`
  /// and `metadata.error`. Each scrape is paid for. Sent again is only what provably never reached the
  /// server, was answered 429, 502, 503 or 504, or is still being worked for (RetryPolicy): if this throws a
  /// TransportError whose request_sent() is true, the page may have been scraped and paid for all the same.
  ///
  /// @code
  /// fc::Document page = client.scrape("https://a.example", fc::ScrapeOptions());
  /// use(page.markdown);
  /// @endcode
  /// @param url the page; without a scheme it gets "http://"
  /// @param options how to scrape it. What a scrape takes in addition, such as "zeroDataRetention", goes into
  /// their `extra`
  /// @param cancel ends the call within 100 ms; the page may be scraped all the same
  /// @returns the document. A warning of the answer is the document's. What the answer says in addition to
  /// the document, such as "scrape_id" or "agent_hints", is in Document::extra under its name, with
  /// "response." before it if the document has something of that name itself
  /// @throws UsageError also if the URL is empty or of another scheme
  /// @throws ScrapeTimeoutError if the page took longer than the server waits for it
  /// @throws ApiError with what is wrong with the page as its code(), such as "SCRAPE_ALL_ENGINES_FAILED"
  /// @throws DecodeError if the answer has no document. What the document contains is never a reason
  /// @see https://docs.firecrawl.dev/api-reference/endpoint/scrape
  Document scrape(const std::string& url, const ScrapeOptions& options = {},
                  CancellationToken cancel = {}) const;

  /// What a scrape of the last hours came to, here or elsewhere: one GET, which costs nothing. A server of
  /// your own keeps none of them unless it has a database.
  /// The id is Metadata::scrape_id of the document.
  /// @throws NotFoundError if the server does not know it, or not any more
  Document scrape_result(const std::string& scrape_id, CancellationToken cancel = {}) const;

  // ---- parse ----

  /// Makes a document of a file of yours: a PDF, a Word file, a spreadsheet, HTML and others. v2 only. The
  /// file is not copied (a Transport of your own may need a copy: see Session::takes_body_parts()). The
  /// server works for as long as the file takes; what scrape() says of waiting, of paying and of sending
  /// again is true here, too.
  /// @param file the file; it must stay as it is during the call
  /// @param options the formats, and what else is the same for a file as for a page: no actions, no waiting,
  /// no location, no mobile, no proxy but "auto" and "basic", no picture of it
  /// @param cancel ends the call within 100 ms; the file may be parsed all the same
  /// @throws UsageError if the client is one of v1; if the file is larger than 50 MB (52,428,800 bytes), or
  /// its name is empty, not UTF-8, or contains a line break; for options that a file cannot have
  /// @throws BadRequestError also if the server cannot read such files: "UNSUPPORTED_FILE_TYPE" is its code()
  /// @see https://docs.firecrawl.dev/api-reference/endpoint/parse
  Document parse(const File& file, const ScrapeOptions& options = {}, CancellationToken cancel = {}) const;

  // ---- extract and agent ----

  /// A handle of an extract that was started before, here or elsewhere. No request is sent.
  /// @throws UsageError if the id is empty, "." or "..", or contains a control character
  [[nodiscard]] DataJob extract_job(std::string id) const;

  /// A handle of an agent that was started before, here or elsewhere. No request is sent.
  /// @throws UsageError also if the client is one of v1, which has no agents
  [[nodiscard]] DataJob agent_job(std::string id) const;

  /// Starts an extract: one POST, which is sent again only if it provably never reached the server, or was
  /// answered 429. What start_batch_scrape() says of starts whose answer does not arrive is true here, too.
  ///
  /// On v1 a server may keep the answer back while it prepares the run. A server that answers with the data
  /// itself, as the service does on v1 for some old accounts, is a DecodeError without
  /// `request.extra["origin"] = "api-sdk"`.
  /// @throws UsageError for neither URLs nor a prompt, more than 10 URLs, a text of more than 10000
  /// characters, a schema that is not an object
  /// @see https://docs.firecrawl.dev/api-reference/endpoint/extract
  DataJob start_extract(const ExtractRequest& request, CancellationToken cancel = {}) const;

  /// Starts an agent: one POST, which is sent again as that of start_extract() is. v2 only.
  /// @throws UsageError for a client of v1, no prompt or one of more than 10000 characters, a schema that is
  /// not an object, max_credits not above 0
  /// @see https://docs.firecrawl.dev/api-reference/endpoint/agent
  DataJob start_agent(const AgentRequest& request, CancellationToken cancel = {}) const;

  // ---- any other call ----

  /// Any call of the API that has no function here: sends JSON to a path of the configured server, and
  /// returns the JSON of its answer. The key, the retries, the limits, the events and the errors are those of
  /// all calls.
  ///
  /// GET, PUT and DELETE are sent again as a GET is. A POST and a PATCH may start something, and are sent
  /// again only if they provably never reached the server, or were answered 429. For their answers the server
  /// may work for 330 seconds, or the `timeout` of the body (in milliseconds) and 30 seconds if that is more.
  ///
  /// @code
  /// auto queue = client.request("GET", "/v2/team/queue-status");
  /// auto map = client.request("POST", "/v2/map", {{"url", "https://a.example"}, {"limit", 10}});
  /// use(queue.at("jobsInQueue"), map.at("links"));
  /// @endcode
  /// @param method "GET", "POST", "PUT", "PATCH" or "DELETE"
  /// @param path path and query below `base_url`, the version included, such as "/v2/monitor?limit=5". The
  /// version may be another than ClientOptions::api_version. Never a URL: the key goes to no other server
  /// @param body sent as JSON, of at most 10 MB; null: no body
  /// @param cancel ends the call within 100 ms
  /// @returns the answer; null if it has no body. What is not valid Unicode in it is U+FFFD, and a number
  /// beyond double is its text
  /// @throws UsageError if the method is not one of these, or the path does not begin with one "/", or
  /// contains a segment "." or "..", a "#", or a character that has to be percent-encoded; if a GET has a
  /// body; if a text in the body is not UTF-8
  /// @throws DecodeError if the answer is not JSON, is deeper than 256 levels, or has more than 1,000,000
  /// values
  nlohmann::json request(const std::string& method, const std::string& path,
                         const nlohmann::json& body = nullptr, CancellationToken cancel = {}) const;

 private:
  std::shared_ptr<const detail::ClientCore> core_;
};

FIRECRAWL_END_NAMESPACE

#ifndef FIRECRAWL_COMPILED
#include "impl/client.ipp"
#endif
