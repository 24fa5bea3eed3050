// What a broadcast is measured against: one epoll loop that writes the same frame to every
// connection, without any framework. A message from any client goes to all of them, the sender
// included.

#include "tests/bench/servers/handshake.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <unordered_map>
#include <utility>
#include <vector>

namespace {

int checked(int result, const char* what) {
    if (result < 0) {
        throw std::system_error(errno, std::generic_category(), what);
    }
    return result;
}

/// The payload of the masked frame at the front of `bytes`, which is taken off; nothing while it is
/// incomplete. A benchmark's messages are at most 64 KiB.
std::optional<std::string> take_message(std::string& bytes) {
    if (bytes.size() < 2) {
        return std::nullopt;
    }
    const auto byte = [&bytes](std::size_t index) {
        return static_cast<unsigned char>(bytes[index]);
    };
    std::size_t size = byte(1) & 0x7fU;
    std::size_t begin = 6;
    if (size == 126) {
        if (bytes.size() < 4) {
            return std::nullopt;
        }
        size = static_cast<std::size_t>(byte(2)) << 8 | byte(3);
        begin = 8;
    }
    if (bytes.size() < begin + size) {
        return std::nullopt;
    }
    std::string payload(size, '\0');
    for (std::size_t index = 0; index < size; ++index) {
        payload[index] = static_cast<char>(bytes[begin + index] ^ bytes[begin - 4 + index % 4]);
    }
    bytes.erase(0, begin + size);
    return payload;
}

std::string text_frame(std::string_view payload) {
    std::string frame = "\x81";
    if (payload.size() < 126) {
        frame.push_back(static_cast<char>(payload.size()));
    } else {
        frame.push_back(126);
        frame.push_back(static_cast<char>(payload.size() >> 8));
        frame.push_back(static_cast<char>(payload.size()));
    }
    return frame.append(payload);
}

struct Connection {
    bool is_open = false;
    std::string unread;
    std::string unsent;
};

class Server {
public:
    Server();
    [[nodiscard]] std::uint16_t port() const;
    void run();

private:
    void watch(int operation, int descriptor, std::uint32_t events);
    void accept();
    void receive(int descriptor);
    void understand(int descriptor, Connection& connection);
    void send(int descriptor, Connection& connection, std::string_view bytes);
    void broadcast(std::string_view payload);

    int listener_;
    int epoll_;
    std::unordered_map<int, Connection> connections_;
    std::vector<char> buffer_ = std::vector<char>(64 * 1024);
};

Server::Server()
    : listener_(checked(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), "socket")),
      epoll_(checked(::epoll_create1(0), "epoll_create1")) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const auto* generic = reinterpret_cast<const sockaddr*>(&address);
    checked(::bind(listener_, generic, sizeof address), "bind");
    checked(::listen(listener_, 4096), "listen");
    watch(EPOLL_CTL_ADD, listener_, EPOLLIN);
}

std::uint16_t Server::port() const {
    sockaddr_in address{};
    socklen_t size = sizeof address;
    checked(::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size), "getsockname");
    return ntohs(address.sin_port);
}

void Server::watch(int operation, int descriptor, std::uint32_t events) {
    epoll_event event{};
    event.events = events;
    event.data.fd = descriptor;
    checked(::epoll_ctl(epoll_, operation, descriptor, &event), "epoll_ctl");
}

void Server::run() {
    std::array<epoll_event, 512> events{};
    for (;;) {
        const int ready = ::epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), -1);
        for (std::size_t index = 0; index < static_cast<std::size_t>(checked(ready, "epoll_wait"));
             ++index) {
            const int descriptor = events[index].data.fd;
            if (descriptor == listener_) {
                accept();
                continue;
            }
            if ((events[index].events & EPOLLOUT) != 0) {
                Connection& connection = connections_.at(descriptor);
                const std::string unsent = std::exchange(connection.unsent, {});
                watch(EPOLL_CTL_MOD, descriptor, EPOLLIN);
                send(descriptor, connection, unsent);
            }
            if ((events[index].events & ~static_cast<std::uint32_t>(EPOLLOUT)) != 0) {
                receive(descriptor);
            }
        }
    }
}

void Server::accept() {
    for (;;) {
        const int descriptor = ::accept4(listener_, nullptr, nullptr, SOCK_NONBLOCK);
        if (descriptor < 0) {
            return;
        }
        const int on = 1;
        checked(::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on), "setsockopt");
        connections_.emplace(descriptor, Connection{});
        watch(EPOLL_CTL_ADD, descriptor, EPOLLIN);
    }
}

void Server::receive(int descriptor) {
    const auto size = ::recv(descriptor, buffer_.data(), buffer_.size(), 0);
    if (size < 0 && errno == EAGAIN) {
        return;
    }
    if (size <= 0) {
        connections_.erase(descriptor);
        ::close(descriptor);
        return;
    }
    Connection& connection = connections_.at(descriptor);
    connection.unread.append(buffer_.data(), static_cast<std::size_t>(size));
    understand(descriptor, connection);
}

void Server::understand(int descriptor, Connection& connection) {
    if (!connection.is_open) {
        const auto end = connection.unread.find("\r\n\r\n");
        if (end == std::string::npos) {
            return;
        }
        send(descriptor, connection, postern::bench::upgrade_response(connection.unread));
        connection.unread.erase(0, end + 4);
        connection.is_open = true;
    }
    while (const auto payload = take_message(connection.unread)) {
        broadcast(*payload);
    }
    if (connection.unread.empty()) {
        connection.unread.shrink_to_fit();
    }
}

void Server::broadcast(std::string_view payload) {
    const std::string frame = text_frame(payload);
    for (auto& [descriptor, connection] : connections_) {
        if (connection.is_open) {
            send(descriptor, connection, frame);
        }
    }
}

void Server::send(int descriptor, Connection& connection, std::string_view bytes) {
    if (!connection.unsent.empty()) {
        connection.unsent.append(bytes);
        return;
    }
    const auto sent = ::send(descriptor, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    const auto written = sent < 0 ? 0 : static_cast<std::size_t>(sent);
    const bool is_broken = sent < 0 && errno != EAGAIN;
    if (written < bytes.size() && !is_broken) {
        connection.unsent.assign(bytes.substr(written));
        watch(EPOLL_CTL_MOD, descriptor, EPOLLIN | EPOLLOUT);
    }
}

}  // namespace

int main() {
    try {
        Server server;
        std::printf("ready public=http://127.0.0.1:%u\n", static_cast<unsigned>(server.port()));
        std::fflush(stdout);
        server.run();
    } catch (const std::exception& error) {
        std::fprintf(stderr, "epoll_broadcast: %s\n", error.what());
        return 1;
    }
}
