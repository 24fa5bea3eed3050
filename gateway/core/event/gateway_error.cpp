#include "gateway/core/event/gateway_error.hpp"

#include "gateway/core/json/text.hpp"

namespace postern {

std::string_view client_message(Errc error) noexcept {
    switch (error) {
        case Errc::no_route:
            return "Forbidden";
        case Errc::integration_timeout:
            return "Endpoint request timed out";
        case Errc::throttled:
            return "Too Many Requests";
        case Errc::invalid_body:
            return "Invalid request body";
        case Errc::ok:
        case Errc::integration_failed:
        case Errc::integration_unavailable:
        case Errc::malformed_reply:
            break;
    }
    return "Internal server error";
}

void append_error_frame(
    std::string& out,
    std::string_view message,
    const ConnectionId& connection_id,
    const RequestId& request_id
) {
    // The spacing is uneven on AWS, too.
    out += R"({"message": )";
    json::append_string(out, message);
    out += R"(, "connectionId":")";
    out += connection_id.view();
    out += R"(", "requestId":")";
    out += request_id.view();
    out += R"("})";
}

}  // namespace postern
