#pragma once

#include "gateway/core/connection/lifecycle.hpp"
#include "gateway/core/time_format.hpp"

#include <functional>

namespace postern::ports {

/// The thread that owns a set of connections, as the pipeline needs it.
class ShardThread {
public:
    /// Position among the shards, from 0. Any thread.
    [[nodiscard]] virtual unsigned index() const noexcept = 0;
    /// Whether the caller runs on this shard's thread. Any thread.
    [[nodiscard]] virtual bool is_current() const noexcept = 0;
    /// Runs `work` on the shard, soon. Any thread.
    virtual void post(std::function<void()> work) = 0;
    /// Milliseconds on the shard's steady clock, as of the current turn. Shard only.
    [[nodiscard]] virtual Tick now() const noexcept = 0;
    /// Wall-clock time as of the current turn. Shard only.
    [[nodiscard]] virtual Instant wall_now() const noexcept = 0;

protected:
    ~ShardThread() = default;
};

}  // namespace postern::ports
