#include "gateway/net/transport.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <utility>

namespace postern::net {
namespace {

IoResult plain_result(ssize_t result, IoStatus when_blocked) {
    if (result > 0) return {IoStatus::ok, static_cast<std::size_t>(result)};
    if (result == 0) return {IoStatus::closed, 0};
    if (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR) return {when_blocked, 0};
    return {IoStatus::failed, 0};
}

int clamp_to_int(std::size_t size) {
    return static_cast<int>(std::min<std::size_t>(size, INT_MAX));
}

}  // namespace

void Transport::FreeTls::operator()(ssl_st* tls) const noexcept {
    ::SSL_free(tls);
}

Transport::Transport(Transport&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)),
      tls_(std::move(other.tls_)) {}

Transport& Transport::operator=(Transport&& other) noexcept {
    if (this != &other) {
        tls_ = std::move(other.tls_);
        if (fd_ >= 0) ::close(fd_);
        fd_ = std::exchange(other.fd_, -1);
    }
    return *this;
}

Transport::~Transport() {
    tls_.reset();
    if (fd_ >= 0) ::close(fd_);
}

bool Transport::start_tls(ssl_ctx_st* context) {
    tls_.reset(::SSL_new(context));
    if (tls_ == nullptr || ::SSL_set_fd(tls_.get(), fd_) != 1) return false;
    ::SSL_set_accept_state(tls_.get());
    return true;
}

IoResult Transport::read(std::span<char> into) noexcept {
    if (tls_ == nullptr) {
        return plain_result(::recv(fd_, into.data(), into.size(), 0), IoStatus::wants_read);
    }
    ::ERR_clear_error();
    return tls_result(::SSL_read(tls_.get(), into.data(), clamp_to_int(into.size())));
}

IoResult Transport::write(std::string_view bytes) noexcept {
    if (tls_ == nullptr) {
        return plain_result(
            ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL), IoStatus::wants_write
        );
    }
    ::ERR_clear_error();
    return tls_result(::SSL_write(tls_.get(), bytes.data(), clamp_to_int(bytes.size())));
}

void Transport::shutdown_send() noexcept {
    if (tls_ != nullptr) {
        ::ERR_clear_error();
        ::SSL_shutdown(tls_.get());
    }
    ::shutdown(fd_, SHUT_WR);
}

bool Transport::has_buffered_input() const noexcept {
    return tls_ != nullptr && ::SSL_has_pending(tls_.get()) == 1;
}

IoResult Transport::tls_result(int result) noexcept {
    if (result > 0) return {IoStatus::ok, static_cast<std::size_t>(result)};
    switch (::SSL_get_error(tls_.get(), result)) {
        case SSL_ERROR_WANT_READ:
            return {IoStatus::wants_read, 0};
        case SSL_ERROR_WANT_WRITE:
            return {IoStatus::wants_write, 0};
        case SSL_ERROR_ZERO_RETURN:
            return {IoStatus::closed, 0};
        default:
            return {IoStatus::failed, 0};
    }
}

}  // namespace postern::net
