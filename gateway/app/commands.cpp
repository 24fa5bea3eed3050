#include "gateway/app/commands.hpp"

#include "gateway/app/adapt.hpp"
#include "gateway/app/check.hpp"
#include "gateway/app/explain.hpp"
#include "gateway/app/run.hpp"
#include "gateway/app/version.hpp"
#include "gateway/client/callback_client.hpp"
#include "gateway/client/websocket_client.hpp"

#include <unistd.h>

#include <cstdlib>
#include <iostream>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace postern::app {
namespace {

/// A script is given this long to see the answers to what it sent.
constexpr std::chrono::milliseconds quiet_for_scripts{1'000};

std::optional<std::string> environment(std::string_view name) {
    const char* value =
        std::getenv(std::string(name).c_str());  // NOLINT(concurrency-mt-unsafe): before any thread
    return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

template <class Options>
client::TlsTrust trust_of(const Options& options) {
    client::TlsTrust trust;
    trust.ca_file = options.ca_file;
    if (options.is_insecure) trust.verification = client::TlsTrust::Verification::none;
    return trust;
}

template <class Options>
std::variant<std::optional<client::Signer>, std::string> signer_of(const Options& options) {
    client::CredentialOptions given;
    given.access_key_id = options.access_key_id;
    given.secret_access_key = options.secret_access_key;
    given.region = options.region;
    return client::choose_signer(given, environment);
}

int bad_usage(std::string_view what) {
    std::cerr << "postern: " << what << '\n';
    return 2;
}

struct Execute {
    int operator()(const Exit& exit) const { return exit.status; }
    int operator()(const RunOptions& options) const { return run(options); }
    int operator()(const VersionOptions&) const { return print_version(std::cout); }

    int operator()(const DefinitionOptions& options) const {
        switch (options.verb) {
            case DefinitionOptions::Verb::check:
                return check(options, std::cout, std::cerr);
            case DefinitionOptions::Verb::adapt:
                return adapt(options, std::cout, std::cerr);
            case DefinitionOptions::Verb::explain:
                return explain(options, std::cout, std::cerr);
        }
        return 2;
    }

    int operator()(const ConnectOptions& options) const {
        client::ConnectRequest request;
        request.url = options.url;
        request.headers = options.headers;
        request.subprotocols = options.subprotocols;
        request.trust = trust_of(options);
        if (::isatty(STDIN_FILENO) == 0) request.quiet_before_close = quiet_for_scripts;
        if (options.is_signed) {
            auto signer = signer_of(options);
            if (const auto* missing = std::get_if<std::string>(&signer)) return bad_usage(*missing);
            request.signer = std::get<std::optional<client::Signer>>(signer);
            if (!request.signer) {
                return bad_usage(
                    "--sign needs credentials; give --access-key-id and --secret-access-key, or "
                    "set "
                    "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
                );
            }
        }
        return client::run_connect(request, STDIN_FILENO, std::cout, std::cerr);
    }

    int operator()(const CallbackOptions& options) const {
        client::CallbackRequest request;
        switch (options.verb) {
            case CallbackOptions::Verb::post:
                request.verb = client::CallbackVerb::post;
                break;
            case CallbackOptions::Verb::get:
                request.verb = client::CallbackVerb::get;
                break;
            case CallbackOptions::Verb::close:
                request.verb = client::CallbackVerb::close;
                break;
        }
        request.connection_id = options.connection_id;
        request.text = options.text;
        request.endpoint = options.endpoint;
        request.trust = trust_of(options);
        auto signer = signer_of(options);
        if (const auto* missing = std::get_if<std::string>(&signer)) return bad_usage(*missing);
        request.signer = std::get<std::optional<client::Signer>>(signer);
        return client::run_callback(request, std::cin, std::cout, std::cerr);
    }
};

}  // namespace

int execute(const Command& command) {
    return std::visit(Execute{}, command);
}

}  // namespace postern::app
