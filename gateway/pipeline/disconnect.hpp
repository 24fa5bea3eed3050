#pragma once

#include "gateway/core/connection/close_reason.hpp"
#include "gateway/pipeline/services.hpp"

#include <memory>

namespace postern::pipeline {

/// Tells the `$disconnect` integration that a connection has ended. One per shard.
///
/// Nothing waits for it and its result changes nothing; calling it once per connection is the
/// caller's part.
class DisconnectFlow final : public CallOwner {
public:
    explicit DisconnectFlow(Services& services) : services_(services) {}

    /// `snapshot` is the one that (still) has the connection's stage; without it nobody is told.
    void run(
        const Snapshot& snapshot,
        const std::shared_ptr<const ConnectionFacts>& facts,
        const CloseReason& reason
    );

    void replied(PendingCall& call, const ports::Reply& reply) override;
    void failed(PendingCall& call, const ports::Failure& failure) override;

private:
    Services& services_;
};

}  // namespace postern::pipeline
