#include "gateway/client/line_input.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/deferred.hpp>
#include <sys/epoll.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

namespace postern::client {
namespace {

namespace asio = boost::asio;

constexpr auto with_error = asio::as_tuple(asio::deferred);

int make_epoll() {
    const int epoll = ::epoll_create1(EPOLL_CLOEXEC);
    if (epoll < 0) throw std::system_error(errno, std::generic_category(), "epoll_create1");
    return epoll;
}

}  // namespace

// The loop watches an epoll of our own, which becomes readable when the descriptor does.
LineInput::LineInput(const asio::any_io_executor& executor, int descriptor)
    : readiness_(executor, make_epoll()),
      descriptor_(descriptor) {
    epoll_event interest{};
    interest.events = EPOLLIN;
    // Files and /dev/null refuse: they can always be read.
    can_wait_ = ::epoll_ctl(readiness_.native_handle(), EPOLL_CTL_ADD, descriptor_, &interest) == 0;
}

asio::awaitable<std::optional<std::string>> LineInput::next() {
    while (true) {
        std::optional<std::string> line = take_line();
        if (line || is_at_end_) co_return line;
        if (can_wait_) {
            const auto [wait_error] =
                co_await readiness_.async_wait(asio::posix::descriptor_base::wait_read, with_error);
            if (wait_error) cancel();
        }
        if (!is_at_end_) read_some();
    }
}

void LineInput::cancel() {
    is_at_end_ = true;
    pending_.clear();
    boost::system::error_code ignored;
    readiness_.cancel(ignored);
}

std::optional<std::string> LineInput::take_line() {
    const std::size_t end = pending_.find('\n');
    if (end == std::string::npos && (!is_at_end_ || pending_.empty())) return std::nullopt;
    std::string line = pending_.substr(0, end);
    pending_.erase(0, end == std::string::npos ? end : end + 1);
    return line;
}

void LineInput::read_some() {
    std::array<char, 16'384> chunk{};
    const ssize_t size = ::read(descriptor_, chunk.data(), chunk.size());
    if (size > 0) {
        pending_.append(chunk.data(), static_cast<std::size_t>(size));
    } else if (size == 0 || errno != EINTR) {
        is_at_end_ = true;
    }
}

}  // namespace postern::client
