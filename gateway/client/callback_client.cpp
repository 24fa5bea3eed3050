#include "gateway/client/callback_client.hpp"

#include "gateway/client/http_exchange.hpp"
#include "gateway/client/refused_reply.hpp"
#include "gateway/client/url.hpp"
#include "gateway/core/encoding/percent.hpp"

#include <chrono>
#include <istream>
#include <iterator>
#include <ostream>

namespace postern::client {
namespace {

constexpr int success = 0;
constexpr int failure = 1;
constexpr int bad_usage = 2;

// An integration may take 29 seconds; a callback never does, but its client may be slow to read.
constexpr std::chrono::seconds longest_exchange{30};

struct Operation {
    std::string_view name;
    std::string_view method;
};

Operation operation_of(CallbackVerb verb) {
    switch (verb) {
        case CallbackVerb::post:
            return {"post", "POST"};
        case CallbackVerb::close:
            return {"close", "DELETE"};
        case CallbackVerb::get:
            break;
    }
    return {"get", "GET"};
}

}  // namespace

std::string callback_path(std::string_view endpoint_path, std::string_view connection_id) {
    while (endpoint_path.ends_with('/'))
        endpoint_path.remove_suffix(1);
    std::string path{endpoint_path};
    return path.append("/@connections/").append(percent::encode(connection_id));
}

int run_callback(
    const CallbackRequest& request, std::istream& in, std::ostream& out, std::ostream& err
) {
    const Operation operation = operation_of(request.verb);
    const auto report = [&](std::string_view problem) {
        err << "postern " << operation.name << ": " << problem << '\n';
    };
    const auto parsed = parse_url(request.endpoint);
    if (const auto* problem = std::get_if<std::string>(&parsed)) {
        report(*problem);
        return bad_usage;
    }
    const Url& url = std::get<Url>(parsed);
    if (url.target.find('?') != std::string::npos) {
        report("the endpoint ends with its stage; leave out the query after '?'");
        return bad_usage;
    }
    if (request.connection_id.empty()) {
        report("the connection id is empty; events carry it as requestContext.connectionId");
        return bad_usage;
    }

    HttpRequest message;
    message.method = operation.method;
    message.target = callback_path(url.target, request.connection_id);
    if (request.verb == CallbackVerb::post) {
        message.body =
            request.text ? *request.text : std::string{std::istreambuf_iterator<char>{in}, {}};
    }
    if (request.signer) {
        const auto now = std::chrono::system_clock::now();
        message.headers = signing_headers(
            *request.signer,
            message.method,
            message.target,
            url.authority,
            message.body,
            std::chrono::floor<std::chrono::milliseconds>(now)
        );
    }

    const auto outcome = exchange(url, request.trust, message, longest_exchange);
    if (const auto* problem = std::get_if<std::string>(&outcome)) {
        report(*problem);
        return failure;
    }
    const auto& reply = std::get<HttpReply>(outcome);
    if (reply.status < 200 || reply.status > 299) {
        report(request.connection_id + ": " + describe_refusal(reply));
        return failure;
    }
    if (request.verb == CallbackVerb::get) out << reply.body << '\n' << std::flush;
    return success;
}

}  // namespace postern::client
