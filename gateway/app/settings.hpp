#pragma once

#include "gateway/app/options.hpp"
#include "gateway/core/api/model.hpp"
#include "gateway/core/error.hpp"
#include "gateway/integrations/plugin/plugin_host.hpp"

#include <boost/asio/ip/tcp.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace postern::app {

/// What `run` goes by once command line, environment and definition are put together.
struct Settings {
    boost::asio::ip::tcp::endpoint listen;
    /// Absent for `off`.
    std::optional<boost::asio::ip::tcp::endpoint> admin;
    unsigned threads = 1;
    std::string region;
    std::string account_id;
    /// Empty for all stages.
    std::string only_stage;
    std::string domain_name;
    std::vector<Credential> credentials;
    CallbackAuth callback_auth = CallbackAuth::aws_iam;
    /// `@connections` is open only because everything is on loopback and nobody configured a
    /// credential.
    bool is_open_by_default = false;
    std::string log_level;
    /// `text` or `json`; empty for what suits stderr.
    std::string log_format;
    std::chrono::milliseconds drain_timeout{10'000};
    integrations::PluginLimits plugin_limits;
};

/// Command line over environment over `server` over defaults. Refuses what would let strangers call
/// `@connections`: a listener that is not on loopback needs credentials, or `NONE` said in so many
/// words.
[[nodiscard]] Loaded<Settings> settle(const RunOptions& options, const ServerSettings& server);

}  // namespace postern::app
