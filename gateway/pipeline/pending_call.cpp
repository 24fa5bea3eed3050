#include "gateway/pipeline/pending_call.hpp"

#include <cassert>
#include <utility>

namespace postern::pipeline {
namespace {

/// Larger buffers are given back when a call ends, so one burst of big messages does not stay in
/// memory.
constexpr std::size_t kept_capacity_bytes = 16'384;

void clear_keeping_some(std::string& text) {
    if (text.capacity() > kept_capacity_bytes) {
        text = std::string();
    } else {
        text.clear();
    }
}

}  // namespace

unsigned PendingCall::shard() const noexcept {
    return pool_.shard_.index();
}

void PendingCall::complete(const ports::Reply& reply) {
    if (pool_.shard_.is_current()) {
        deliver(reply);
        let_go();
        return;
    }
    parked_ = Outcome::replied;
    parked_form_ = reply.form;
    parked_status_ = reply.status_code;
    parked_text_.assign(reply.bytes);
    pool_.shard_.post([this] { deliver_parked(); });
}

void PendingCall::fail(const ports::Failure& failure) {
    if (pool_.shard_.is_current()) {
        deliver(failure);
        let_go();
        return;
    }
    parked_ = Outcome::failed;
    parked_error_ = failure.error;
    parked_type_.assign(failure.type);
    parked_text_.assign(failure.message);
    pool_.shard_.post([this] { deliver_parked(); });
}

void PendingCall::deliver_parked() {
    if (parked_ == Outcome::replied) {
        deliver(ports::Reply{parked_form_, parked_status_, parked_text_});
    } else {
        deliver(ports::Failure{parked_error_, parked_type_, parked_text_});
    }
    let_go();
}

void PendingCall::deliver(const ports::Reply& reply) {
    CallOwner* owner = std::exchange(owner_, nullptr);
    if (owner == nullptr) return;  // past its deadline: the owner was told already
    timer_.unlink();
    --pool_.waiting_;
    owner->replied(*this, reply);
}

void PendingCall::deliver(const ports::Failure& failure) {
    CallOwner* owner = std::exchange(owner_, nullptr);
    if (owner == nullptr) return;
    timer_.unlink();
    --pool_.waiting_;
    owner->failed(*this, failure);
}

void PendingCall::let_go() {
    is_answered_ = true;
    // An integration that answers inside `invoke` still holds a reference until it returns.
    if (!is_invoking_) pool_.release(*this);
}

CallPool::CallPool(ports::ShardThread& shard, Deadlines& deadlines)
    : shard_(shard),
      deadlines_(deadlines) {}

CallPool::~CallPool() = default;

PendingCall& CallPool::acquire() {
    if (free_.empty()) {
        all_.push_back(std::make_unique<PendingCall>(*this));
        all_.back()->timer_.call = all_.back().get();
        free_.reserve(all_.size());
        return *all_.back();
    }
    PendingCall& call = *free_.back();
    free_.pop_back();
    return call;
}

void CallPool::start(
    PendingCall& call,
    ports::Integration& integration,
    std::chrono::milliseconds timeout,
    CallOwner& owner
) {
    assert(call.owner_ == nullptr);
    call.owner_ = &owner;
    call.started_ = std::chrono::steady_clock::now();
    call.deadline_ = shard_.wall_now() + timeout;
    call.is_answered_ = false;
    call.is_invoking_ = true;
    ++waiting_;
    integration.invoke(call);
    call.is_invoking_ = false;
    if (call.is_answered_) {
        release(call);
    } else {
        deadlines_.arm(call.timer_, shard_.now() + timeout);
    }
}

void CallPool::expire(DeadlineEntry& entry) {
    PendingCall& call = *static_cast<PendingCall::Timer&>(entry).call;
    call.deliver(ports::Failure{
        Errc::integration_timeout, "Sandbox.Timedout", "the integration did not answer in time"});
}

std::chrono::nanoseconds CallPool::age(const PendingCall& call) {
    return std::chrono::steady_clock::now() - call.started_;
}

void CallPool::release(PendingCall& call) {
    Event& event = call.event_;
    event.connection.reset();
    event.stage_variables.reset();
    event.handshake.reset();
    clear_keeping_some(event.body);
    clear_keeping_some(call.parked_text_);
    call.parked_ = PendingCall::Outcome::none;
    free_.push_back(&call);
}

}  // namespace postern::pipeline
