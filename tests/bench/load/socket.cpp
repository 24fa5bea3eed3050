#include "tests/bench/load/socket.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <stdexcept>
#include <system_error>
#include <utility>

namespace postern::bench {

namespace {

constexpr std::size_t read_buffer_bytes = 256 * 1024;
constexpr std::size_t connections_per_address = 20'000;

int checked(int result, const char* what) {
    if (result < 0) {
        throw std::system_error(errno, std::generic_category(), what);
    }
    return result;
}

sockaddr_in loopback(std::size_t last_octet, std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK - 1 + static_cast<std::uint32_t>(last_octet));
    return address;
}

void set_option(int descriptor, int level, int option) {
    const int on = 1;
    checked(::setsockopt(descriptor, level, option, &on, sizeof on), "setsockopt");
}

}  // namespace

Loop::Loop()
    : descriptor_(checked(::epoll_create1(EPOLL_CLOEXEC), "epoll_create1")),
      read_buffer_(read_buffer_bytes) {}

Loop::~Loop() {
    ::close(descriptor_);
}

void Loop::poll(int timeout_ms) {
    std::array<epoll_event, 512> events{};
    const int ready =
        ::epoll_wait(descriptor_, events.data(), static_cast<int>(events.size()), timeout_ms);
    if (ready < 0 && errno == EINTR) {
        return;
    }
    checked(ready, "epoll_wait");
    for (std::size_t index = 0; index < static_cast<std::size_t>(ready); ++index) {
        static_cast<Socket*>(events[index].data.ptr)->handle(events[index].events);
    }
}

Socket::Socket(Loop& loop, std::uint16_t port, std::size_t index, Loop::Reader reader)
    : loop_(loop),
      reader_(std::move(reader)),
      descriptor_(checked(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), "socket")) {
    set_option(descriptor_, IPPROTO_TCP, TCP_NODELAY);
    // Lets the kernel choose the port when it knows both addresses, so that each has all ports.
    set_option(descriptor_, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT);
    const auto from = loopback(1 + index / connections_per_address % 250, 0);
    const auto to = loopback(1, port);
    checked(::bind(descriptor_, reinterpret_cast<const sockaddr*>(&from), sizeof from), "bind");
    // Blocking: on loopback it is over at once, unless the backlog is full, and then waiting is
    // right.
    checked(::connect(descriptor_, reinterpret_cast<const sockaddr*>(&to), sizeof to), "connect");
    watch(EPOLL_CTL_ADD, EPOLLIN);
}

Socket::~Socket() {
    close();
}

void Socket::close() noexcept {
    if (descriptor_ >= 0) {
        ::close(descriptor_);
        descriptor_ = -1;
    }
}

void Socket::watch(int operation, std::uint32_t events) {
    epoll_event event{};
    event.events = events;
    event.data.ptr = this;
    checked(::epoll_ctl(loop_.descriptor_, operation, descriptor_, &event), "epoll_ctl");
}

void Socket::handle(std::uint32_t events) {
    if (descriptor_ < 0) {
        return;  // Closed by an earlier event of the same turn.
    }
    if ((events & EPOLLOUT) != 0) {
        flush();
    }
    if ((events & ~static_cast<std::uint32_t>(EPOLLOUT)) != 0) {
        receive();
    }
}

void Socket::receive() {
    auto& buffer = loop_.read_buffer_;
    const auto size = ::recv(descriptor_, buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (size < 0 && (errno == EAGAIN || errno == EINTR)) {
        return;
    }
    checked(static_cast<int>(size), "recv");
    if (size == 0) {
        throw std::runtime_error("the server closed a connection");
    }
    std::string_view bytes(buffer.data(), static_cast<std::size_t>(size));
    if (!unread_.empty()) {
        unread_.append(bytes);
        unread_.erase(0, reader_(unread_));
    } else {
        bytes.remove_prefix(reader_(bytes));
        unread_.assign(bytes);
    }
}

void Socket::send(std::string_view bytes) {
    if (is_collecting_ || !unsent_.empty()) {
        unsent_.append(bytes);
        return;
    }
    const auto sent = ::send(descriptor_, bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (sent < 0 && errno != EAGAIN) {
        checked(-1, "send");
    }
    const auto written = sent < 0 ? 0 : static_cast<std::size_t>(sent);
    if (written < bytes.size()) {
        unsent_.assign(bytes.substr(written));
        is_waiting_to_write_ = true;
        watch(EPOLL_CTL_MOD, EPOLLIN | EPOLLOUT);
    }
}

void Socket::end_collecting() {
    is_collecting_ = false;
    if (!is_waiting_to_write_) {
        flush();
    }
}

void Socket::flush() {
    const std::string collected = std::exchange(unsent_, {});
    if (std::exchange(is_waiting_to_write_, false)) {
        watch(EPOLL_CTL_MOD, EPOLLIN);
    }
    if (!collected.empty()) {
        send(collected);
    }
}

}  // namespace postern::bench
