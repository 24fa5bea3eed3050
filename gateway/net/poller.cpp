#include "gateway/net/poller.hpp"

#include <cerrno>
#include <system_error>
#include <utility>

namespace postern::net {
namespace asio = boost::asio;

namespace {

int create_epoll() {
    const int fd = ::epoll_create1(EPOLL_CLOEXEC);
    if (fd < 0) throw std::system_error(errno, std::generic_category(), "epoll_create1");
    return fd;
}

}  // namespace

Poller::Poller(
    asio::io_context& io, std::function<void()> before_turn, std::function<void()> after_turn
)
    : epoll_(io, create_epoll()),
      before_turn_(std::move(before_turn)),
      after_turn_(std::move(after_turn)) {
    arm();
}

bool Poller::add(int fd, Pollable& target, std::uint32_t events) noexcept {
    epoll_event event{};
    event.events = events;
    event.data.ptr = &target;
    return ::epoll_ctl(epoll_.native_handle(), EPOLL_CTL_ADD, fd, &event) == 0;
}

void Poller::modify(int fd, Pollable& target, std::uint32_t events) noexcept {
    epoll_event event{};
    event.events = events;
    event.data.ptr = &target;
    ::epoll_ctl(epoll_.native_handle(), EPOLL_CTL_MOD, fd, &event);
}

void Poller::remove(int fd, Pollable& target) noexcept {
    ::epoll_ctl(epoll_.native_handle(), EPOLL_CTL_DEL, fd, nullptr);
    for (std::size_t i = 0; i < event_count_; ++i) {
        if (events_[i].data.ptr == &target) events_[i].data.ptr = nullptr;
    }
}

void Poller::arm() {
    epoll_.async_wait(
        asio::posix::stream_descriptor::wait_read,
        [this](boost::system::error_code error) {
            if (!error) turn();
        }
    );
}

void Poller::turn() {
    const int count = ::epoll_wait(epoll_.native_handle(), events_.data(), turn_size, 0);
    event_count_ = count > 0 ? static_cast<std::size_t>(count) : 0;
    before_turn_();
    for (std::size_t i = 0; i < event_count_; ++i) {
        auto* target = static_cast<Pollable*>(events_[i].data.ptr);
        if (target != nullptr) target->ready(events_[i].events);
    }
    event_count_ = 0;
    after_turn_();
    arm();
}

}  // namespace postern::net
