#pragma once

#include "gateway/core/error.hpp"

#include <chrono>
#include <cstddef>

namespace postern::ports {

/// Counts what happens on one shard; costs a few nanoseconds per call. Shard only.
class Observer {
public:
    /// A message took route `route` (position in the snapshot's list of all routes).
    virtual void message_routed(std::size_t route) = 0;
    /// An integration answered, or failed to, after `latency`.
    virtual void integration_finished(std::chrono::nanoseconds latency) = 0;
    /// A client was told, or would have been told, of `error`.
    virtual void error(Errc error) = 0;
    /// A message for a client did not fit its outbox.
    virtual void outbox_refused() = 0;

protected:
    ~Observer() = default;
};

}  // namespace postern::ports
