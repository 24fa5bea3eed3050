#pragma once

#include "tests/bench/load/websocket.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace postern::bench {

using Clock = std::chrono::steady_clock;
using Clients = std::vector<std::unique_ptr<WebSocket>>;

/// `count` open connections, numbered from `first_index`; waits until every handshake is done.
[[nodiscard]] Clients open_clients(
    Loop& loop,
    const Target& target,
    std::size_t count,
    const WebSocket::OnMessage& on_message,
    std::size_t first_index = 0
);

/// `{"action":"…","data":"xxx…"}`, padded to `bytes`.
[[nodiscard]] std::string action_message(const std::string& action, std::size_t bytes);

/// Polls until `is_done`; throws with `what` when that takes longer than ten seconds.
void poll_until(Loop& loop, const std::function<bool()>& is_done, const std::string& what);

}  // namespace postern::bench
