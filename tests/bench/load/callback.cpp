#include "tests/bench/load/clients.hpp"
#include "tests/bench/load/frames.hpp"
#include "tests/bench/load/http.hpp"
#include "tests/bench/load/modes.hpp"

#include <stdexcept>

namespace postern::bench {

namespace {

/// The value of `"connectionId"` in a JSON text; the ids need no unescaping.
std::string connection_id_in(std::string_view json) {
    constexpr std::string_view name = R"("connectionId")";
    const auto begin = json.find('"', json.find(name) + name.size()) + 1;
    const auto end = json.find('"', begin);
    if (json.find(name) == std::string_view::npos || end == std::string_view::npos) {
        throw std::runtime_error("no connectionId in: " + std::string(json.substr(0, 200)));
    }
    return std::string(json.substr(begin, end - begin));
}

/// Percent-encodes the padding of an id, as the AWS clients do.
std::string encoded_id(std::string id) {
    if (id.ends_with('=')) {
        id.replace(id.size() - 1, 1, "%3D");
    }
    return id;
}

/// Makes the requests of one run.
class Requests {
public:
    Requests(const Options& options, std::string body)
        : options_(options),
          host_("127.0.0.1:" + std::to_string(options.target.port)),
          body_(std::move(body)),
          signer_(options.signing.value_or(SigningIdentity{})) {}

    [[nodiscard]] std::string post(const std::string& connection_id) {
        const std::string path =
            options_.target.path + "/@connections/" + encoded_id(connection_id);
        std::string request = "POST " + path + " HTTP/1.1\r\nHost: " + host_ + "\r\n";
        if (options_.signing) {
            request += signer_.headers(path, host_, body_);
        }
        return request + "Content-Length: " + std::to_string(body_.size()) + "\r\n\r\n" + body_;
    }

private:
    const Options& options_;
    std::string host_;
    std::string body_;
    Signer signer_;
};

/// The ids of all clients: from the handshake, or from the answer to `{"action":"whoami"}`, be it a
/// function's or the error frame for a route that does not exist.
std::vector<std::string> ids_of(
    Loop& loop, const Clients& clients, WebSocket::OnMessage& on_message
) {
    std::vector<std::string> ids(clients.size());
    std::size_t known = 0;
    const WebSocket::OnMessage counting =
        std::exchange(on_message, [&](WebSocket& socket, std::string_view payload) {
            ids[socket.index()] = connection_id_in(payload);
            ++known;
        });
    const std::string question = masked_text_frame(R"({"action":"whoami"})");
    for (const auto& client : clients) {
        if (client->connection_id().empty()) {
            client->send_frame(question);
        } else {
            ids[client->index()] = client->connection_id();
            ++known;
        }
    }
    poll_until(
        loop, [&]() { return known == ids.size(); }, "whoami was not answered"
    );
    on_message = counting;
    return ids;
}

}  // namespace

Figures measure_callback(const Options& options) {
    const std::string body = action_message("callback", options.message_bytes);
    std::size_t delivered = 0;
    WebSocket::OnMessage on_message = [&](WebSocket&, std::string_view payload) {
        if (payload != body) {
            throw std::runtime_error("not what was posted: " + std::string(payload.substr(0, 200)));
        }
        ++delivered;
    };
    Loop loop;
    const auto receive = [&on_message](WebSocket& socket, std::string_view payload) {
        on_message(socket, payload);
    };
    const auto clients = open_clients(loop, options.target, options.connections, receive);
    const auto ids = ids_of(loop, clients, on_message);

    Requests requests(options, body);
    std::size_t posted = 0;
    std::size_t answered = 0;
    bool is_over = false;
    const auto post_next = [&](HttpConnection& connection) {
        if (!is_over) {
            connection.send_request(requests.post(ids[posted++ % ids.size()]));
        }
    };
    const auto on_response = [&](HttpConnection& connection, unsigned status, std::string_view text
                             ) {
        if (status != 200) {
            throw std::runtime_error("POST: " + std::to_string(status) + " " + std::string(text));
        }
        ++answered;
        post_next(connection);
    };
    std::vector<std::unique_ptr<HttpConnection>> posters;
    for (std::size_t index = 0; index < options.http_connections; ++index) {
        posters.push_back(
            std::make_unique<HttpConnection>(loop, options.target.port, index, on_response)
        );
        post_next(*posters.back());
    }
    const auto run_until = [&loop](Clock::time_point end) {
        while (Clock::now() < end) {
            loop.poll(10);
        }
    };
    run_until(Clock::now() + options.warm_up);
    const auto answered_before = answered;
    const auto begin = Clock::now();
    run_until(begin + options.duration);
    const std::chrono::duration<double> elapsed = Clock::now() - begin;
    const auto counted = answered - answered_before;
    is_over = true;
    poll_until(
        loop,
        [&]() { return answered == posted && delivered == posted; },
        "a message was accepted but not delivered"
    );
    return {{"posts_per_second", static_cast<double>(counted) / elapsed.count()}};
}

}  // namespace postern::bench
