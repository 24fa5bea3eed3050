#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <array>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

namespace postern::app {

/// Notices when a file is written or replaced (`--watch`). One thread only.
///
/// Watches the folder, because editors save by renaming a new file over the old one, and reports
/// once after writes have paused, because they also save in several steps.
class FileWatch {
public:
    /// Throws `std::system_error` when the folder cannot be watched.
    FileWatch(
        boost::asio::io_context& io,
        const std::filesystem::path& file,
        std::function<void()> on_change
    );

private:
    void wait();
    /// Whether one of the events of length `size` in the buffer is about the file.
    [[nodiscard]] bool concerns_file(std::size_t size) const;

    std::string name_;
    std::function<void()> on_change_;
    boost::asio::posix::stream_descriptor events_;
    boost::asio::steady_timer pause_;
    std::array<char, 4'096> buffer_{};
};

}  // namespace postern::app
