// SPDX-License-Identifier: MIT
/// @file
/// All of firecrawl-cpp: a client for the Firecrawl API. https://docs.firecrawl.dev

/// @namespace firecrawl
/// The library: Client is where to begin, Job what it gives, JobRange what is read from that,
/// ClientOptions and ReadOptions what can be set, Error what all exceptions derive from. The namespace
/// `detail` is internal.
#pragma once

#include "account.hpp"
#include "agent.hpp"
#include "batch_scrape.hpp"
#include "cancellation.hpp"
#include "client.hpp"
#include "config.hpp"
#include "crawl.hpp"
#include "curl_transport.hpp"
#include "data_job.hpp"
#include "document.hpp"
#include "error.hpp"
#include "extract.hpp"
#include "job.hpp"
#include "job_models.hpp"
#include "job_range.hpp"
#include "map.hpp"
#include "options.hpp"
#include "parse.hpp"
#include "report.hpp"
#include "scrape_options.hpp"
#include "search.hpp"
#include "sitemap.hpp"
#include "transport.hpp"
#include "wait_set.hpp"
#include "webhook.hpp"
