#pragma once

#include "gateway/pipeline/services.hpp"

#include <string>
#include <string_view>

namespace postern::pipeline {

/// A client's message on its way: route, integration, and what goes back. One per shard, shared by
/// all connections.
///
/// Messages of one connection are handled independently: integrations start in order of arrival,
/// replies are sent as they come.
class MessageFlow final : public CallOwner {
public:
    explicit MessageFlow(Services& services) : services_(services) {}

    /// Handles `text` of `session`, whose API is number `api` of the current snapshot. May answer
    /// at once.
    void run(ports::Session& session, std::size_t api, std::string_view text);

    void replied(PendingCall& call, const ports::Reply& reply) override;
    void failed(PendingCall& call, const ports::Failure& failure) override;

private:
    void send(ports::Session& session, std::string_view text);
    void send_error(ports::Session& session, Errc error, const RequestId& request_id);
    void report(PendingCall& call, Errc error, std::string_view type, std::string_view message);

    Services& services_;
    std::string selection_scratch_;
    std::string frame_scratch_;
};

}  // namespace postern::pipeline
