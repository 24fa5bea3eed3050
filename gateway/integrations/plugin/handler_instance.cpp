#include "gateway/integrations/plugin/handler_instance.hpp"

#include "gateway/integrations/plugin/answering.hpp"

#include <exception>
#include <string_view>

namespace postern::integrations {
namespace {

static_assert(static_cast<int>(EventType::connect) == POSTERN_EVENT_CONNECT);
static_assert(static_cast<int>(EventType::message) == POSTERN_EVENT_MESSAGE);
static_assert(static_cast<int>(EventType::disconnect) == POSTERN_EVENT_DISCONNECT);

postern_bytes bytes(std::string_view text) noexcept {
    return {text.data(), text.size()};
}

void describe(postern_request& request, const ports::Call& call) {
    const Event& event = call.event();
    request.struct_size = sizeof request;
    request.event_type = static_cast<std::uint32_t>(event.type);
    request.route_key = bytes(event.route_key);
    request.connection_id = bytes(event.connection->id.view());
    request.request_id = bytes(event.request_id.view());
    request.stage = bytes(event.connection->stage);
    request.body = bytes(event.body);
    request.deadline_ms = call.deadline().time_since_epoch().count();
}

/// As Lambda names a call it has no capacity for.
constexpr std::string_view no_capacity = "TooManyRequestsException";

constexpr std::string_view escaped_exception = "Handler.EscapedException";

void refuse(ports::Call& call, std::string_view message) {
    call.fail({Errc::integration_unavailable, no_capacity, message});
}

}  // namespace

HandlerInstance::HandlerInstance(
    const postern_handler& handler,
    void* state,
    FunctionHost& function,
    WorkerPool& workers,
    std::size_t open_calls_limit
)
    : handler_(handler),
      state_(state),
      function_(function),
      workers_(workers),
      open_calls_limit_(open_calls_limit) {}

HandlerInstance::~HandlerInstance() {
    if (handler_.shutdown == nullptr) return;
    try {
        handler_.shutdown(state_);
    } catch (...) {
        function_.log(ports::LogLevel::error, "an exception left its shutdown");
    }
}

void HandlerInstance::invoke(ports::Call& call) {
    CallSlot* const slot = begin(call);
    if (slot == nullptr) {
        refuse(call, "too many unanswered calls of this function");
    } else if ((handler_.flags & POSTERN_HANDLER_NONBLOCKING) != 0) {
        invoke_here(*slot);
    } else {
        invoke_on_worker(*slot);
    }
}

CallSlot* HandlerInstance::begin(ports::Call& call) {
    if (open_calls_.load(std::memory_order_relaxed) >= open_calls_limit_) return nullptr;
    CallSlot* const slot = function_.services().slots.acquire(call.shard());
    if (slot == nullptr) return nullptr;
    slot->call = &call;
    slot->instance = this;
    describe(slot->request, call);
    return slot;
}

void HandlerInstance::enter(CallSlot& slot, postern_call* handle) {
    // A handler must not throw. One that does all the same is stopped here, which works for code
    // that shares this process's C++ runtime.
    try {
        handler_.invoke(state_, &slot.request, handle);
    } catch (const std::exception& error) {
        const std::string_view what = error.what();
        answer(function_, handle, [what](ports::Call& call) {
            call.fail({Errc::integration_failed, escaped_exception, what});
        });
    } catch (...) {
        answer(function_, handle, [](ports::Call& call) {
            call.fail({Errc::integration_failed, escaped_exception, "of unknown type"});
        });
    }
}

void HandlerInstance::invoke_here(CallSlot& slot) {
    postern_call* const handle = CallSlots::open(slot, CallSlots::Kept::no);
    enter(slot, handle);
    // Most handlers have answered by now, and nothing shared was touched. Whoever answers a kept
    // call takes it off the count, so it must be on it before it is kept.
    if (function_.services().slots.find(handle) == nullptr) return;
    open_calls_.fetch_add(1, std::memory_order_relaxed);
    if (!CallSlots::keep(slot, handle)) call_ended();
}

void HandlerInstance::invoke_on_worker(CallSlot& slot) {
    open_calls_.fetch_add(1, std::memory_order_relaxed);
    jobs_.fetch_add(1, std::memory_order_relaxed);
    postern_call* const handle = CallSlots::open(slot, CallSlots::Kept::yes);
    const bool is_taken = workers_.offer([this, slot_of_call = &slot] {
        enter(*slot_of_call, CallSlots::handle_of(*slot_of_call));
        jobs_.fetch_sub(1, std::memory_order_acq_rel);
    });
    if (is_taken) return;
    jobs_.fetch_sub(1, std::memory_order_relaxed);
    answer(function_, handle, [](ports::Call& call) { refuse(call, "the worker queue is full"); });
}

}  // namespace postern::integrations
