#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

#include <optional>
#include <string>

namespace postern::client {

/// The lines of a file descriptor, awaited one by one.
///
/// Leaves the descriptor as it is: making standard input non-blocking would make a terminal's
/// output non-blocking too, for the shell as well, since all share one open file.
class LineInput {
public:
    /// `descriptor` stays the caller's.
    LineInput(const boost::asio::any_io_executor& executor, int descriptor);

    /// The next line without its line feed, or nothing at the end of input or after `cancel`. A
    /// last line may lack its line feed.
    [[nodiscard]] boost::asio::awaitable<std::optional<std::string>> next();

    /// Ends the input now, in the middle of `next` too.
    void cancel();

private:
    [[nodiscard]] std::optional<std::string> take_line();
    void read_some();

    boost::asio::posix::stream_descriptor readiness_;
    int descriptor_;
    bool can_wait_ = true;
    bool is_at_end_ = false;
    std::string pending_;
};

}  // namespace postern::client
