#pragma once

#include "gateway/core/api/model.hpp"
#include "gateway/core/auth/sigv4.hpp"
#include "gateway/core/callback/answer.hpp"
#include "gateway/core/callback/command.hpp"
#include "gateway/ports/connections.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace postern::pipeline {

/// Who may call `@connections`, fixed at start.
struct CallbackAccess {
    CallbackAuth auth = CallbackAuth::aws_iam;
    std::vector<Credential> credentials;
    std::string region;
};

/// A request below a stage's path that is no upgrade, as read from the wire.
struct CallbackRequest {
    std::string_view method;
    /// Path and query as received.
    std::string_view target;
    const Fields& headers;
    /// Decoded path below the stage.
    std::string_view rest;
    std::string body;
};

/// The part of a callback request that is decided without its connection: route, signature, form of
/// the id, size. Holds either the answer or the command to carry out.
struct CallbackCheck {
    std::optional<HttpAnswer> refusal;
    callback::Action action = callback::Action::post;
    ConnectionId connection_id;
};

/// Checks in the order route (404), authentication (403), id (400), size (413).
[[nodiscard]] CallbackCheck check_callback(
    const CallbackRequest& request,
    const CallbackAccess& access,
    std::size_t message_bytes,
    Instant now
);

/// Carries out what `check_callback` let through on `target`. `answer` runs once, at once or later
/// on `reply_shard`.
void run_callback(
    callback::Action action,
    ports::ConnectionTarget target,
    std::string body,
    ports::Connections& connections,
    unsigned reply_shard,
    std::function<void(HttpAnswer)> answer
);

}  // namespace postern::pipeline
