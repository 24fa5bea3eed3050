#pragma once

#include "gateway/integrations/plugin/function_host.hpp"
#include "gateway/integrations/plugin/worker_pool.hpp"
#include "gateway/ports/integration.hpp"
#include "postern/handler.h"

#include <atomic>
#include <cstddef>

namespace postern::integrations {

/// One function's handler with the state its `init` made.
///
/// Exists until the integration it serves is gone and it owes nothing any more.
class HandlerInstance {
public:
    /// Takes over `state`; references outlive the object.
    HandlerInstance(
        const postern_handler& handler,
        void* state,
        FunctionHost& function,
        WorkerPool& workers,
        std::size_t open_calls_limit
    );
    /// Shuts the handler down. It is idle; on the main thread.
    ~HandlerInstance();
    HandlerInstance(const HandlerInstance&) = delete;
    HandlerInstance& operator=(const HandlerInstance&) = delete;

    /// Begins a call on the shard's thread, or hands it to a worker; one that cannot begin fails as
    /// `integration_unavailable`. On the shard that owns `call`.
    void invoke(ports::Call& call);
    /// A kept call was answered. Any thread; the object may be gone afterwards.
    void call_ended() noexcept { open_calls_.fetch_sub(1, std::memory_order_acq_rel); }

    /// Calls that are kept, queued or with a worker, and not answered.
    [[nodiscard]] std::size_t open_calls() const noexcept {
        return open_calls_.load(std::memory_order_acquire);
    }
    /// Whether it owes no answer and no worker is or will be in it.
    [[nodiscard]] bool is_idle() const noexcept {
        return open_calls() == 0 && jobs_.load(std::memory_order_acquire) == 0;
    }

private:
    [[nodiscard]] CallSlot* begin(ports::Call& call);
    void enter(CallSlot& slot, postern_call* handle);
    void invoke_here(CallSlot& slot);
    void invoke_on_worker(CallSlot& slot);

    const postern_handler& handler_;
    void* state_;
    FunctionHost& function_;
    WorkerPool& workers_;
    std::size_t open_calls_limit_;
    // Not touched by calls that are answered before `invoke` returns, so that shards do not share
    // it on the fast path.
    alignas(64) std::atomic<std::size_t> open_calls_{0};
    std::atomic<std::size_t> jobs_{0};
};

}  // namespace postern::integrations
