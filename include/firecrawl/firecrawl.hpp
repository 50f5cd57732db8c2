/// @file
/// All of firecrawl-cpp: a client for Firecrawl's batch scrape API. https://docs.firecrawl.dev

/// @namespace firecrawl
/// The library: Client is where to begin, BatchScrapeJob what it gives, JobRange what is read from that,
/// ClientOptions and PageOptions what can be set, Error what all exceptions derive from. What stands in the
/// namespace `detail` is nobody's business outside.
#pragma once

#include "batch_scrape_job.hpp"
#include "batch_scrape_request.hpp"
#include "cancellation.hpp"
#include "client.hpp"
#include "curl_transport.hpp"
#include "error.hpp"
#include "model_json.hpp"
#include "models.hpp"
#include "options.hpp"
#include "page_range.hpp"
#include "report.hpp"
#include "transport.hpp"
#include "version.hpp"
