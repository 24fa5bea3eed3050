#pragma once

#include "gateway/core/connection/deadlines.hpp"
#include "gateway/ports/integration.hpp"
#include "gateway/ports/shard.hpp"

#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace postern::pipeline {

class CallPool;
class PendingCall;

/// Told how a call ended, once, on the shard that began it.
class CallOwner {
public:
    virtual void replied(PendingCall& call, const ports::Reply& reply) = 0;
    virtual void failed(PendingCall& call, const ports::Failure& failure) = 0;

protected:
    ~CallOwner() = default;
};

/// An invocation from its start until the integration has let go of it.
///
/// Two things end it, in any order: the owner learns the outcome (an answer, or the deadline), and
/// the integration answers. Only after both is it used again, so a late answer finds its own call
/// and nobody else's.
class PendingCall final : public ports::Call {
public:
    explicit PendingCall(CallPool& pool) : pool_(pool) {}

    [[nodiscard]] const Event& event() const noexcept override { return event_; }
    [[nodiscard]] Instant deadline() const noexcept override { return deadline_; }
    [[nodiscard]] unsigned shard() const noexcept override;
    void complete(const ports::Reply& reply) override;
    void fail(const ports::Failure& failure) override;

    /// To be filled in before `CallPool::start`.
    [[nodiscard]] Event& mutable_event() noexcept { return event_; }
    /// Set by the owner for its own use: whether the body of a reply goes to the client.
    bool is_two_way = false;

private:
    friend class CallPool;
    enum class Outcome : std::uint8_t { none, replied, failed };

    void deliver(const ports::Reply& reply);
    void deliver(const ports::Failure& failure);
    void deliver_parked();
    void let_go();

    /// Links the entry that fires back to the call.
    struct Timer : DeadlineEntry {
        PendingCall* call = nullptr;
    };

    CallPool& pool_;
    Event event_;
    Instant deadline_{};
    CallOwner* owner_ = nullptr;
    Timer timer_;
    std::chrono::steady_clock::time_point started_{};
    bool is_invoking_ = false;
    bool is_answered_ = false;
    /// An answer from another thread, copied to wait for the shard.
    Outcome parked_ = Outcome::none;
    ports::Reply::Form parked_form_ = ports::Reply::Form::payload;
    int parked_status_ = 0;
    Errc parked_error_ = Errc::ok;
    std::string parked_text_;
    std::string parked_type_;
};

/// Makes, times and reuses the calls of one shard. Steady state: no allocation per call. Shard
/// only.
class CallPool {
public:
    CallPool(ports::ShardThread& shard, Deadlines& deadlines);
    ~CallPool();
    CallPool(const CallPool&) = delete;
    CallPool& operator=(const CallPool&) = delete;

    /// A call whose event is empty.
    [[nodiscard]] PendingCall& acquire();
    /// Invokes `integration`; `owner` hears the outcome, perhaps before this returns, at the latest
    /// after `timeout`.
    void start(
        PendingCall& call,
        ports::Integration& integration,
        std::chrono::milliseconds timeout,
        CallOwner& owner
    );
    /// A deadline entry armed by `start` has fired.
    void expire(DeadlineEntry& entry);

    /// Calls whose owners have not heard an outcome.
    [[nodiscard]] std::size_t waiting() const noexcept { return waiting_; }
    /// Time between the start of `call` and now.
    [[nodiscard]] static std::chrono::nanoseconds age(const PendingCall& call);

private:
    friend class PendingCall;
    void release(PendingCall& call);

    ports::ShardThread& shard_;
    Deadlines& deadlines_;
    std::vector<std::unique_ptr<PendingCall>> all_;
    std::vector<PendingCall*> free_;
    std::size_t waiting_ = 0;
};

}  // namespace postern::pipeline
