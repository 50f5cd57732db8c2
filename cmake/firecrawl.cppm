// SPDX-License-Identifier: MIT
// The module firecrawl, experimental: the target firecrawl::module. It exports every public name, also those of
// testing.hpp; a module cannot export macros. What the names mean is written in the headers.
module;

#include <firecrawl/firecrawl.hpp>
#include <firecrawl/testing.hpp>

export module firecrawl;

export namespace firecrawl {
using firecrawl::Action;
using firecrawl::AgentRequest;
using firecrawl::ApiError;
using firecrawl::ApiFailure;
using firecrawl::ApiVersion;
using firecrawl::AuthenticationError;
using firecrawl::BadRequestError;
using firecrawl::BatchScrapeRequest;
using firecrawl::CancellationCallback;
using firecrawl::CancellationSource;
using firecrawl::CancellationToken;
using firecrawl::CancelledError;
using firecrawl::ChangeTrackingOptions;
using firecrawl::Client;
using firecrawl::ClientOptions;
using firecrawl::Concurrency;
using firecrawl::ConflictError;
using firecrawl::CrawlInfo;
using firecrawl::CrawlRequest;
using firecrawl::CurlTransport;
using firecrawl::CurlTransportOptions;
using firecrawl::DataJob;
using firecrawl::DataJobStatus;
using firecrawl::DecodeError;
using firecrawl::DecodeFailure;
using firecrawl::Document;
using firecrawl::DocumentRange;
using firecrawl::Error;
using firecrawl::Exchange;
using firecrawl::ExtractRequest;
using firecrawl::FailedUrl;
using firecrawl::File;
using firecrawl::ForbiddenError;
using firecrawl::Format;
using firecrawl::HttpHeader;
using firecrawl::HttpRequest;
using firecrawl::HttpResponse;
using firecrawl::Job;
using firecrawl::JobCancelledError;
using firecrawl::JobEndedError;
using firecrawl::JobErrors;
using firecrawl::JobFailedError;
using firecrawl::JobKind;
using firecrawl::JobPage;
using firecrawl::JobProgress;
using firecrawl::JobRange;
using firecrawl::JobStatus;
using firecrawl::JsonOptions;
using firecrawl::Location;
using firecrawl::MapLink;
using firecrawl::MapRequest;
using firecrawl::MapResult;
using firecrawl::Metadata;
using firecrawl::NotFoundError;
using firecrawl::PageRange;
using firecrawl::PaginationError;
using firecrawl::PaymentRequiredError;
using firecrawl::ProxyMode;
using firecrawl::QueueStatus;
using firecrawl::RateLimitError;
using firecrawl::ReadOptions;
using firecrawl::Report;
using firecrawl::RequestEvent;
using firecrawl::ResponseTooLargeError;
using firecrawl::RetryPolicy;
using firecrawl::ScrapeOptions;
using firecrawl::ScrapeTimeoutError;
using firecrawl::SearchHit;
using firecrawl::SearchRequest;
using firecrawl::SearchResults;
using firecrawl::ServerError;
using firecrawl::Session;
using firecrawl::Sitemap;
using firecrawl::StartedJob;
using firecrawl::TimeLimitError;
using firecrawl::TimeoutError;
using firecrawl::TransferHints;
using firecrawl::TransferPriority;
using firecrawl::Transport;
using firecrawl::TransportError;
using firecrawl::TransportFailure;
using firecrawl::UrlOutcome;
using firecrawl::Usage;
using firecrawl::UsageError;
using firecrawl::UsagePeriod;
using firecrawl::WaitOptions;
using firecrawl::WaitSet;
using firecrawl::WaitSocket;
using firecrawl::Webhook;
using firecrawl::WebhookCall;
using firecrawl::WebhookEvent;
using firecrawl::from_json;
using firecrawl::has_ended;
using firecrawl::json;
using firecrawl::make_report;
using firecrawl::make_transport;
using firecrawl::milliseconds;
using firecrawl::parse_webhook;
using firecrawl::time_point;
using firecrawl::to_json;
using firecrawl::to_string;
}  // namespace firecrawl

export namespace firecrawl::testing {
using firecrawl::testing::Clock;
using firecrawl::testing::Script;
using firecrawl::testing::status_body;
}  // namespace firecrawl::testing
