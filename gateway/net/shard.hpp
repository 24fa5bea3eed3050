#pragma once

#include "gateway/core/connection/close_reason.hpp"
#include "gateway/core/connection/deadlines.hpp"
#include "gateway/core/websocket/decoder.hpp"
#include "gateway/core/websocket/deflate.hpp"
#include "gateway/net/cork.hpp"
#include "gateway/net/poller.hpp"
#include "gateway/net/transport.hpp"
#include "gateway/net/websocket_session.hpp"
#include "gateway/observe/counters.hpp"
#include "gateway/pipeline/disconnect.hpp"
#include "gateway/pipeline/message.hpp"
#include "gateway/pipeline/services.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/unordered/unordered_flat_map.hpp>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace postern::net {

class HttpConnection;

/// One I/O thread's world: its event loop, its connections, and everything they share. A connection
/// never changes shard, and nothing here is locked; other threads `post`. Shard only, except where
/// stated.
class Shard final : public ports::ShardThread, public ports::ConnectionRegistry {
public:
    struct Setup {
        unsigned index = 0;
        /// Node number in connection ids.
        std::uint16_t node = 0;
        FastRandom::Seed seed{};
        std::shared_ptr<const pipeline::Snapshot> snapshot;
    };

    Shard(const Setup& setup, observe::Counters& counters, ports::Log& log);
    ~Shard();
    Shard(const Shard&) = delete;
    Shard& operator=(const Shard&) = delete;

    /// The event loop. Any thread may run it; exactly one must.
    [[nodiscard]] boost::asio::io_context& io() noexcept { return io_; }

    [[nodiscard]] unsigned index() const noexcept override { return index_; }
    [[nodiscard]] bool is_current() const noexcept override;
    void post(std::function<void()> work) override;
    [[nodiscard]] Tick now() const noexcept override { return now_; }
    [[nodiscard]] Instant wall_now() const noexcept override { return wall_now_; }
    /// Reads the clocks; whatever wakes the shard calls it first.
    void update_clock() noexcept;
    /// `now()` as a reference that stays current.
    [[nodiscard]] const Tick& clock() const noexcept { return now_; }
    /// Value of the HTTP `Date` header now.
    [[nodiscard]] std::string_view http_date();

    [[nodiscard]] ports::Session* find(const ConnectionId& id) noexcept override;
    [[nodiscard]] WebsocketSession* find_session(const ConnectionId& id) noexcept;

    /// A fresh id that names this shard.
    [[nodiscard]] ConnectionId make_connection_id();
    /// Opens a connection: from now on it can be found, and `$disconnect` will run for it.
    void adopt(
        Transport transport,
        std::shared_ptr<const ConnectionFacts> facts,
        const std::optional<websocket::DeflateAgreement>& agreement,
        std::string_view greeting,
        std::string_view early
    );
    /// Sends `text` to every connection of that API and stage.
    void broadcast(std::string_view api_id, std::string_view stage, std::string_view text);

    /// Serves by `snapshot` from now on; connections whose stage is gone are closed with 1001.
    void use(std::shared_ptr<const pipeline::Snapshot> snapshot);

    // For draining: first invocations end, then connections.
    void pause_reading();
    void close_all(const CloseReason& reason);
    void abort_all();
    [[nodiscard]] bool is_quiet() const noexcept {
        return sessions_.empty() && http_.empty() && ended_.empty() && calls_.waiting() == 0;
    }
    [[nodiscard]] std::size_t waiting_calls() const noexcept { return calls_.waiting(); }

    // For HTTP connections, which register while they live.
    void enter(HttpConnection& connection);
    void leave(HttpConnection& connection);
    void drain_http();
    [[nodiscard]] Deadlines& http_deadlines() noexcept { return http_deadlines_; }

    // For sessions.
    [[nodiscard]] Poller& poller() noexcept { return poller_; }
    [[nodiscard]] Cork& cork() noexcept { return cork_; }
    void schedule_flush();
    [[nodiscard]] std::span<char> read_buffer() noexcept { return read_buffer_; }
    [[nodiscard]] std::string& encode_scratch() noexcept { return encode_scratch_; }
    [[nodiscard]] websocket::DecoderScratch& decoder_scratch() noexcept { return decoder_scratch_; }
    [[nodiscard]] websocket::Deflater& deflater() noexcept { return deflater_; }
    [[nodiscard]] Deadlines& session_deadlines() noexcept { return session_deadlines_; }
    [[nodiscard]] observe::Counters& counters() noexcept { return counters_; }
    [[nodiscard]] ports::Log& log() noexcept { return services_.log; }
    [[nodiscard]] pipeline::Services& services() noexcept { return services_; }
    [[nodiscard]] pipeline::MessageFlow& messages() noexcept { return messages_; }
    [[nodiscard]] pipeline::DisconnectFlow& disconnects() noexcept { return disconnects_; }
    /// `session` is over for the API: it can be found no more, and `$disconnect` runs.
    void leave(WebsocketSession& session, const CloseReason& reason);
    /// Writing to `session` failed; it is aborted at the end of the turn.
    void lose(WebsocketSession& session);
    /// `session` has no socket any more; it is destroyed at the end of the turn.
    void bury(WebsocketSession& session);

private:
    /// A connection that ended, whose `$disconnect` has not begun.
    struct Ended {
        std::shared_ptr<const ConnectionFacts> facts;
        CloseReason reason;
    };

    void end_turn();
    void report_ended();
    void tick();
    void arm_timer();

    // Coroutines that still wait are destroyed with `io_`; what their frames refer to stands before
    // it.
    Tick now_{0};
    Deadlines session_deadlines_;
    Deadlines http_deadlines_;
    Deadlines call_deadlines_;
    std::vector<HttpConnection*> http_;
    boost::asio::io_context io_{1};

    unsigned index_;
    std::uint16_t node_;
    Instant wall_now_{};
    std::chrono::sys_seconds date_second_{};
    std::string date_;

    boost::asio::steady_timer timer_;
    std::optional<Tick> timer_at_;

    observe::Counters& counters_;
    FastRandom random_;
    pipeline::CallPool calls_;
    pipeline::Services services_;
    pipeline::MessageFlow messages_;
    pipeline::DisconnectFlow disconnects_;

    Poller poller_;
    Cork cork_;
    std::vector<char> read_buffer_;
    std::string encode_scratch_;
    websocket::DecoderScratch decoder_scratch_;
    websocket::Deflater deflater_;
    bool is_in_turn_ = false;
    bool is_flush_posted_ = false;

    boost::unordered_flat_map<ConnectionId, WebsocketSession*, std::hash<ConnectionId>> registry_;
    std::vector<std::unique_ptr<WebsocketSession>> sessions_;
    /// Sessions that end with this turn.
    std::vector<WebsocketSession*> buried_;
    std::vector<WebsocketSession*> lost_;
    std::vector<Ended> ended_;
};

}  // namespace postern::net
