#include <postern/handler.hpp>

#include <stdexcept>
#include <string>
#include <thread>
#include <utility>

namespace {

struct UnusualError : std::logic_error {
    using std::logic_error::logic_error;
};

/// Uses the C++ layer in every way it offers; the message says which.
struct Layered {
    Layered(const postern::Host& given_host, std::string_view config_json)
        : host(given_host),
          config(config_json) {
        if (config == R"({"refuse":true})") throw UnusualError("refused by its configuration");
    }

    void operator()(const postern::Request& request, postern::Call& call) {
        const std::string_view wish = request.body();
        if (wish == "throw") throw UnusualError("as wished");
        if (wish == "throw 42") throw 42;
        if (wish == "throw after answer") {
            call.reply("answered");
            throw UnusualError("too late to matter");
        }
        if (wish == "answer twice") {
            call.reply("first");
            call.reply("second");
            return;
        }
        if (wish == "forget") return;
        if (wish == "move") {
            std::thread([moved = std::move(call)]() mutable { moved.reply("moved"); }).join();
            return;
        }
        if (wish == "assign") {
            // The call it replaces must be answered too, and is not: it has none.
            postern::Call other = std::move(call);
            call = std::move(other);
            call.reply_json(R"({"statusCode":200,"body":"assigned"})");
            return;
        }
        if (wish == "config") {
            call.reply(config);
            return;
        }
        if (wish == "log") host.log(postern::Severity::warn, "a line\nof the handler");
        call.reply(describe(request, call));
    }

    static std::string describe(const postern::Request& request, const postern::Call& call) {
        std::string text(request.route_key());
        text.append(" ").append(request.connection_id()).append(" ").append(request.stage());
        text.append(" ").append(std::to_string(request.deadline_ms()));
        text.append(" ").append(call.field("source_ip").value_or("?"));
        text.append(" ").append(call.field("header:Origin").value_or("no origin"));
        return text;
    }

    const postern::Host& host;
    std::string config;
};

}  // namespace

POSTERN_HANDLER(Layered, "layered", postern::nonblocking);
