#include "tests/bench/load/clients.hpp"

#include <algorithm>
#include <stdexcept>

namespace postern::bench {

Clients open_clients(
    Loop& loop,
    const Target& target,
    std::size_t count,
    const WebSocket::OnMessage& on_message,
    std::size_t first_index
) {
    constexpr std::size_t handshakes_at_once = 64;
    Clients clients;
    clients.reserve(count);
    std::size_t open = 0;
    while (open < count) {
        while (clients.size() < std::min(count, open + handshakes_at_once)) {
            const auto index = first_index + clients.size();
            clients.push_back(std::make_unique<WebSocket>(loop, target, index, on_message));
        }
        const auto is_next_open = [&]() {
            return clients[open]->is_open();
        };
        poll_until(loop, is_next_open, "a handshake was not answered");
        while (open < clients.size() && clients[open]->is_open()) {
            ++open;
        }
    }
    return clients;
}

std::string action_message(const std::string& action, std::size_t bytes) {
    const std::string head = R"({"action":")" + action + R"(","data":")";
    const std::string tail = R"("})";
    const auto frame = head.size() + tail.size();
    return head + std::string(bytes > frame ? bytes - frame : 0, 'x') + tail;
}

void poll_until(Loop& loop, const std::function<bool()>& is_done, const std::string& what) {
    const auto give_up = Clock::now() + std::chrono::seconds(10);
    while (!is_done()) {
        if (Clock::now() > give_up) {
            throw std::runtime_error(what);
        }
        loop.poll(100);
    }
}

}  // namespace postern::bench
