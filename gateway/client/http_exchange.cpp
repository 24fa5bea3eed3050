#include "gateway/client/http_exchange.hpp"

#include "gateway/client/dial.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>

namespace postern::client {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using Outcome = std::variant<HttpReply, std::string>;

constexpr auto with_error = asio::as_tuple(asio::deferred);

http::request<http::string_body> message_of(const Url& url, const HttpRequest& request) {
    http::request<http::string_body> message;
    message.version(11);
    message.method_string(request.method);
    message.target(request.target);
    message.set(http::field::host, url.authority);
    message.set(http::field::user_agent, "postern");
    for (const auto& [name, value] : request.headers)
        message.insert(name, value);
    message.keep_alive(false);
    message.body() = request.body;
    message.prepare_payload();
    return message;
}

HttpReply reply_of(http::response<http::string_body>&& message) {
    HttpReply reply;
    reply.status = message.result_int();
    for (const auto& header : message) {
        reply.headers.emplace_back(header.name_string(), header.value());
    }
    reply.body = std::move(message).body();
    return reply;
}

// Everything referred to lives in the frame of `exchange_over`, which runs the loop.
template <class Stream>
asio::awaitable<void> converse(
    Stream& stream, const Url& url, const HttpRequest& request, Deadline& deadline, Outcome& outcome
) {
    const std::string problem = co_await dial(stream, url, deadline);
    if (!problem.empty()) {
        outcome = problem;
        co_return;
    }

    auto message = message_of(url, request);
    const auto [write_error, written] = co_await http::async_write(stream, message, with_error);
    boost::system::error_code error = write_error;
    boost::beast::flat_buffer buffer;
    http::response<http::string_body> response;
    // A server may answer, and close, before it read all of a body it does not want.
    const auto [read_error, read] = co_await http::async_read(stream, buffer, response, with_error);
    if (!read_error) {
        outcome = reply_of(std::move(response));
        co_return;
    }
    if (!error) error = read_error;
    const std::string why = deadline.has_passed() ? "no answer in time" : error.message();
    outcome = "no reply from " + url.origin + ": " + why;
}

template <class Stream>
Outcome exchange_over(
    asio::io_context& loop,
    Stream& stream,
    const Url& url,
    const HttpRequest& request,
    std::chrono::seconds limit
) {
    Outcome outcome;
    Deadline deadline{stream.lowest_layer(), limit};
    asio::co_spawn(
        loop,
        converse(stream, url, request, deadline, outcome),
        [&deadline](const std::exception_ptr& defect) {
            deadline.stop();
            if (defect) std::rethrow_exception(defect);
        }
    );
    loop.run();
    return outcome;
}

}  // namespace

std::variant<HttpReply, std::string> exchange(
    const Url& url, const TlsTrust& trust, const HttpRequest& request, std::chrono::seconds limit
) {
    asio::io_context loop{1};
    if (url.security == Url::Security::plain) {
        Socket socket{loop};
        return exchange_over(loop, socket, url, request, limit);
    }
    auto context = make_tls_context(trust);
    if (auto* problem = std::get_if<std::string>(&context)) return std::move(*problem);
    TlsStream stream{loop, std::get<asio::ssl::context>(context)};
    return exchange_over(loop, stream, url, request, limit);
}

}  // namespace postern::client
