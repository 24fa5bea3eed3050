#include "gateway/net/http_connection.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <sys/socket.h>

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace postern::net {
namespace asio = boost::asio;
namespace http = boost::beast::http;

namespace {

constexpr std::size_t read_chunk_bytes = 16'384;
/// Longest discarding of input after a final answer.
constexpr Tick finish_timeout{2'000};

/// A request that has begun may take this long to arrive once the gateway drains.
constexpr Tick drain_read_timeout{1'000};
constexpr std::size_t finish_budget_bytes = 4'194'304;

using Parser = http::request_parser<http::string_body>;

/// What a parser's complaint means to the client. `head` is what has arrived of the request so far.
HttpRead verdict(boost::system::error_code error, std::string_view head, std::size_t url_bytes) {
    if (error == http::error::body_limit) return HttpRead::body_too_large;
    if (error == http::error::header_limit) {
        return head.find('\r') > url_bytes ? HttpRead::uri_too_long : HttpRead::headers_too_large;
    }
    return HttpRead::malformed;
}

/// What Beast lets pass and RFC 9112 does not (§3.2, §6.1, §6.3): anything else in
/// Transfer-Encoding than `chunked` would make the body the next request, and an upgrade needs
/// HTTP/1.1 and a Host.
bool is_sound(const Parser& parser) {
    const auto& head = parser.get();
    const bool is_current = head.version() >= 11;
    if (is_current && head.count(http::field::host) != 1) return false;
    if (!is_current && head.count(http::field::upgrade) != 0) return false;
    const auto codings = head.count(http::field::transfer_encoding);
    if (codings == 0) return true;
    return is_current && codings == 1 &&
           boost::beast::iequals(head[http::field::transfer_encoding], "chunked");
}

/// `target` without scheme and authority, which clients of proxies send (RFC 9112 §3.2.2).
std::string_view origin_form(std::string_view target) {
    for (const std::string_view scheme : {"http://", "https://"}) {
        if (!boost::beast::iequals(target.substr(0, scheme.size()), scheme)) continue;
        const std::size_t path = target.find_first_of("/?", scheme.size());
        return path == std::string_view::npos ? std::string_view("/") : target.substr(path);
    }
    return target;
}

/// Header lines as they stood on the wire, line ends included.
std::size_t size_of_headers(const Parser& parser) {
    std::size_t bytes = 0;
    for (const auto& field : parser.get()) {
        bytes += field.name_string().size() + field.value().size() + 4;
    }
    return bytes;
}

/// One request on its way through the parser.
struct Incoming {
    explicit Incoming(const HttpLimits& limits) {
        parser.eager(true);
        parser.header_limit(static_cast<std::uint32_t>(limits.header_bytes + limits.url_bytes));
        parser.body_limit(limits.body_bytes);
    }

    Parser parser;
    /// Bytes of the head that the parser has taken.
    std::size_t head_bytes = 0;
    bool has_begun = false;
};

/// What became of the bytes given to `feed`.
struct Fed {
    std::optional<HttpRead> refusal;
    /// The parser took some of them.
    bool is_progress = false;
};

/// Empty lines before a request are left over from careless clients (RFC 9112 §2.2).
void drop_empty_lines(Incoming& incoming, std::string& buffer) {
    if (incoming.has_begun) return;
    buffer.erase(0, buffer.find_first_not_of("\r\n"));
    incoming.has_begun = !buffer.empty();
}

/// Why the request is refused for its size, if it is, `buffer` being what the parser has not taken.
///
/// The parser's own limit starts anew with every line it takes, and chunk extensions and trailers
/// count towards none.
std::optional<HttpRead> check_size(
    const Incoming& incoming, bool is_progress, std::string_view buffer, const HttpLimits& limits
) {
    const std::size_t most = limits.header_bytes + limits.url_bytes;
    if (incoming.parser.is_header_done()) {
        if (!is_progress && buffer.size() > most) return HttpRead::headers_too_large;
    } else if (incoming.head_bytes + buffer.size() > most) {
        return incoming.head_bytes == 0 && buffer.find('\r') > limits.url_bytes
                   ? HttpRead::uri_too_long
                   : HttpRead::headers_too_large;
    }
    return std::nullopt;
}

/// What is wrong with a head that is complete, if anything.
std::optional<HttpRead> check_head(const Parser& parser, const HttpLimits& limits) {
    if (!is_sound(parser)) return HttpRead::malformed;
    if (parser.get().target().size() > limits.url_bytes) return HttpRead::uri_too_long;
    if (size_of_headers(parser) > limits.header_bytes) return HttpRead::headers_too_large;
    return std::nullopt;
}

/// Gives `buffer` to the parser and removes what it took.
Fed feed(Incoming& incoming, std::string& buffer, const HttpLimits& limits) {
    Fed fed;
    if (buffer.empty()) return fed;
    const bool had_head = incoming.parser.is_header_done();
    boost::system::error_code error;
    const std::size_t used = incoming.parser.put(asio::buffer(buffer), error);
    if (error && error != http::error::need_more) {
        fed.refusal = verdict(error, buffer, limits.url_bytes);
        return fed;
    }
    buffer.erase(0, used);
    fed.is_progress = used != 0;
    if (!had_head && incoming.parser.is_header_done()) {
        fed.refusal = check_head(incoming.parser, limits);
    } else if (!had_head) {
        incoming.head_bytes += used;
    }
    if (!fed.refusal) fed.refusal = check_size(incoming, fed.is_progress, buffer, limits);
    return fed;
}

/// Whether the client waits for a `100 Continue` before it sends the body.
bool expects_continue(const Parser& parser) {
    return !parser.is_done() &&
           boost::beast::iequals(parser.get()[http::field::expect], "100-continue");
}

void copy_request(Parser& parser, HttpRequest& request) {
    auto message = parser.release();
    request.method.assign(message.method_string().data(), message.method_string().size());
    request.target = origin_form({message.target().data(), message.target().size()});
    request.headers.clear();
    for (const auto& field : message) {
        request.headers.emplace_back(
            std::string(field.name_string().data(), field.name_string().size()),
            std::string(field.value().data(), field.value().size())
        );
    }
    request.body = std::move(message.body());
    request.is_kept_alive = message.keep_alive();
}

}  // namespace

HttpConnection::HttpConnection(
    asio::io_context& io,
    Transport transport,
    const HttpLimits& limits,
    Deadlines& deadlines,
    const Tick& now
)
    : transport_(std::move(transport)),
      watch_(io, transport_.fd()),
      limits_(limits),
      deadlines_(deadlines),
      now_(now) {}

HttpConnection::~HttpConnection() {
    if (watch_.is_open()) watch_.release();
}

Transport HttpConnection::take_transport() {
    unlink();
    watch_.release();
    return std::move(transport_);
}

void HttpConnection::expired() {
    is_expired_ = true;
    boost::system::error_code ignored;
    watch_.cancel(ignored);
}

void HttpConnection::drain() {
    is_draining_ = true;
    if (is_reading_ && !is_idle_) deadlines_.arm(*this, now_ + drain_read_timeout);
    if (!is_idle_) return;
    boost::system::error_code ignored;
    watch_.cancel(ignored);
}

asio::awaitable<bool> HttpConnection::wait(Direction direction) {
    const auto kind = direction == Direction::read ? asio::posix::stream_descriptor::wait_read
                                                   : asio::posix::stream_descriptor::wait_write;
    auto [wait_error] = co_await watch_.async_wait(kind, asio::as_tuple(asio::deferred));
    co_return !wait_error && !is_expired_;
}

asio::awaitable<bool> HttpConnection::fill() {
    for (;;) {
        if (is_expired_ || (is_draining_ && is_idle_)) co_return false;
        const std::size_t held = buffer_.size();
        buffer_.resize(held + read_chunk_bytes);
        const IoResult result = transport_.read({buffer_.data() + held, read_chunk_bytes});
        buffer_.resize(held + result.bytes);
        if (result.status == IoStatus::ok) co_return true;
        if (result.status == IoStatus::closed || result.status == IoStatus::failed) co_return false;
        const Direction direction =
            result.status == IoStatus::wants_write ? Direction::write : Direction::read;
        const bool is_ready = co_await wait(direction);
        if (!is_ready) co_return false;
    }
}

asio::awaitable<int> HttpConnection::peek() {
    deadlines_.arm(*this, now_ + limits_.request_timeout);
    for (;;) {
        char first = 0;
        const auto count = ::recv(transport_.fd(), &first, 1, MSG_PEEK);
        if (count == 1) co_return static_cast<unsigned char>(first);
        if (count == 0 || (errno != EAGAIN && errno != EINTR) || is_draining_) co_return -1;
        const bool is_ready = co_await wait(Direction::read);
        if (!is_ready) co_return -1;
    }
}

asio::awaitable<HttpRead> HttpConnection::read(HttpRequest& request) {
    is_idle_ = buffer_.empty();
    is_reading_ = true;
    deadlines_.arm(*this, now_ + (is_idle_ ? limits_.keep_alive_timeout : limits_.request_timeout));
    Incoming incoming(limits_);
    while (!incoming.parser.is_done()) {
        drop_empty_lines(incoming, buffer_);
        if (is_idle_ && !buffer_.empty()) {
            is_idle_ = false;
            deadlines_.arm(*this, now_ + limits_.request_timeout);
        }
        const bool had_head = incoming.parser.is_header_done();
        const Fed fed = feed(incoming, buffer_, limits_);
        if (fed.refusal) co_return *fed.refusal;
        if (incoming.parser.is_done()) break;
        if (!had_head && incoming.parser.is_header_done()) {
            deadlines_.arm(*this, now_ + limits_.request_timeout);
            if (expects_continue(incoming.parser)) {
                const bool is_written = co_await write("HTTP/1.1 100 Continue\r\n\r\n");
                if (!is_written) co_return HttpRead::closed;
                deadlines_.arm(*this, now_ + limits_.request_timeout);
            }
        }
        if (fed.is_progress && !buffer_.empty()) continue;
        const bool has_more = co_await fill();
        if (!has_more) {
            co_return is_expired_ && !is_idle_ ? HttpRead::timed_out : HttpRead::closed;
        }
    }
    unlink();
    is_reading_ = false;
    copy_request(incoming.parser, request);
    co_return HttpRead::request;
}

asio::awaitable<bool> HttpConnection::write(std::string_view bytes) {
    is_expired_ = false;
    deadlines_.arm(*this, now_ + limits_.request_timeout);
    while (!bytes.empty()) {
        const IoResult result = transport_.write(bytes);
        if (result.status == IoStatus::ok) {
            bytes.remove_prefix(result.bytes);
            continue;
        }
        if (result.status == IoStatus::closed || result.status == IoStatus::failed) co_return false;
        const Direction direction =
            result.status == IoStatus::wants_read ? Direction::read : Direction::write;
        const bool is_ready = co_await wait(direction);
        if (!is_ready) co_return false;
    }
    unlink();
    co_return true;
}

asio::awaitable<void> HttpConnection::finish() {
    transport_.shutdown_send();
    is_expired_ = false;
    is_idle_ = true;
    deadlines_.arm(*this, now_ + finish_timeout);
    std::array<char, 4'096> discarded{};
    std::size_t budget_bytes = finish_budget_bytes;
    while (!is_expired_ && !is_draining_) {
        const IoResult result = transport_.read(discarded);
        if (result.status == IoStatus::ok && result.bytes < budget_bytes) {
            budget_bytes -= result.bytes;
            continue;
        }
        if (result.status == IoStatus::ok) co_return;
        if (result.status == IoStatus::closed || result.status == IoStatus::failed) co_return;
        const bool is_ready = co_await wait(Direction::read);
        if (!is_ready) co_return;
    }
}

}  // namespace postern::net
