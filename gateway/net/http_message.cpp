#include "gateway/net/http_message.hpp"

#include <boost/beast/http/status.hpp>

#include <algorithm>

namespace postern::net {

std::string_view HttpRequest::path() const noexcept {
    return std::string_view(target).substr(0, target.find('?'));
}

std::string_view HttpRequest::query() const noexcept {
    const std::size_t mark = target.find('?');
    return mark == std::string::npos ? std::string_view()
                                     : std::string_view(target).substr(mark + 1);
}

std::string_view reason_phrase(unsigned status) noexcept {
    const auto phrase =
        boost::beast::http::obsolete_reason(boost::beast::http::int_to_status(status));
    return {phrase.data(), phrase.size()};
}

std::string render(const HttpAnswer& answer, const AnswerStamp& stamp) {
    std::string out;
    out.reserve(512 + answer.body.size());
    out.append("HTTP/1.1 ").append(std::to_string(answer.status)).append(" ");
    out.append(reason_phrase(answer.status)).append("\r\nDate: ").append(stamp.date);
    if (answer.has_content) {
        out.append("\r\nContent-Type: application/json\r\nContent-Length: ");
        out.append(std::to_string(answer.body.size()));
    }
    out.append(stamp.is_kept_alive ? "\r\nConnection: keep-alive" : "\r\nConnection: close");
    out.append("\r\nx-amzn-RequestId: ").append(stamp.uuid);
    if (!answer.error_type.empty()) out.append("\r\nx-amzn-ErrorType: ").append(answer.error_type);
    out.append("\r\nx-amz-apigw-id: ").append(stamp.apigw_id);
    if (answer.has_trace_id) out.append("\r\nX-Amzn-Trace-Id: ").append(stamp.trace_id);
    out.append("\r\n").append(stamp.extra_headers).append("\r\n");
    if (answer.has_content && !stamp.is_head) out.append(answer.body);
    return out;
}

}  // namespace postern::net
