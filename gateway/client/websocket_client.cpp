#include "gateway/client/websocket_client.hpp"

#include "gateway/client/dial.hpp"
#include "gateway/client/handshake_request.hpp"
#include "gateway/client/line_input.hpp"
#include "gateway/client/refused_reply.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket.hpp>
#include <boost/beast/websocket/ssl.hpp>

#include <csignal>
#include <ostream>

namespace postern::client {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
namespace websocket = boost::beast::websocket;
using boost::system::error_code;
using Clock = std::chrono::steady_clock;

constexpr auto with_error = asio::as_tuple(asio::deferred);
constexpr int success = 0;
constexpr int failure = 1;
constexpr int bad_usage = 2;
constexpr std::chrono::seconds longest_dial{10};

void rethrow(const std::exception_ptr& defect) {
    if (defect) std::rethrow_exception(defect);
}

// One connection from handshake to close. Lives on the stack of `run_connect` while the loop runs.
template <class Transport>
class Conversation {
public:
    template <class... TransportArguments>
    Conversation(
        asio::io_context& loop,
        const HandshakeRequest& handshake,
        std::chrono::milliseconds quiet_before_close,
        int input,
        std::ostream& out,
        std::ostream& err,
        TransportArguments&... arguments
    )
        : loop_(loop),
          socket_(loop, arguments...),
          dial_deadline_(boost::beast::get_lowest_layer(socket_), longest_dial),
          handshake_(handshake),
          input_(loop.get_executor(), input),
          signals_(loop),
          quiet_(loop),
          quiet_before_close_(quiet_before_close),
          out_(out),
          err_(err) {
        socket_.set_option(
            websocket::stream_base::timeout::suggested(boost::beast::role_type::client)
        );
        socket_.set_option(
            websocket::stream_base::decorator([this](http::request<http::empty_body>& head) {
                for (const auto& [name, value] : handshake_.headers) {
                    head.insert(name, value);
                }
                if (head[http::field::user_agent].empty()) {
                    head.set(http::field::user_agent, "postern");
                }
            })
        );
    }

    // Returns the exit status.
    int run() {
        asio::co_spawn(loop_, receive(), rethrow);
        loop_.run();
        if (is_open_) report_end();
        return status_;
    }

private:
    asio::awaitable<void> open() {
        const Url& url = handshake_.url;
        const std::string problem = co_await dial(socket_.next_layer(), url, dial_deadline_);
        dial_deadline_.stop();
        if (!problem.empty()) {
            report(problem);
            co_return;
        }
        websocket::response_type response;
        const auto [error] =
            co_await socket_.async_handshake(response, handshake_.host, url.target, with_error);
        if (error) {
            report(why_refused(error, response));
            co_return;
        }
        err_ << "connected to " << url.origin << url.target;
        const auto subprotocol = response[http::field::sec_websocket_protocol];
        if (!subprotocol.empty()) err_ << " with subprotocol " << subprotocol;
        err_ << "; every line is a message, Ctrl-D closes" << std::endl;
        is_open_ = true;
    }

    asio::awaitable<void> receive() {
        co_await open();
        if (!is_open_) {
            // Beast still waits for a handshake that will not come.
            loop_.stop();
            co_return;
        }
        close_on_signal();
        asio::co_spawn(loop_, send(), rethrow);

        error_code error;
        while (true) {
            boost::beast::flat_buffer buffer;
            const auto [read_error, size] = co_await socket_.async_read(buffer, with_error);
            error = read_error;
            if (error) break;
            last_arrival_ = Clock::now();
            out_ << boost::beast::buffers_to_string(buffer.data()) << std::endl;
        }
        // Once `send` closes, reading is aborted and the end is its to tell.
        if (is_closing_ && error != websocket::error::closed) co_return;
        has_ended_ = true;
        end_ = error;
        signals_.cancel();
        input_.cancel();
        quiet_.cancel();
    }

    asio::awaitable<void> send() {
        socket_.text(true);
        while (true) {
            const std::optional<std::string> line = co_await input_.next();
            if (!line || has_ended_) break;
            const asio::const_buffer message = asio::buffer(*line);
            const auto [write_error, size] = co_await socket_.async_write(message, with_error);
            // `receive` sees the same failure, and tells of it.
            if (write_error) co_return;
        }
        co_await become_quiet();
        if (has_ended_) co_return;
        is_closing_ = true;
        signals_.cancel();
        const websocket::close_reason reason{websocket::close_code::normal};
        const auto [close_error] = co_await socket_.async_close(reason, with_error);
        if (has_ended_) co_return;
        end_ = close_error;
        if (!end_) end_ = websocket::error::closed;
    }

    asio::awaitable<void> become_quiet() {
        if (quiet_before_close_.count() == 0) co_return;
        last_arrival_ = Clock::now();
        while (!has_ended_ && Clock::now() < last_arrival_ + quiet_before_close_) {
            quiet_.expires_at(last_arrival_ + quiet_before_close_);
            const auto [wait_error] = co_await quiet_.async_wait(with_error);
            if (wait_error) co_return;
        }
    }

    // Ctrl-C says goodbye too; a second one cuts.
    void close_on_signal() {
        signals_.add(SIGINT);
        signals_.add(SIGTERM);
        signals_.async_wait([this](const error_code& error, int) {
            if (error) return;
            signals_.clear();
            input_.cancel();
            quiet_before_close_ = {};
            quiet_.cancel();
        });
    }

    void report(std::string_view problem) { err_ << "postern connect: " << problem << std::endl; }

    [[nodiscard]] std::string why_refused(
        const error_code& error, const websocket::response_type& response
    ) const {
        const std::string place = handshake_.url.origin + handshake_.url.target;
        if (error != websocket::error::upgrade_declined) {
            return "no WebSocket at " + place + ": " + error.message();
        }
        HttpReply reply;
        reply.status = response.result_int();
        for (const auto& header : response) {
            reply.headers.emplace_back(header.name_string(), header.value());
        }
        reply.body = response.body();
        return place + " refused the connection: " + describe_refusal(reply);
    }

    void report_end() {
        if (end_ != websocket::error::closed) {
            report("connection lost: " + end_.message());
            return;
        }
        const websocket::close_reason& reason = socket_.reason();
        switch (reason.code) {
            case websocket::close_code::none:
            case websocket::close_code::normal:
            case websocket::close_code::going_away:
                status_ = success;
                break;
            default:
                break;
        }
        err_ << "closed";
        if (reason.code != websocket::close_code::none) err_ << " with " << reason.code;
        if (!reason.reason.empty()) err_ << " (" << reason.reason.c_str() << ')';
        err_ << std::endl;
    }

    asio::io_context& loop_;
    websocket::stream<Transport> socket_;
    Deadline dial_deadline_;
    const HandshakeRequest& handshake_;
    LineInput input_;
    asio::signal_set signals_;
    asio::steady_timer quiet_;
    std::chrono::milliseconds quiet_before_close_;
    Clock::time_point last_arrival_;
    std::ostream& out_;
    std::ostream& err_;
    bool is_open_ = false;
    bool is_closing_ = false;
    bool has_ended_ = false;
    error_code end_;
    int status_ = failure;
};

}  // namespace

int run_connect(const ConnectRequest& request, int input, std::ostream& out, std::ostream& err) {
    const auto report = [&](std::string_view problem) {
        err << "postern connect: " << problem << std::endl;
    };
    const auto now =
        std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    const auto prepared = prepare_handshake(request, now);
    if (const auto* problem = std::get_if<std::string>(&prepared)) {
        report(*problem);
        return bad_usage;
    }
    const HandshakeRequest& handshake = std::get<HandshakeRequest>(prepared);
    const std::chrono::milliseconds quiet = request.quiet_before_close;

    asio::io_context loop{1};
    if (handshake.url.security == Url::Security::plain) {
        return Conversation<Socket>{loop, handshake, quiet, input, out, err}.run();
    }
    auto context = make_tls_context(request.trust);
    if (const auto* problem = std::get_if<std::string>(&context)) {
        report(*problem);
        return failure;
    }
    auto& tls = std::get<asio::ssl::context>(context);
    return Conversation<TlsStream>{loop, handshake, quiet, input, out, err, tls}.run();
}

}  // namespace postern::client
