#pragma once

#include "gateway/core/callback/answer.hpp"
#include "gateway/core/event/facts.hpp"

#include <string>
#include <string_view>

namespace postern::net {

/// A request as read from the wire, whole.
struct HttpRequest {
    std::string method;
    /// Path and query as received.
    std::string target;
    Fields headers;
    std::string body;
    /// The client will take another answer on this connection.
    bool is_kept_alive = false;

    /// `target` without its query.
    [[nodiscard]] std::string_view path() const noexcept;
    /// What follows the `?` of `target`, or empty.
    [[nodiscard]] std::string_view query() const noexcept;
};

/// What an answer carries besides its content.
struct AnswerStamp {
    /// Value of `Date`.
    std::string_view date;
    /// `x-amzn-RequestId`, a UUID.
    std::string_view uuid;
    /// `x-amz-apigw-id`.
    std::string_view apigw_id;
    /// `X-Amzn-Trace-Id`.
    std::string_view trace_id;
    bool is_kept_alive = true;
    /// HEAD: lengths without the content.
    bool is_head = false;
    /// Further header lines, each with its line end.
    std::string_view extra_headers;
};

/// `answer` as an HTTP/1.1 response in API Gateway's form.
[[nodiscard]] std::string render(const HttpAnswer& answer, const AnswerStamp& stamp);

/// The standard reason phrase of `status`, or empty.
[[nodiscard]] std::string_view reason_phrase(unsigned status) noexcept;

}  // namespace postern::net
