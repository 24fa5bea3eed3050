// What the gateway is measured against: the leanest WebSocket echo server that Beast allows.
// Callbacks, one io_context for each thread, no timeouts, no locks, nothing allocated per message
// that Beast does not allocate itself. It echoes, and it answers
//   POST /dev/@connections/{n}   by looking n up in a hash map and delivering the body,
//   POST /dev/@connections       by delivering the body to every connection.
// The upgrade response tells the client its n in X-Connection-Id.

#include <boost/asio/dispatch.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket.hpp>
#include <sys/socket.h>

#include <charconv>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <unordered_map>
#include <utility>
#include <vector>

#ifndef POSTERN_BENCH_DEFLATE
#define POSTERN_BENCH_DEFLATE false
#endif

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
namespace websocket = beast::websocket;
using tcp = asio::ip::tcp;
using boost::system::error_code;

/// No type-erased executor: every shard is an io_context run by one thread.
using Socket = asio::basic_stream_socket<tcp, asio::io_context::executor_type>;
using Acceptor = asio::basic_socket_acceptor<tcp, asio::io_context::executor_type>;
using Stream = websocket::stream<Socket, POSTERN_BENCH_DEFLATE>;
using Message = std::shared_ptr<const std::string>;

class Shard;

/// One WebSocket connection, owned by its shard while an operation is under way.
class Connection {
public:
    Connection(Shard& shard, std::uint64_t id, Socket socket)
        : shard_(shard),
          id_(id),
          stream_(std::move(socket)) {}

    void accept(const http::request<http::string_body>& upgrade);
    void deliver(Message message);

private:
    void read();
    void write_echo();
    void write_delivery();
    /// After every write: what waits comes first, then the next read.
    void written(error_code error);
    void stop();

    Shard& shard_;
    std::uint64_t id_;
    Stream stream_;
    beast::flat_buffer buffer_;
    std::list<Message> deliveries_;
    bool is_reading_ = false;
    bool is_writing_ = false;
    bool is_echo_waiting_ = false;
};

/// A thread with its listener and its connections. A connection never changes shard.
class Shard {
public:
    Shard(std::size_t number, std::vector<std::unique_ptr<Shard>>& all, tcp::endpoint endpoint);

    void run() { context_.run(); }
    [[nodiscard]] std::uint16_t port() const { return acceptor_.local_endpoint().port(); }

    /// Begins a WebSocket connection on `socket`.
    void open(Socket socket, const http::request<http::string_body>& upgrade);
    void forget(std::uint64_t id) { connections_.erase(id); }

    /// Delivers to the connection `id` of any shard, then calls `done` on this shard.
    template <class Done>
    void deliver(std::uint64_t id, Message message, Done done);
    /// Delivers to every connection of every shard.
    void broadcast(const Message& message);

private:
    void accept();
    [[nodiscard]] bool deliver_here(std::uint64_t id, Message message);

    std::size_t number_;
    std::vector<std::unique_ptr<Shard>>& all_;
    asio::io_context context_{1};
    Acceptor acceptor_{context_};
    std::unordered_map<std::uint64_t, std::unique_ptr<Connection>> connections_;
    std::uint64_t last_id_ = 0;
};

/// One HTTP connection; the handler of its current operation owns it.
class HttpSession {
public:
    HttpSession(Shard& shard, Socket socket) : shard_(shard), socket_(std::move(socket)) {}

    static void read(std::unique_ptr<HttpSession> session);

private:
    static void handle(std::unique_ptr<HttpSession> session);
    static void answer(std::unique_ptr<HttpSession> session, http::status status);

    Shard& shard_;
    Socket socket_;
    beast::flat_buffer buffer_;
    http::request<http::string_body> request_;
    http::response<http::empty_body> response_;
};

void Connection::accept(const http::request<http::string_body>& upgrade) {
    stream_.auto_fragment(false);
    if constexpr (POSTERN_BENCH_DEFLATE) {
        websocket::permessage_deflate deflate;
        deflate.server_enable = true;
        stream_.set_option(deflate);
    }
    stream_.set_option(
        websocket::stream_base::decorator([id = id_](websocket::response_type& response) {
            response.set("X-Connection-Id", std::to_string(id));
        })
    );
    stream_.async_accept(upgrade, [this](error_code error) {
        stream_.set_option(websocket::stream_base::decorator([](websocket::response_type&) {}));
        return error ? stop() : read();
    });
}

void Connection::read() {
    is_reading_ = true;
    stream_.async_read(buffer_, [this](error_code error, std::size_t) {
        is_reading_ = false;
        if (error) {
            return stop();
        }
        if (is_writing_) {
            is_echo_waiting_ = true;
        } else {
            write_echo();
        }
    });
}

void Connection::write_echo() {
    is_echo_waiting_ = false;
    is_writing_ = true;
    stream_.text(stream_.got_text());
    stream_.async_write(buffer_.data(), [this](error_code error, std::size_t) {
        buffer_.clear();
        written(error);
        // `written` may have ended this connection, but only after an error.
        if (!error) {
            read();
        }
    });
}

void Connection::deliver(Message message) {
    deliveries_.push_back(std::move(message));
    if (!is_writing_) {
        write_delivery();
    }
}

void Connection::write_delivery() {
    is_writing_ = true;
    stream_.text(true);
    stream_.async_write(asio::buffer(*deliveries_.front()), [this](error_code error, std::size_t) {
        deliveries_.pop_front();
        written(error);
    });
}

void Connection::written(error_code error) {
    is_writing_ = false;
    if (error) {
        return stop();
    }
    if (!deliveries_.empty()) {
        write_delivery();
    } else if (is_echo_waiting_) {
        write_echo();
    }
}

void Connection::stop() {
    error_code ignored;
    beast::get_lowest_layer(stream_).close(ignored);
    if (!is_reading_ && !is_writing_) {
        shard_.forget(id_);
    }
}

Shard::Shard(std::size_t number, std::vector<std::unique_ptr<Shard>>& all, tcp::endpoint endpoint)
    : number_(number),
      all_(all) {
    acceptor_.open(endpoint.protocol());
    acceptor_.set_option(asio::socket_base::reuse_address(true));
    using ReusePort = asio::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>;
    acceptor_.set_option(ReusePort(true));
    acceptor_.bind(endpoint);
    acceptor_.listen(4096);
    accept();
}

void Shard::accept() {
    acceptor_.async_accept([this](error_code error, Socket socket) {
        if (!error) {
            socket.set_option(tcp::no_delay(true), error);
            HttpSession::read(std::make_unique<HttpSession>(*this, std::move(socket)));
        }
        accept();
    });
}

void Shard::open(Socket socket, const http::request<http::string_body>& upgrade) {
    const std::uint64_t id = ++last_id_ * all_.size() + number_;
    auto connection = std::make_unique<Connection>(*this, id, std::move(socket));
    connections_.emplace(id, std::move(connection)).first->second->accept(upgrade);
}

bool Shard::deliver_here(std::uint64_t id, Message message) {
    const auto found = connections_.find(id);
    if (found == connections_.end()) {
        return false;
    }
    found->second->deliver(std::move(message));
    return true;
}

template <class Done>
void Shard::deliver(std::uint64_t id, Message message, Done done) {
    Shard& owner = *all_[id % all_.size()];
    if (&owner == this) {
        done(deliver_here(id, std::move(message)));
        return;
    }
    auto work = [this, &owner, id, message = std::move(message), done = std::move(done)]() mutable {
        const bool is_delivered = owner.deliver_here(id, std::move(message));
        asio::post(context_, [is_delivered, done = std::move(done)]() mutable {
            done(is_delivered);
        });
    };
    asio::post(owner.context_, std::move(work));
}

void Shard::broadcast(const Message& message) {
    for (const auto& shard : all_) {
        asio::dispatch(shard->context_, [&owner = *shard, message]() {
            for (const auto& [id, connection] : owner.connections_) {
                connection->deliver(message);
            }
        });
    }
}

void HttpSession::read(std::unique_ptr<HttpSession> session) {
    auto& self = *session;
    self.request_ = {};
    http::async_read(
        self.socket_,
        self.buffer_,
        self.request_,
        [session = std::move(session)](error_code error, std::size_t) mutable {
            if (!error) {
                handle(std::move(session));
            }
        }
    );
}

void HttpSession::handle(std::unique_ptr<HttpSession> session) {
    auto& self = *session;
    if (websocket::is_upgrade(self.request_)) {
        return self.shard_.open(std::move(self.socket_), self.request_);
    }
    constexpr std::string_view path = "/dev/@connections";
    std::string_view target(self.request_.target().data(), self.request_.target().size());
    if (self.request_.method() != http::verb::post || !target.starts_with(path)) {
        return answer(std::move(session), http::status::not_found);
    }
    target.remove_prefix(path.size());
    auto message = std::make_shared<const std::string>(std::move(self.request_.body()));
    if (target.empty()) {
        self.shard_.broadcast(message);
        return answer(std::move(session), http::status::ok);
    }
    std::uint64_t id = 0;
    std::from_chars(target.data() + 1, target.data() + target.size(), id);
    self.shard_
        .deliver(id, std::move(message), [session = std::move(session)](bool is_delivered) mutable {
            answer(std::move(session), is_delivered ? http::status::ok : http::status::gone);
        });
}

void HttpSession::answer(std::unique_ptr<HttpSession> session, http::status status) {
    auto& self = *session;
    self.response_.result(status);
    self.response_.keep_alive(self.request_.keep_alive());
    self.response_.content_length(0);
    http::async_write(
        self.socket_,
        self.response_,
        [session = std::move(session)](error_code error, std::size_t) mutable {
            if (!error && session->request_.keep_alive()) {
                read(std::move(session));
            }
        }
    );
}

void serve(std::size_t threads) {
    std::vector<std::unique_ptr<Shard>> shards;
    tcp::endpoint endpoint(asio::ip::address_v4::loopback(), 0);
    for (std::size_t number = 0; number < threads; ++number) {
        shards.push_back(std::make_unique<Shard>(number, shards, endpoint));
        endpoint.port(shards.front()->port());
    }
    std::printf("ready public=http://127.0.0.1:%u\n", static_cast<unsigned>(endpoint.port()));
    std::fflush(stdout);
    std::vector<std::jthread> others;
    for (std::size_t number = 1; number < threads; ++number) {
        others.emplace_back([&shard = *shards[number]]() { shard.run(); });
    }
    shards.front()->run();
}

}  // namespace

/// usage: plain_beast [THREADS]
int main(int argc, char** argv) {
    try {
        const int threads = argc > 1 ? std::atoi(argv[1]) : 0;
        serve(
            threads > 0 ? static_cast<std::size_t>(threads) : std::thread::hardware_concurrency()
        );
    } catch (const std::exception& error) {
        std::fprintf(stderr, "plain_beast: %s\n", error.what());
        return 1;
    }
}
