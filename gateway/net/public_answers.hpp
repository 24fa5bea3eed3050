#pragma once

#include "gateway/core/callback/answer.hpp"
#include "gateway/core/websocket/handshake.hpp"
#include "gateway/net/http_connection.hpp"
#include "gateway/pipeline/connect.hpp"

namespace postern::net {

/// What the public port answers when no API is concerned: 200 `healthy` for `/ping`.
[[nodiscard]] HttpAnswer healthy_answer();

/// The gateway drains: 503.
[[nodiscard]] HttpAnswer unavailable_answer();

/// Why a request could not be read: 400, 408, 413, 414 or 431. `reason` must be such a reason.
[[nodiscard]] HttpAnswer read_refusal(HttpRead reason);

/// A request to a stage that is no valid upgrade: 400 or 426. `check` must not be `ok`.
[[nodiscard]] HttpAnswer upgrade_refusal(websocket::UpgradeCheck check);

/// A handshake that was decided against: empty when the integration chose the status, the frame's
/// template when the gateway did.
[[nodiscard]] HttpAnswer connect_refusal(
    const pipeline::ConnectDecision& decision, const ConnectionId& connection_id
);

}  // namespace postern::net
