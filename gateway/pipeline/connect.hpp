#pragma once

#include "gateway/pipeline/services.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace postern::pipeline {

/// Whether a client may connect, and what it is told.
struct ConnectDecision {
    /// 101, or the status of the refusal.
    unsigned status = 101;
    /// `x-amzn-ErrorType` of a refusal by the gateway itself; empty when the integration chose the
    /// status.
    std::string error_type;
    /// Text of a refusal by the gateway itself.
    std::string message;
    /// `Sec-WebSocket-Protocol` that the integration returned.
    std::optional<std::string> subprotocol;
    /// Request id of the CONNECT event (or of the refusal).
    RequestId request_id;

    [[nodiscard]] bool is_accepted() const noexcept { return status == 101; }
};

/// One handshake's decision: runs the `$connect` integration, if there is one, and maps its outcome
/// to a status.
///
/// Must live until `is_done()`. Shard only.
class ConnectFlow final : public CallOwner {
public:
    explicit ConnectFlow(Services& services) : services_(services) {}
    ConnectFlow(const ConnectFlow&) = delete;
    ConnectFlow& operator=(const ConnectFlow&) = delete;

    /// Begins; `on_done` runs when the decision is there unless it is there already when this
    /// returns.
    void start(
        std::size_t api,
        std::shared_ptr<const ConnectionFacts> facts,
        std::unique_ptr<const Handshake> handshake,
        std::function<void()> on_done
    );

    [[nodiscard]] bool is_done() const noexcept { return is_done_; }
    [[nodiscard]] const ConnectDecision& decision() const noexcept { return decision_; }

    void replied(PendingCall& call, const ports::Reply& reply) override;
    void failed(PendingCall& call, const ports::Failure& failure) override;

private:
    void refuse(unsigned status);
    void finish();

    Services& services_;
    ConnectDecision decision_;
    std::function<void()> on_done_;
    bool is_done_ = false;
    bool is_starting_ = false;
};

}  // namespace postern::pipeline
