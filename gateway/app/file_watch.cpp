#include "gateway/app/file_watch.hpp"

#include <boost/asio/buffer.hpp>
#include <sys/inotify.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <system_error>
#include <utility>

namespace postern::app {
namespace asio = boost::asio;

namespace {

constexpr std::chrono::milliseconds quiet_time{100};

int watch_folder(const std::filesystem::path& folder) {
    const int fd = ::inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (fd < 0) throw std::system_error(errno, std::generic_category(), "cannot watch files");
    const std::string name = folder.empty() ? "." : folder.string();
    if (::inotify_add_watch(fd, name.c_str(), IN_CLOSE_WRITE | IN_MOVED_TO) < 0) {
        throw std::system_error(errno, std::generic_category(), "cannot watch the folder " + name);
    }
    return fd;
}

}  // namespace

FileWatch::FileWatch(
    asio::io_context& io, const std::filesystem::path& file, std::function<void()> on_change
)
    : name_(file.filename()),
      on_change_(std::move(on_change)),
      events_(io, watch_folder(file.parent_path())),
      pause_(io) {
    wait();
}

void FileWatch::wait() {
    events_.async_read_some(
        asio::buffer(buffer_),
        [this](boost::system::error_code error, std::size_t size) {
            if (error) return;
            if (concerns_file(size)) {
                pause_.expires_after(quiet_time);
                pause_.async_wait([this](boost::system::error_code cancelled) {
                    if (!cancelled) on_change_();
                });
            }
            wait();
        }
    );
}

bool FileWatch::concerns_file(std::size_t size) const {
    std::size_t at = 0;
    while (at + sizeof(inotify_event) <= size) {
        inotify_event event{};
        std::memcpy(&event, buffer_.data() + at, sizeof event);
        // The kernel pads the name with NUL.
        const char* name = buffer_.data() + at + sizeof event;
        if (event.len > 0 && name_ == name) return true;
        at += sizeof event + event.len;
    }
    return false;
}

}  // namespace postern::app
