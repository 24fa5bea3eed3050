#include "gateway/net/shard.hpp"

#include "gateway/core/connection_address.hpp"
#include "gateway/core/encoding/utf8.hpp"
#include "gateway/core/quotas.hpp"
#include "gateway/core/websocket/encoder.hpp"
#include "gateway/net/http_connection.hpp"

#include <boost/asio/post.hpp>
#include <sys/random.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace postern::net {
namespace asio = boost::asio;

namespace {

constexpr std::size_t read_buffer_bytes = 65'536;
/// Wheels turn in steps of this; limits are kept to within one step.
constexpr Tick resolution{10};
constexpr std::size_t wheel_slots = 4'096;
/// How often the wheels are looked at while no invocation is timed and no short limit runs.
constexpr Tick coarse_step{100};

std::uint64_t secret_bits() {
    std::uint64_t bits = 0;
    if (::getrandom(&bits, sizeof bits, 0) != sizeof bits)
        throw std::runtime_error("getrandom failed");
    return bits;
}

/// Counts a connection for every limit it has that AWS would not have granted.
void count_beyond_aws(const Limits& limits, observe::Counters& counters) {
    using observe::AwsRule;
    if (limits.frame_bytes > quotas::frame_bytes) counters.aws_would_refuse(AwsRule::frame_size);
    if (limits.idle_timeout > quotas::idle_timeout)
        counters.aws_would_refuse(AwsRule::idle_timeout);
    if (limits.connection_duration > quotas::connection_duration) {
        counters.aws_would_refuse(AwsRule::connection_duration);
    }
}

Tick steady_now() {
    return std::chrono::duration_cast<Tick>(std::chrono::steady_clock::now().time_since_epoch());
}

}  // namespace

Shard::Shard(const Setup& setup, observe::Counters& counters, ports::Log& log)
    : session_deadlines_(resolution, wheel_slots, steady_now()),
      http_deadlines_(resolution, wheel_slots, steady_now()),
      call_deadlines_(resolution, wheel_slots, steady_now()),
      index_(setup.index),
      node_(setup.node),
      timer_(io_),
      counters_(counters),
      random_(setup.seed),
      calls_(*this, call_deadlines_),
      services_{*this, *this, counters, log, calls_, random_, setup.snapshot},
      messages_(services_),
      disconnects_(services_),
      poller_(
          io_,
          [this] {
              update_clock();
              is_in_turn_ = true;
          },
          [this] {
              is_in_turn_ = false;
              end_turn();
          }
      ),
      read_buffer_(read_buffer_bytes) {
    update_clock();
    arm_timer();
}

Shard::~Shard() = default;

bool Shard::is_current() const noexcept {
    return const_cast<asio::io_context&>(io_).get_executor().running_in_this_thread();
}

void Shard::post(std::function<void()> work) {
    asio::post(io_, [this, work = std::move(work)] {
        update_clock();
        work();
    });
}

void Shard::update_clock() noexcept {
    now_ = steady_now();
    wall_now_ = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

std::string_view Shard::http_date() {
    const auto second = std::chrono::floor<std::chrono::seconds>(wall_now_);
    if (second != date_second_ || date_.empty()) {
        date_second_ = second;
        date_ = http_time(wall_now_);
    }
    return date_;
}

WebsocketSession* Shard::find_session(const ConnectionId& id) noexcept {
    const auto found = registry_.find(id);
    return found == registry_.end() ? nullptr : found->second;
}

ports::Session* Shard::find(const ConnectionId& id) noexcept {
    return find_session(id);
}

ConnectionId Shard::make_connection_id() {
    for (;;) {
        const ConnectionAddress address{node_, static_cast<std::uint8_t>(index_), secret_bits()};
        const ConnectionId id = encode(address);
        // One id in 64 would begin with a dash, which command lines take for an option (`aws …
        // --connection-id -x…`).
        if (!id.view().starts_with('-')) return id;
    }
}

void Shard::adopt(
    Transport transport,
    std::shared_ptr<const ConnectionFacts> facts,
    const std::optional<websocket::DeflateAgreement>& agreement,
    std::string_view greeting,
    std::string_view early
) {
    const Limits& limits = services_.snapshot->limits;
    auto session = std::make_unique<WebsocketSession>(
        *this, std::move(transport), std::move(facts), limits, agreement
    );
    session->position_ = sessions_.size();
    WebsocketSession& opened = *sessions_.emplace_back(std::move(session));
    registry_.emplace(opened.facts()->id, &opened);
    counters_.open_connections.add();
    count_beyond_aws(limits, counters_);
    opened.open(greeting, early);
    schedule_flush();
}

void Shard::broadcast(std::string_view api_id, std::string_view stage, std::string_view text) {
    const std::string valid = utf8::replace_invalid(text);
    std::string frames;
    websocket::append_message(frames, valid, services_.snapshot->limits.frame_bytes);
    const std::size_t threshold = services_.snapshot->limits.compression_threshold_bytes;
    for (std::size_t i = 0; i < sessions_.size(); ++i) {
        WebsocketSession& session = *sessions_[i];
        if (session.facts()->api_id != api_id || session.facts()->stage != stage) continue;
        const bool is_compressed = session.deflate_window_bits() != 0 && valid.size() >= threshold;
        const ports::Delivery delivery =
            is_compressed ? session.send(valid) : session.send_encoded(frames);
        if (delivery == ports::Delivery::full) counters_.outbox_refused();
    }
    schedule_flush();
}

void Shard::use(std::shared_ptr<const pipeline::Snapshot> snapshot) {
    // First the connections that the new snapshot has no place for: their $disconnect is the old
    // one's.
    for (std::size_t i = 0; i < sessions_.size(); ++i) {
        const ConnectionFacts& facts = *sessions_[i]->facts();
        if (snapshot->find(facts.api_id, facts.stage) == pipeline::Snapshot::npos) {
            sessions_[i]->close(close_reasons::going_away());
        }
    }
    report_ended();
    services_.snapshot = std::move(snapshot);
    schedule_flush();
}

void Shard::pause_reading() {
    for (const auto& session : sessions_)
        session->pause_reading(true);
}

void Shard::close_all(const CloseReason& reason) {
    for (std::size_t i = 0; i < sessions_.size(); ++i) {
        sessions_[i]->pause_reading(false);
        sessions_[i]->close(reason);
    }
    schedule_flush();
}

void Shard::abort_all() {
    for (std::size_t i = 0; i < sessions_.size(); ++i)
        sessions_[i]->abort();
    schedule_flush();
}

void Shard::enter(HttpConnection& connection) {
    http_.push_back(&connection);
}

void Shard::leave(HttpConnection& connection) {
    std::erase(http_, &connection);
}

void Shard::drain_http() {
    // Draining resumes no coroutine by itself, so the list does not change meanwhile.
    for (HttpConnection* connection : http_)
        connection->drain();
}

void Shard::leave(WebsocketSession& session, const CloseReason& reason) {
    registry_.erase(session.facts()->id);
    counters_.open_connections.subtract();
    counters_.closed(reason.code);
    if (services_.log.is_enabled(ports::LogLevel::debug)) {
        std::string line("connection closed connection_id=");
        line.append(session.facts()->id.view())
            .append(" code=")
            .append(std::to_string(reason.code));
        line.append(" message=").append(reason.text);
        services_.log.write(ports::LogLevel::debug, line);
    }
    // Not at once: the handler may send to and close other connections, and we are in the middle of
    // this one.
    ended_.push_back(Ended{session.facts(), reason});
    schedule_flush();
}

void Shard::lose(WebsocketSession& session) {
    lost_.push_back(&session);
    schedule_flush();
}

void Shard::bury(WebsocketSession& session) {
    buried_.push_back(&session);
    schedule_flush();
}

void Shard::schedule_flush() {
    if (is_in_turn_ || is_flush_posted_) return;
    is_flush_posted_ = true;
    asio::post(io_, [this] {
        is_flush_posted_ = false;
        end_turn();
    });
}

void Shard::report_ended() {
    while (!ended_.empty()) {
        // Handlers may end further connections while they hear of these.
        for (const Ended& end : std::exchange(ended_, {})) {
            disconnects_.run(*services_.snapshot, end.facts, end.reason);
        }
    }
}

void Shard::end_turn() {
    // Writing may show a socket to be lost, that ends its connection, and hearing of the end a
    // handler may write.
    do {
        cork_.flush();
        for (WebsocketSession* session : std::exchange(lost_, {}))
            session->abort();
        report_ended();
    } while (!cork_.is_empty() || !lost_.empty());
    while (!buried_.empty()) {
        const std::size_t position = buried_.back()->position_;
        buried_.pop_back();
        std::unique_ptr<WebsocketSession> last = std::move(sessions_.back());
        sessions_.pop_back();
        if (position < sessions_.size()) {
            last->position_ = position;
            sessions_[position] = std::move(last);
        }
    }
    arm_timer();
}

void Shard::tick() {
    update_clock();
    timer_at_.reset();
    session_deadlines_.advance(now_, [](DeadlineEntry& entry) {
        static_cast<WebsocketSession&>(entry).expired();
    });
    http_deadlines_.advance(now_, [](DeadlineEntry& entry) {
        static_cast<HttpConnection&>(entry).expired();
    });
    call_deadlines_.advance(now_, [this](DeadlineEntry& entry) { calls_.expire(entry); });
    end_turn();
}

void Shard::arm_timer() {
    const Tick wanted = now_ + (calls_.waiting() != 0 ? resolution : coarse_step);
    if (timer_at_ && *timer_at_ <= wanted) return;
    timer_at_ = wanted;
    timer_.expires_at(std::chrono::steady_clock::time_point(wanted));
    timer_.async_wait([this](boost::system::error_code error) {
        if (!error) tick();
    });
}

}  // namespace postern::net
