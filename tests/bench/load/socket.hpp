#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace postern::bench {

class Socket;

/// Waits for sockets and reads them, all into one buffer. One thread.
class Loop {
public:
    /// Told what arrived; returns how much of it was understood. The rest is given again, with what
    /// follows it.
    using Reader = std::function<std::size_t(std::string_view bytes)>;

    Loop();
    ~Loop();
    Loop(const Loop&) = delete;
    Loop& operator=(const Loop&) = delete;

    /// Handles what is ready, waiting at most `timeout_ms` for it (0: not at all).
    void poll(int timeout_ms);

private:
    friend class Socket;
    int descriptor_;
    std::vector<char> read_buffer_;
};

/// A non-blocking TCP client connection with `TCP_NODELAY`. Stays where it was made, because the
/// loop knows its address.
///
/// A load generator has no use for a broken connection: every failure, an end of stream included,
/// throws `std::runtime_error`.
class Socket {
public:
    /// Connects 127.0.0.1:`port` from the loopback address that `index` selects, since one address
    /// has no more than 28,000 ports to connect from.
    Socket(Loop& loop, std::uint16_t port, std::size_t index, Loop::Reader reader);
    ~Socket();
    Socket(const Socket&) = delete;
    Socket& operator=(const Socket&) = delete;

    /// Writes `bytes` at once as far as the kernel takes them, and the rest when it can.
    void send(std::string_view bytes);
    /// Ends without closing handshake; the reader is not called any more.
    void close() noexcept;
    /// While collecting, `send` only gathers; the end of collecting writes all with one call.
    void begin_collecting() noexcept { is_collecting_ = true; }
    void end_collecting();

private:
    friend class Loop;
    void handle(std::uint32_t events);
    void receive();
    void flush();
    void watch(int operation, std::uint32_t events);

    Loop& loop_;
    Loop::Reader reader_;
    int descriptor_;
    bool is_collecting_ = false;
    bool is_waiting_to_write_ = false;
    std::string unread_;
    std::string unsent_;
};

}  // namespace postern::bench
