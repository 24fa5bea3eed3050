#include "gateway/net/public_answers.hpp"

#include "gateway/core/event/gateway_error.hpp"

namespace postern::net {

HttpAnswer read_refusal(HttpRead reason) {
    switch (reason) {
        case HttpRead::uri_too_long:
            return error_answer(414, "RequestUriTooLongException", "URI Too Long");
        case HttpRead::headers_too_large:
            return error_answer(
                431, "RequestHeaderFieldsTooLargeException", "Request Header Fields Too Large"
            );
        case HttpRead::body_too_large:
            return callback::payload_too_large();
        case HttpRead::timed_out:
            return error_answer(408, "RequestTimeoutException", "Request Timeout");
        default:
            return error_answer(400, "BadRequestException", "Bad Request");
    }
}

HttpAnswer healthy_answer() {
    HttpAnswer answer;
    answer.body = "healthy";
    return answer;
}

HttpAnswer unavailable_answer() {
    return error_answer(503, "ServiceUnavailableException", "Service Unavailable");
}

HttpAnswer upgrade_refusal(websocket::UpgradeCheck check) {
    if (check == websocket::UpgradeCheck::bad_key) {
        return error_answer(400, "BadRequestException", "Missing or malformed Sec-WebSocket-Key");
    }
    return error_answer(426, "UpgradeRequiredException", "Upgrade Required");
}

HttpAnswer connect_refusal(
    const pipeline::ConnectDecision& decision, const ConnectionId& connection_id
) {
    HttpAnswer answer;
    answer.status = decision.status;
    answer.error_type = decision.error_type;
    if (!decision.error_type.empty()) {
        append_error_frame(answer.body, decision.message, connection_id, decision.request_id);
    }
    return answer;
}

}  // namespace postern::net
