#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

struct ssl_ctx_st;
struct ssl_st;

namespace postern::net {

/// How far a non-blocking read or write came.
enum class IoStatus : std::uint8_t {
    ok,           ///< `bytes` were moved, at least one.
    wants_read,   ///< Nothing now; try again when the socket is readable.
    wants_write,  ///< Nothing now; try again when the socket is writable.
    closed,       ///< The peer ended the stream in order.
    failed,       ///< The connection is broken.
};

struct IoResult {
    IoStatus status = IoStatus::failed;
    std::size_t bytes = 0;
};

/// A connected non-blocking socket, plain or TLS, read and written without waiting. Owns the
/// descriptor.
///
/// TLS works on the descriptor itself, so a connection moves from HTTP to WebSocket without copying
/// any state.
class Transport {
public:
    Transport() noexcept = default;
    explicit Transport(int fd) noexcept : fd_(fd) {}
    Transport(Transport&& other) noexcept;
    Transport& operator=(Transport&& other) noexcept;
    Transport(const Transport&) = delete;
    Transport& operator=(const Transport&) = delete;
    ~Transport();

    /// Speaks TLS as the server from now on. False when memory is short.
    [[nodiscard]] bool start_tls(ssl_ctx_st* context);

    /// Reads what is there, at most `into.size()`.
    [[nodiscard]] IoResult read(std::span<char> into) noexcept;
    /// Writes as much as fits. After `wants_write` the next call must begin with the same bytes.
    [[nodiscard]] IoResult write(std::string_view bytes) noexcept;
    /// Ends our direction: the peer reads to the end of what was written.
    void shutdown_send() noexcept;
    /// Gives the descriptor up without closing it, for a plain transport that something else owns.
    void release() noexcept { fd_ = -1; }

    [[nodiscard]] int fd() const noexcept { return fd_; }
    [[nodiscard]] bool is_tls() const noexcept { return tls_ != nullptr; }
    /// Whether input may wait inside TLS, which readiness of the socket does not show.
    [[nodiscard]] bool has_buffered_input() const noexcept;

private:
    struct FreeTls {
        void operator()(ssl_st* tls) const noexcept;
    };

    [[nodiscard]] IoResult tls_result(int result) noexcept;

    int fd_ = -1;
    std::unique_ptr<ssl_st, FreeTls> tls_;
};

}  // namespace postern::net
