#include "tests/bench/load/options.hpp"

#include <functional>
#include <span>
#include <stdexcept>
#include <string_view>
#include <vector>

namespace postern::bench {

namespace {

struct Flag {
    std::string_view name;
    std::string_view help;
    std::function<void(Options&, const std::string& value)> set;
};

std::chrono::milliseconds seconds(const std::string& value) {
    return std::chrono::milliseconds(static_cast<long>(std::stod(value) * 1'000));
}

SigningIdentity identity(const std::string& value) {
    const auto colon = value.find(':');
    if (colon == std::string::npos) {
        throw std::invalid_argument("--sign needs ACCESS_KEY_ID:SECRET_ACCESS_KEY");
    }
    return {.access_key_id = value.substr(0, colon), .secret_access_key = value.substr(colon + 1)};
}

Trigger trigger(const std::string& value) {
    if (value != "post" && value != "message") {
        throw std::invalid_argument("--trigger is post or message");
    }
    return value == "post" ? Trigger::post : Trigger::message;
}

const std::vector<Flag>& flags() {
    static const std::vector<Flag> all = {
        {"--port",
         "port on 127.0.0.1",
         [](Options& options, const std::string& value) {
             options.target.port = static_cast<std::uint16_t>(std::stoul(value));
         }},
        {"--path",
         "path of the stage (/dev)",
         [](Options& options, const std::string& value) {
             options.target.path = value;
         }},
        {"--deflate",
         "yes: offer permessage-deflate",
         [](Options& options, const std::string& value) {
             options.target.is_deflate_offered = value == "yes";
         }},
        {"--connections",
         "connections (64)",
         [](Options& options, const std::string& value) {
             options.connections = std::stoul(value);
         }},
        {"--idle",
         "silent connections besides (0)",
         [](Options& options, const std::string& value) {
             options.idle_connections = std::stoul(value);
         }},
        {"--in-flight",
         "messages in flight each (1)",
         [](Options& options, const std::string& value) {
             options.in_flight = std::stoul(value);
         }},
        {"--bytes",
         "bytes of a message (100)",
         [](Options& options, const std::string& value) {
             options.message_bytes = std::stoul(value);
         }},
        {"--seconds",
         "duration (5)",
         [](Options& options, const std::string& value) {
             options.duration = seconds(value);
         }},
        {"--warm-up",
         "seconds left out (0.5)",
         [](Options& options, const std::string& value) {
             options.warm_up = seconds(value);
         }},
        {"--rate",
         "latency: messages per second (20000)",
         [](Options& options, const std::string& value) {
             options.rate = std::stod(value);
         }},
        {"--http",
         "callback: HTTP connections (16)",
         [](Options& options, const std::string& value) {
             options.http_connections = std::stoul(value);
         }},
        {"--sign",
         "callback: ACCESS_KEY_ID:SECRET_ACCESS_KEY",
         [](Options& options, const std::string& value) {
             options.signing = identity(value);
         }},
        {"--trigger",
         "broadcast: post or message (post)",
         [](Options& options, const std::string& value) {
             options.trigger = trigger(value);
         }},
        {"--rounds",
         "broadcast: how many (20)",
         [](Options& options, const std::string& value) {
             options.rounds = std::stoul(value);
         }},
        {"--server-pid",
         "idle: process to measure",
         [](Options& options, const std::string& value) {
             options.server_pid = std::stoi(value);
         }},
    };
    return all;
}

const Flag& flag_named(std::string_view name) {
    for (const auto& flag : flags()) {
        if (flag.name == name) {
            return flag;
        }
    }
    throw std::invalid_argument("unknown option " + std::string(name));
}

}  // namespace

Options read_options(int argc, char** argv) {
    const std::span<char*> arguments(argv, static_cast<std::size_t>(argc));
    if (arguments.size() < 2 || arguments.size() % 2 != 0) {
        throw std::invalid_argument("a mode and pairs of option and value are needed");
    }
    Options options;
    options.mode = arguments[1];
    for (std::size_t index = 2; index < arguments.size(); index += 2) {
        flag_named(arguments[index]).set(options, arguments[index + 1]);
    }
    if (options.target.port == 0) {
        throw std::invalid_argument("--port is needed");
    }
    return options;
}

std::string usage() {
    std::string text =
        "usage: load echo|latency|idle|connect|callback|broadcast --port N [OPTION VALUE]...\n";
    for (const auto& flag : flags()) {
        text.append("  ").append(flag.name).append("  ").append(flag.help).append("\n");
    }
    return text;
}

}  // namespace postern::bench
