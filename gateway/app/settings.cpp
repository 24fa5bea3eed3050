#include "gateway/app/settings.hpp"

#include <boost/asio/ip/address.hpp>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <string_view>
#include <thread>

namespace postern::app {
namespace {

using Endpoint = boost::asio::ip::tcp::endpoint;

/// `ADDRESS:PORT`, the address numeric (IPv6 in brackets) or `localhost`.
std::optional<Endpoint> parse_endpoint(std::string_view text) {
    const std::size_t colon = text.rfind(':');
    if (colon == std::string_view::npos) return std::nullopt;
    std::string host(text.substr(0, colon));
    const std::string_view port_text = text.substr(colon + 1);
    std::uint16_t port = 0;
    const auto [end, failure] =
        std::from_chars(port_text.data(), port_text.data() + port_text.size(), port);
    if (failure != std::errc() || end != port_text.data() + port_text.size()) return std::nullopt;
    if (host.size() > 2 && host.front() == '[' && host.back() == ']')
        host = host.substr(1, host.size() - 2);
    if (host == "localhost") host = "127.0.0.1";
    boost::system::error_code invalid;
    const auto address = boost::asio::ip::make_address(host, invalid);
    if (invalid) return std::nullopt;
    return Endpoint(address, port);
}

Problem bad_endpoint(const char* option, const std::string& text) {
    return {
        "",
        std::string(option) + " \"" + text +
            "\" is not ADDRESS:PORT; write a numeric address and a port, such as 127.0.0.1:3001 or "
            "[::1]:3001"};
}

void settle_addresses(
    Settings& settings, const RunOptions& options, const ServerSettings& server, Problems& problems
) {
    const std::string listen = options.listen.value_or(server.listen.value_or("127.0.0.1:3001"));
    if (const auto endpoint = parse_endpoint(listen)) {
        settings.listen = *endpoint;
    } else {
        problems.push_back(bad_endpoint("--listen", listen));
    }
    const std::string admin = options.admin.value_or(server.admin.value_or("127.0.0.1:3002"));
    if (admin == "off") return;
    settings.admin = parse_endpoint(admin);
    if (!settings.admin) problems.push_back(bad_endpoint("--admin", admin));
}

void settle_credentials(
    Settings& settings, const RunOptions& options, const ServerSettings& server, Problems& problems
) {
    settings.credentials = server.credentials;
    if (options.access_key_id.has_value() != options.secret_access_key.has_value()) {
        problems.push_back(
            {"",
             "--access-key-id and --secret-access-key go together; give both (or "
             "POSTERN_ACCESS_KEY_ID and "
             "POSTERN_SECRET_ACCESS_KEY), or neither"}
        );
    } else if (options.access_key_id) {
        settings.credentials.insert(
            settings.credentials.begin(),
            Credential{
                *options.access_key_id, *options.secret_access_key, std::nullopt, std::nullopt}
        );
    }
}

void settle_callback_auth(
    Settings& settings, const RunOptions& options, const ServerSettings& server, Problems& problems
) {
    std::optional<CallbackAuth> asked = server.callback_auth;
    if (options.callback_auth) {
        asked = *options.callback_auth == "NONE" ? CallbackAuth::none : CallbackAuth::aws_iam;
    }
    const bool is_local = settings.listen.address().is_loopback() &&
                          (!settings.admin || settings.admin->address().is_loopback());
    if (asked) {
        settings.callback_auth = *asked;
    } else if (!settings.credentials.empty()) {
        settings.callback_auth = CallbackAuth::aws_iam;
    } else if (is_local) {
        settings.callback_auth = CallbackAuth::none;
        settings.is_open_by_default = true;
    } else {
        problems.push_back(
            {"",
             "a listener is not on loopback and no credential is configured, so anybody could call "
             "@connections; "
             "give --access-key-id and --secret-access-key, or say --callback-auth NONE"}
        );
    }
}

}  // namespace

Loaded<Settings> settle(const RunOptions& options, const ServerSettings& server) {
    Settings settings;
    Problems problems;
    settle_addresses(settings, options, server, problems);
    settle_credentials(settings, options, server, problems);
    if (problems.empty()) settle_callback_auth(settings, options, server, problems);
    const unsigned cores = std::clamp(std::thread::hardware_concurrency(), 1U, 255U);
    settings.threads = options.threads.value_or(server.threads.value_or(cores));
    settings.region = options.region.value_or(server.region.value_or("us-east-1"));
    settings.account_id = options.account_id.value_or(server.account_id.value_or("000000000000"));
    settings.only_stage = options.stage.value_or("");
    settings.domain_name = server.domain_name.value_or("");
    settings.log_level = options.log_level.value_or(server.log_level.value_or("info"));
    settings.log_format = options.log_format.value_or(server.log_format.value_or(""));
    settings.drain_timeout = server.drain_timeout.value_or(std::chrono::milliseconds(10'000));
    if (options.drain_timeout_seconds) {
        settings.drain_timeout = std::chrono::milliseconds(
            static_cast<std::int64_t>(*options.drain_timeout_seconds * 1'000)
        );
    }
    settings.plugin_limits.worker_threads = server.worker_threads;
    settings.plugin_limits.worker_queue = server.worker_queue;
    if (!problems.empty()) return problems;
    return settings;
}

}  // namespace postern::app
