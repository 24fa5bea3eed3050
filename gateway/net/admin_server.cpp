#include "gateway/net/admin_server.hpp"

#include "gateway/net/shard.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <utility>

namespace postern::net {
namespace asio = boost::asio;

namespace {

std::string text_answer(
    unsigned status, std::string_view text, std::string_view type, const HttpRequest& request
) {
    std::string out = "HTTP/1.1 " + std::to_string(status) + " ";
    out.append(reason_phrase(status)).append("\r\nContent-Type: ").append(type);
    out.append("\r\nContent-Length: ").append(std::to_string(text.size()));
    out.append(request.is_kept_alive ? "\r\nConnection: keep-alive" : "\r\nConnection: close");
    out.append("\r\n\r\n");
    if (request.method != "HEAD") out.append(text);
    return out;
}

}  // namespace

AdminServer::AdminServer(Shard& shard, std::unique_ptr<Listener> listener, Questions questions)
    : shard_(shard),
      listener_(std::move(listener)),
      questions_(std::move(questions)) {}

void AdminServer::start() {
    listener_->start(
        [this](Transport transport, const Listener::Endpoint&) {
            shard_.update_clock();
            asio::co_spawn(shard_.io(), serve(std::move(transport)), asio::detached);
        },
        [this](const std::string& trouble) { shard_.log().write(ports::LogLevel::error, trouble); }
    );
}

asio::awaitable<void> AdminServer::serve(Transport transport) {
    const HttpLimits limits;
    HttpConnection connection(
        shard_.io(), std::move(transport), limits, shard_.http_deadlines(), shard_.clock()
    );
    HttpRequest request;
    for (;;) {
        const HttpRead outcome = co_await connection.read(request);
        shard_.update_clock();
        if (outcome != HttpRead::request) co_return;
        const std::string bytes = answer(request);
        const bool is_written = co_await connection.write(bytes);
        if (!is_written || !request.is_kept_alive) co_return;
    }
}

std::string AdminServer::answer(const HttpRequest& request) const {
    constexpr std::string_view plain = "text/plain; charset=utf-8";
    const std::string_view path = request.path();
    if (request.method != "GET" && request.method != "HEAD") {
        return text_answer(405, "only GET is answered here\n", plain, request);
    }
    if (path == "/healthz") return text_answer(200, "ok\n", plain, request);
    if (path == "/readyz") {
        return questions_.is_ready() ? text_answer(200, "ready\n", plain, request)
                                     : text_answer(503, "draining\n", plain, request);
    }
    if (path == "/metrics") {
        const std::string page = questions_.metrics();
        return text_answer(200, page, "text/plain; version=0.0.4; charset=utf-8", request);
    }
    return text_answer(404, "there are /healthz, /readyz and /metrics\n", plain, request);
}

}  // namespace postern::net
