#include "gateway/app/options.hpp"

#include "gateway/core/ids.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

namespace postern::app {
namespace {

/// The command line in the making: parsing sets `chosen`.
struct CommandLine {
    CLI::App cli{"Amazon API Gateway WebSocket APIs on a machine of your own"};
    Command chosen = Exit{2};
    RunOptions run;
    DefinitionOptions definition;
    ConnectOptions connect;
    CallbackOptions callback;
};

void add_run(CommandLine& line) {
    RunOptions& run = line.run;
    CLI::App& verb = *line.cli.add_subcommand(
        "run", "serve what PATH defines (the built-in demo when there is nothing)"
    );
    verb.add_option("PATH", run.path, "definition file or folder");
    verb.add_option(
            "--listen", run.listen, "public ADDRESS:PORT (default 127.0.0.1:3001; port 0 picks one)"
    )
        ->envname("POSTERN_LISTEN");
    verb.add_option("--admin", run.admin, "admin ADDRESS:PORT or off (default 127.0.0.1:3002)")
        ->envname("POSTERN_ADMIN");
    verb.add_option("--threads", run.threads, "I/O shards (default: number of cores)")
        ->envname("POSTERN_THREADS")
        ->check(CLI::Range(1, 255));
    verb.add_option("--region", run.region, "AWS region (default us-east-1)")
        ->envname("POSTERN_REGION");
    verb.add_option("--account-id", run.account_id, "AWS account (default 000000000000)")
        ->envname("POSTERN_ACCOUNT_ID");
    verb.add_option("--stage", run.stage, "serve only this stage")->envname("POSTERN_STAGE");
    verb.add_option("--access-key-id", run.access_key_id, "credential that may call @connections")
        ->envname("POSTERN_ACCESS_KEY_ID");
    verb.add_option("--secret-access-key", run.secret_access_key, "its secret")
        ->envname("POSTERN_SECRET_ACCESS_KEY");
    verb.add_option("--callback-auth", run.callback_auth, "AWS_IAM or NONE")
        ->envname("POSTERN_CALLBACK_AUTH")
        ->check(CLI::IsMember({"AWS_IAM", "NONE"}));
    verb.add_option("--parity", run.parity, "strict (as AWS, the default) or extended")
        ->envname("POSTERN_PARITY")
        ->check(CLI::IsMember({"strict", "extended"}));
    verb.add_option("--log-level", run.log_level, "trace, debug, info (default), warn or error")
        ->envname("POSTERN_LOG_LEVEL")
        ->check(CLI::IsMember({"trace", "debug", "info", "warn", "error"}));
    verb.add_option("--log-format", run.log_format, "text or json (default: text on a terminal)")
        ->envname("POSTERN_LOG_FORMAT")
        ->check(CLI::IsMember({"text", "json"}));
    verb.add_option("--drain-timeout", run.drain_timeout_seconds, "seconds to end in (default 10)")
        ->envname("POSTERN_DRAIN_TIMEOUT")
        ->check(CLI::Range(0.0, 3600.0));
    verb.add_flag("--watch", run.is_watching, "reload when the definition changes")
        ->envname("POSTERN_WATCH");
    verb.callback([&line] { line.chosen = line.run; });
}

void add_definition_verb(
    CommandLine& line,
    const std::string& name,
    const std::string& help,
    DefinitionOptions::Verb kind
) {
    CLI::App& verb = *line.cli.add_subcommand(name, help);
    verb.add_option("PATH", line.definition.path, "definition file or folder");
    verb.add_option("--parity", line.definition.parity, "strict (default) or extended")
        ->envname("POSTERN_PARITY")
        ->check(CLI::IsMember({"strict", "extended"}));
    if (kind == DefinitionOptions::Verb::explain) {
        verb.add_option("--message", line.definition.message, "a client's message")->required();
    }
    verb.callback([&line, kind] {
        line.definition.verb = kind;
        line.chosen = line.definition;
    });
}

template <class Options>
void add_client_options(CLI::App& verb, Options& options) {
    verb.add_option(
        "--access-key-id", options.access_key_id, "credential (default: AWS_ACCESS_KEY_ID)"
    );
    verb.add_option(
        "--secret-access-key",
        options.secret_access_key,
        "its secret (default: AWS_SECRET_ACCESS_KEY)"
    );
    verb.add_option(
        "--region", options.region, "region to sign for (default: AWS_REGION, us-east-1)"
    );
    verb.add_option("--ca", options.ca_file, "PEM file of certificates to trust");
    verb.add_flag("--insecure", options.is_insecure, "do not verify the server's certificate");
}

void add_connect(CommandLine& line) {
    CLI::App& verb = *line.cli.add_subcommand(
        "connect", "interactive WebSocket client: a line typed is a message"
    );
    verb.add_option("URL", line.connect.url, "ws://HOST:PORT/STAGE")->required();
    verb.add_option(
        "-H,--header", line.connect.headers, "'Name: value' to send with the handshake"
    );
    verb.add_option("-s,--subprotocol", line.connect.subprotocols, "subprotocol to offer");
    verb.add_flag("--sign", line.connect.is_signed, "sign the handshake with SigV4");
    add_client_options(verb, line.connect);
    verb.callback([&line] { line.chosen = line.connect; });
}

void add_callback_verb(
    CommandLine& line, const std::string& name, const std::string& help, CallbackOptions::Verb kind
) {
    CLI::App& verb = *line.cli.add_subcommand(name, help);
    // Taken from the command line already if it begins with a dash; then the next word is TEXT.
    if (line.callback.connection_id.empty()) {
        verb.add_option("ID", line.callback.connection_id, "connection id")->required();
    }
    if (kind == CallbackOptions::Verb::post) {
        verb.add_option("TEXT", line.callback.text, "what to send (default: standard input)");
    }
    verb.add_option("--endpoint", line.callback.endpoint, "URL of the stage")
        ->capture_default_str();
    add_client_options(verb, line.callback);
    verb.callback([&line, kind] {
        line.callback.verb = kind;
        line.chosen = line.callback;
    });
}

/// Takes the first connection id that begins with `-` out of `arguments`, as one in 64 does: it
/// would be read as an option. Empty when there is none.
std::string take_dashed_id(std::vector<std::string>& arguments) {
    const auto found = std::ranges::find_if(arguments, [](const std::string& argument) {
        return argument.starts_with('-') && ConnectionId::parse(argument);
    });
    if (found == arguments.end()) return {};
    std::string id = std::move(*found);
    arguments.erase(found);
    return id;
}

}  // namespace

Command read_command_line(int argc, const char* const* argv) {
    CommandLine line;
    std::vector<std::string> arguments(argv + 1, argv + argc);
    line.callback.connection_id = take_dashed_id(arguments);
    line.cli.require_subcommand(1);
    add_run(line);
    using Definition = DefinitionOptions::Verb;
    add_definition_verb(
        line, "check", "say what PATH defines and what is wrong with it", Definition::check
    );
    add_definition_verb(line, "adapt", "print PATH in Postern's own JSON", Definition::adapt);
    add_definition_verb(
        line, "explain", "say which route a message takes, and why", Definition::explain
    );
    add_connect(line);
    using Callback = CallbackOptions::Verb;
    add_callback_verb(
        line, "post", "send TEXT to a connection through @connections", Callback::post
    );
    add_callback_verb(line, "get", "describe a connection", Callback::get);
    add_callback_verb(line, "close", "close a connection", Callback::close);
    line.cli.add_subcommand("version", "print versions and parity level")->callback([&line] {
        line.chosen = VersionOptions{};
    });
    try {
        // CLI11 takes them in reverse order.
        line.cli.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
    } catch (const CLI::ParseError& error) {
        const int status = line.cli.exit(error, std::cout, std::cerr);
        return Exit{status == 0 ? 0 : 2};
    }
    return std::move(line.chosen);
}

}  // namespace postern::app
