#include "gateway/core/callback/answer.hpp"

#include "gateway/core/encoding/utf8.hpp"
#include "gateway/core/json/text.hpp"

namespace postern {
namespace {

/// Appends text of a client or caller, which may be any bytes, as a JSON string.
void append_text(std::string& out, std::string_view text) {
    json::append_string(out, utf8::replace_invalid(text));
}

}  // namespace

HttpAnswer error_answer(unsigned status, std::string_view error_type, std::string_view message) {
    HttpAnswer answer;
    answer.status = status;
    answer.error_type = error_type;
    answer.body = R"({"message":)";
    append_text(answer.body, message);
    answer.body += '}';
    return answer;
}

namespace callback {

HttpAnswer posted() {
    HttpAnswer answer;
    answer.has_trace_id = true;
    return answer;
}

HttpAnswer removed() {
    HttpAnswer answer;
    answer.status = 204;
    answer.has_content = false;
    answer.has_trace_id = true;
    return answer;
}

HttpAnswer described(const Description& description) {
    HttpAnswer answer;
    answer.has_trace_id = true;
    std::string& body = answer.body;
    body = "{\n  \"identity\" : {\n    \"sourceIp\" : ";
    append_text(body, description.source_ip);
    body += ",\n    \"userAgent\" : ";
    if (description.user_agent) {
        append_text(body, *description.user_agent);
    } else {
        body += "null";
    }
    body += "\n  },\n  \"connectedAt\" : \"";
    body += iso_time(description.connected_at);
    body += "\",\n  \"lastActiveAt\" : \"";
    body += iso_time(description.last_active_at);
    body += "\"\n}";
    return answer;
}

HttpAnswer gone() {
    HttpAnswer answer;
    answer.status = 410;
    answer.error_type = "GoneException";
    answer.has_trace_id = true;
    return answer;
}

HttpAnswer limit_exceeded() {
    HttpAnswer answer;
    answer.status = 429;
    answer.error_type = "LimitExceededException";
    return answer;
}

HttpAnswer invalid_connection_id(std::string_view id) {
    std::string message = "Invalid connectionId: ";
    message += id;
    return error_answer(400, "BadRequestException", message);
}

HttpAnswer no_such_route(std::string_view route, std::string_view method) {
    std::string message = "No method found matching route ";
    message += route;
    message += " for http method ";
    message += method;
    message += '.';
    return error_answer(404, "NotFoundException", message);
}

HttpAnswer payload_too_large() {
    return error_answer(413, "PayloadTooLargeException", "Payload Too Large");
}

HttpAnswer forbidden() {
    return error_answer(403, "ForbiddenException", "Forbidden");
}

HttpAnswer internal_error() {
    return error_answer(500, "InternalServerErrorException", "Internal server error");
}

}  // namespace callback
}  // namespace postern
