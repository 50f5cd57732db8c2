// SPDX-License-Identifier: MIT
/// @file
/// All bodies of the library, for one file of a program that is compiled with FIRECRAWL_COMPILED.
#pragma once

#ifndef FIRECRAWL_COMPILED
#error "compile every file with -DFIRECRAWL_COMPILED, or leave firecrawl/src.hpp out"
#else
#include "impl/batch_scrape.ipp"
#include "impl/cancellation.ipp"
#include "impl/client.ipp"
#include "impl/crawl.ipp"
#include "impl/curl_transport.ipp"
#include "impl/data_job.ipp"
#include "impl/error.ipp"
#include "impl/job.ipp"
#include "impl/map.ipp"
#include "impl/models.ipp"
#include "impl/report.ipp"
#include "impl/scrape_options.ipp"
#include "impl/search.ipp"
#include "impl/testing.ipp"
#include "impl/transport.ipp"
#include "impl/webhook.ipp"
#endif
