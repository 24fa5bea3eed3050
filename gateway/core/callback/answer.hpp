#pragma once

#include "gateway/core/event/facts.hpp"

#include <string>
#include <string_view>

namespace postern {

/// An HTTP answer in AWS's form. The sender adds `Date`, `Content-Length`, `x-amzn-RequestId`,
/// `x-amz-apigw-id`.
struct HttpAnswer {
    unsigned status = 200;
    /// Value of `x-amzn-ErrorType`; empty for none.
    std::string error_type;
    std::string body;
    /// 204 carries neither `Content-Type` nor `Content-Length`.
    bool has_content = true;
    /// `X-Amzn-Trace-Id` is on 200, 204 and 410, not on errors of form.
    bool has_trace_id = false;
};

/// A JSON error: `{"message":"…"}` with `message` escaped. What is no UTF-8 in it becomes U+FFFD.
[[nodiscard]] HttpAnswer error_answer(
    unsigned status, std::string_view error_type, std::string_view message
);

namespace callback {

/// What GetConnection reports.
struct Description {
    std::string source_ip;
    /// Absent, reported as `null`, when the client sent no `User-Agent`.
    std::optional<std::string> user_agent;
    Instant connected_at;
    Instant last_active_at;
};

/// Outcome of a command that reached (or failed to reach) its connection.
enum class Outcome { done, gone, outbox_full };

/// 200, empty: the data was handed to the connection.
[[nodiscard]] HttpAnswer posted();
/// 204: the connection was closed.
[[nodiscard]] HttpAnswer removed();
/// 200 with what GetConnection reports, laid out byte for byte as recorded from API Gateway.
[[nodiscard]] HttpAnswer described(const Description& description);
/// 410, empty: a well-formed id that names no open connection.
[[nodiscard]] HttpAnswer gone();
/// 429, empty: a rate limit, or a client that does not read.
[[nodiscard]] HttpAnswer limit_exceeded();
/// 400: `id`, as given and decoded, is not of the form of an id.
[[nodiscard]] HttpAnswer invalid_connection_id(std::string_view id);
/// 404: `route`, decoded and without leading slash, is not `@connections/{id}`, or `method` is none
/// of its methods.
[[nodiscard]] HttpAnswer no_such_route(std::string_view route, std::string_view method);
/// 413: more than 131,072 bytes posted.
[[nodiscard]] HttpAnswer payload_too_large();
/// 403: no such host or stage.
[[nodiscard]] HttpAnswer forbidden();
/// 500: a fault of the gateway.
[[nodiscard]] HttpAnswer internal_error();

}  // namespace callback
}  // namespace postern
