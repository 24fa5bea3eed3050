#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <sys/epoll.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>

namespace postern::net {

/// Something whose socket a `Poller` watches.
class Pollable {
public:
    /// The socket is ready for `events` (`EPOLLIN`, `EPOLLOUT`, …).
    virtual void ready(std::uint32_t events) = 0;

protected:
    ~Pollable() = default;
};

/// Readiness of many sockets, reported in turns: one `epoll_wait` brings up to 256 ready sockets,
/// all are served, then `after_turn` runs. So what a turn produced can be written once, and an idle
/// socket costs no user-space memory.
///
/// Level-triggered, on an epoll set of its own whose descriptor Asio watches, so timers and HTTP
/// share the thread. Shard only.
class Poller {
public:
    Poller(
        boost::asio::io_context& io,
        std::function<void()> before_turn,
        std::function<void()> after_turn
    );
    Poller(const Poller&) = delete;
    Poller& operator=(const Poller&) = delete;
    ~Poller() = default;

    /// Watches `fd`; false when the kernel refuses (out of memory or watches).
    [[nodiscard]] bool add(int fd, Pollable& target, std::uint32_t events) noexcept;
    void modify(int fd, Pollable& target, std::uint32_t events) noexcept;
    /// Forgets `target`; readiness of the current turn that it has not heard of yet is dropped.
    void remove(int fd, Pollable& target) noexcept;

private:
    static constexpr std::size_t turn_size = 256;

    void arm();
    void turn();

    boost::asio::posix::stream_descriptor epoll_;
    std::function<void()> before_turn_;
    std::function<void()> after_turn_;
    std::array<epoll_event, turn_size> events_{};
    std::size_t event_count_ = 0;
};

}  // namespace postern::net
