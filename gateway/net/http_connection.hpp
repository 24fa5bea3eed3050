#pragma once

#include "gateway/core/connection/deadlines.hpp"
#include "gateway/net/http_message.hpp"
#include "gateway/net/transport.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace postern::net {

/// Limits on what one HTTP connection may make us hold or wait for.
struct HttpLimits {
    std::size_t header_bytes = 10'240;
    std::size_t url_bytes = 4'096;
    /// Bodies beyond this are refused before they are read to the end.
    std::size_t body_bytes = 1'048'576;
    /// A head, and then a body, must arrive within this time.
    Tick request_timeout{30'000};
    /// Time without a request.
    Tick keep_alive_timeout{60'000};
};

/// How reading a request ended.
enum class HttpRead : std::uint8_t {
    request,            ///< There is one.
    closed,             ///< The peer is gone, or idle too long: end without an answer.
    malformed,          ///< Not HTTP/1.1: 400.
    uri_too_long,       ///< 414.
    headers_too_large,  ///< 431.
    body_too_large,     ///< 413.
    timed_out,          ///< Begun but not finished in time: 408.
};

/// One connection as long as it speaks HTTP/1.1: reads requests one after the other, so pipelined
/// ones are answered in order, and writes answers. Shard only.
class HttpConnection : public DeadlineEntry {
public:
    /// `deadlines` and `now` are the shard's; the owner calls `expired` when this entry fires.
    HttpConnection(
        boost::asio::io_context& io,
        Transport transport,
        const HttpLimits& limits,
        Deadlines& deadlines,
        const Tick& now
    );
    ~HttpConnection();
    HttpConnection(const HttpConnection&) = delete;
    HttpConnection& operator=(const HttpConnection&) = delete;

    /// The first byte the peer sends, without taking it; -1 when it sends none in time.
    [[nodiscard]] boost::asio::awaitable<int> peek();
    [[nodiscard]] bool start_tls(ssl_ctx_st* context) { return transport_.start_tls(context); }

    [[nodiscard]] boost::asio::awaitable<HttpRead> read(HttpRequest& request);
    /// Writes all of `bytes`; false when the peer is gone or takes nothing in time.
    [[nodiscard]] boost::asio::awaitable<bool> write(std::string_view bytes);
    /// Ends our direction and reads what the peer still sends for a moment, so that the answer is
    /// not lost to a reset.
    [[nodiscard]] boost::asio::awaitable<void> finish();

    /// The deadline has passed: the pending wait ends.
    void expired();
    /// The gateway drains: a connection between two requests ends, one within a request after its
    /// answer.
    void drain();
    [[nodiscard]] bool is_draining() const noexcept { return is_draining_; }

    [[nodiscard]] bool is_tls() const noexcept { return transport_.is_tls(); }
    /// Hands the socket on; afterwards this object is only good for destruction.
    [[nodiscard]] Transport take_transport();
    /// Bytes that arrived after the last request.
    [[nodiscard]] std::string_view leftover() const noexcept { return buffer_; }

private:
    enum class Direction : std::uint8_t { read, write };

    /// Waits until the socket is ready; false when the deadline passed or the gateway drains an
    /// idle connection.
    [[nodiscard]] boost::asio::awaitable<bool> wait(Direction direction);
    /// Adds what arrives to the buffer; false at the end of the stream or on time-out.
    [[nodiscard]] boost::asio::awaitable<bool> fill();

    Transport transport_;
    /// Watches the transport's descriptor without owning it.
    boost::asio::posix::stream_descriptor watch_;
    HttpLimits limits_;
    Deadlines& deadlines_;
    const Tick& now_;
    std::string buffer_;
    bool is_expired_ = false;
    bool is_draining_ = false;
    /// Between two requests.
    bool is_idle_ = true;
    /// Within `read`.
    bool is_reading_ = false;
};

}  // namespace postern::net
