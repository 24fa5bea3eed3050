#include "gateway/net/public_server.hpp"

#include "gateway/core/websocket/deflate.hpp"
#include "gateway/core/websocket/handshake.hpp"
#include "gateway/net/gate.hpp"
#include "gateway/net/handshake_facts.hpp"
#include "gateway/net/public_answers.hpp"
#include "gateway/net/shard.hpp"
#include "gateway/pipeline/connect.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <exception>
#include <utility>

namespace postern::net {
namespace asio = boost::asio;

namespace {

/// First byte of a TLS record that holds a handshake, and so of every TLS connection.
constexpr int tls_handshake_record = 0x16;
/// Nothing to add to an answer's own headers.
constexpr std::string_view no_headers;
/// Requests of one connection served before others get their turn.
constexpr unsigned requests_per_turn = 32;

/// Keeps an HTTP connection in its shard's list while it lives.
class Registration {
public:
    Registration(Shard& shard, HttpConnection& connection)
        : shard_(shard),
          connection_(connection) {
        shard_.enter(connection_);
    }
    ~Registration() { shard_.leave(connection_); }
    Registration(const Registration&) = delete;
    Registration& operator=(const Registration&) = delete;

private:
    Shard& shard_;
    HttpConnection& connection_;
};

HttpLimits http_limits(const Limits& limits) {
    HttpLimits result;
    result.header_bytes = limits.request_header_bytes;
    result.url_bytes = limits.url_bytes;
    result.body_bytes = std::max(result.body_bytes, limits.message_bytes + 1);
    result.request_timeout = limits.request_timeout;
    result.keep_alive_timeout = limits.keep_alive_timeout;
    return result;
}

observe::CallbackAction counted_as(std::string_view method) {
    if (method == "POST") return observe::CallbackAction::post;
    if (method == "GET") return observe::CallbackAction::get;
    if (method == "DELETE") return observe::CallbackAction::remove;
    return observe::CallbackAction::other;
}

bool wants_upgrade(const HttpRequest& request) {
    return request.method == "GET" &&
           websocket::check_upgrade(request.headers) != websocket::UpgradeCheck::not_an_upgrade;
}

}  // namespace

PublicServer::PublicServer(
    Shard& shard, std::unique_ptr<Listener> listener, ports::Connections& connections, Setup setup
)
    : shard_(shard),
      listener_(std::move(listener)),
      connections_(connections),
      setup_(std::move(setup)) {}

void PublicServer::start() {
    listener_->start(
        [this](Transport transport, const Listener::Endpoint& peer) {
            shard_.update_clock();
            asio::co_spawn(
                shard_.io(),
                serve(std::move(transport), peer),
                [this](const std::exception_ptr& failure) {
                    if (!failure) return;
                    try {
                        std::rethrow_exception(failure);
                    } catch (const std::exception& error) {
                        shard_.log().write(
                            ports::LogLevel::error,
                            std::string("http session failed message=") + error.what()
                        );
                    }
                }
            );
        },
        [this](const std::string& trouble) { shard_.log().write(ports::LogLevel::error, trouble); }
    );
}

asio::awaitable<void> PublicServer::serve(Transport transport, Listener::Endpoint peer_endpoint) {
    HttpConnection connection(
        shard_.io(),
        std::move(transport),
        http_limits(shard_.services().snapshot->limits),
        shard_.http_deadlines(),
        shard_.clock()
    );
    const Registration registration(shard_, connection);
    const bool may_go_on = co_await begin_tls(connection);
    if (!may_go_on) co_return;
    Peer peer;
    peer.address = peer_endpoint.address().to_string();
    peer.is_tls = connection.is_tls();
    HttpRequest request;
    for (unsigned served = 1; !connection.is_draining(); ++served) {
        const HttpRead outcome = co_await connection.read(request);
        shard_.update_clock();
        if (outcome == HttpRead::closed) co_return;
        if (outcome != HttpRead::request) {
            co_await refuse(connection, outcome);
            co_return;
        }
        const bool has_next = co_await answer(connection, request, peer);
        if (!has_next) co_return;
        // A client that pipelines without end must not keep the shard to itself.
        if (served % requests_per_turn == 0) co_await asio::post(shard_.io(), asio::use_awaitable);
    }
}

asio::awaitable<bool> PublicServer::begin_tls(HttpConnection& connection) {
    if (setup_.tls == nullptr) co_return true;
    const int first = co_await connection.peek();
    if (first < 0) co_return false;
    if (first == tls_handshake_record) co_return connection.start_tls(setup_.tls.get());
    if (!setup_.is_tls_only) co_return true;
    constexpr std::string_view advice =
        "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    [[maybe_unused]] const bool is_written = co_await connection.write(advice);
    co_await connection.finish();
    co_return false;
}

asio::awaitable<void> PublicServer::refuse(HttpConnection& connection, HttpRead reason) {
    HttpRequest none;
    const HttpAnswer why = read_refusal(reason);
    [[maybe_unused]] const bool has_next = co_await send(connection, none, why, no_headers);
    co_await connection.finish();
}

asio::awaitable<bool> PublicServer::answer(
    HttpConnection& connection, HttpRequest& request, const Peer& peer
) {
    const std::string_view path = request.path();
    if (path == "/ping" && (request.method == "GET" || request.method == "HEAD")) {
        const HttpAnswer ok = healthy_answer();
        const bool has_next = co_await send(connection, request, ok, no_headers);
        co_return has_next;
    }
    const pipeline::Snapshot& snapshot = *shard_.services().snapshot;
    const std::string_view host = websocket::header_value(request.headers, "Host");
    const auto address = resolve_address(snapshot.apis, host, path, snapshot.only_stage);
    const bool is_connect =
        request.method == "GET" && (!address || address->rest.empty() || wants_upgrade(request));
    if (!address || (is_connect && !address->rest.empty())) {
        const HttpAnswer forbidden = callback::forbidden();
        if (is_connect) shard_.counters().connect_answered(forbidden.status);
        const bool has_next = co_await send(connection, request, forbidden, no_headers);
        co_return has_next;
    }
    if (is_connect) {
        const bool has_next = co_await connect(connection, request, peer, *address);
        co_return has_next;
    }
    const bool has_next = co_await call_back(connection, request, *address);
    co_return has_next;
}

asio::awaitable<bool> PublicServer::connect(
    HttpConnection& connection,
    HttpRequest& request,
    const Peer& peer,
    const ResolvedAddress& address
) {
    const websocket::UpgradeCheck check = websocket::check_upgrade(request.headers);
    if (check != websocket::UpgradeCheck::ok) {
        const HttpAnswer refused = upgrade_refusal(check);
        shard_.counters().connect_answered(refused.status);
        std::string_view hint;
        if (check == websocket::UpgradeCheck::not_an_upgrade) hint = "Upgrade: websocket\r\n";
        if (check == websocket::UpgradeCheck::wrong_version) hint = "Sec-WebSocket-Version: 13\r\n";
        const bool has_next = co_await send(connection, request, refused, hint);
        co_return has_next;
    }
    if (connection.is_draining()) {
        const HttpAnswer unavailable = unavailable_answer();
        shard_.counters().connect_answered(unavailable.status);
        const bool has_next = co_await send(connection, request, unavailable, no_headers);
        co_return has_next;
    }
    // Kept over a reload: what begins on a definition ends on it.
    const std::shared_ptr<const pipeline::Snapshot> begun_on = shard_.services().snapshot;
    const pipeline::Snapshot& snapshot = *begun_on;
    auto facts = std::make_shared<ConnectionFacts>();
    facts->id = shard_.make_connection_id();
    facts->api_id = snapshot.apis[address.api].api_id();
    facts->stage = address.stage;
    facts->domain_name = snapshot.domain_name;
    if (facts->domain_name.empty())
        facts->domain_name = websocket::header_value(request.headers, "Host");
    facts->source_ip = peer.address;
    const std::string_view user_agent = websocket::header_value(request.headers, "User-Agent");
    if (!user_agent.empty()) facts->user_agent = std::string(user_agent);
    facts->connected_at = shard_.wall_now();

    pipeline::ConnectFlow flow(shard_.services());
    Gate decided(shard_.io());
    auto handshake =
        handshake_of(request, make_trace_id(shard_.services().random, facts->connected_at));
    auto on_done = [&decided] {
        decided.open();
    };
    flow.start(address.api, facts, std::move(handshake), on_done);
    if (!flow.is_done()) {
        co_await decided.wait();
        shard_.update_clock();
    }
    const pipeline::ConnectDecision& decision = flow.decision();
    shard_.counters().connect_answered(decision.status);
    if (!decision.is_accepted()) {
        const HttpAnswer refused = connect_refusal(decision, facts->id);
        const bool has_next = co_await send(connection, request, refused, no_headers);
        co_return has_next;
    }
    const bool has_stage =
        shard_.services().snapshot->find(facts->api_id, facts->stage) != pipeline::Snapshot::npos;
    if (!has_stage || connection.is_draining()) {
        // The stage went away, or the gateway began to drain, while `$connect` ran. It said yes, so
        // it hears the end.
        shard_.disconnects().run(snapshot, facts, close_reasons::going_away());
        const HttpAnswer refused = has_stage ? unavailable_answer() : callback::forbidden();
        const bool has_next = co_await send(connection, request, refused, no_headers);
        co_return has_next;
    }
    const auto agreement = websocket::negotiate_deflate(
        websocket::joined_header(request.headers, "Sec-WebSocket-Extensions")
    );
    const std::string extension =
        agreement ? websocket::extension_header(*agreement) : std::string();
    const std::string key =
        websocket::accept_key(websocket::header_value(request.headers, "Sec-WebSocket-Key"));
    const std::string greeting = switching_protocols(
        shard_.http_date(), key, decision.subprotocol.value_or(std::string()), extension
    );
    const std::string early(connection.leftover());
    shard_.adopt(connection.take_transport(), std::move(facts), agreement, greeting, early);
    co_return false;
}

asio::awaitable<bool> PublicServer::call_back(
    HttpConnection& connection, HttpRequest& request, const ResolvedAddress& address
) {
    const pipeline::Snapshot& snapshot = *shard_.services().snapshot;
    const std::size_t message_bytes = snapshot.limits.message_bytes;
    std::string api_id = snapshot.apis[address.api].api_id();
    const pipeline::CallbackRequest asked{
        request.method, request.target, request.headers, address.rest, request.body};
    const pipeline::CallbackCheck check =
        pipeline::check_callback(asked, setup_.access, message_bytes, shard_.wall_now());
    std::optional<HttpAnswer> outcome = check.refusal;
    if (!outcome) {
        Gate answered(shard_.io());
        ports::ConnectionTarget target(check.connection_id, std::move(api_id), address.stage);
        auto on_answer = [&outcome, &answered](HttpAnswer arrived) {
            outcome = std::move(arrived);
            answered.open();
        };
        pipeline::run_callback(
            check.action,
            std::move(target),
            std::move(request.body),
            connections_,
            shard_.index(),
            on_answer
        );
        if (!outcome) {
            co_await answered.wait();
            shard_.update_clock();
        }
    }
    shard_.counters().callback_answered(counted_as(request.method), outcome->status);
    const bool has_next = co_await send(connection, request, *outcome, no_headers);
    co_return has_next;
}

asio::awaitable<bool> PublicServer::send(
    HttpConnection& connection,
    const HttpRequest& request,
    const HttpAnswer& answer,
    std::string_view extra_headers
) {
    FastRandom& random = shard_.services().random;
    const std::string uuid = make_uuid(random);
    const RequestId apigw_id = make_request_id(random);
    const std::string trace_id = make_trace_id(random, shard_.wall_now());
    AnswerStamp stamp;
    stamp.date = shard_.http_date();
    stamp.uuid = uuid;
    stamp.apigw_id = apigw_id.view();
    stamp.trace_id = trace_id;
    stamp.is_kept_alive = request.is_kept_alive && !connection.is_draining();
    stamp.is_head = request.method == "HEAD";
    stamp.extra_headers = extra_headers;
    const std::string bytes = render(answer, stamp);
    const bool is_written = co_await connection.write(bytes);
    co_return is_written&& stamp.is_kept_alive;
}

}  // namespace postern::net
