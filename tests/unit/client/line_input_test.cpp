#include "gateway/client/line_input.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <fcntl.h>
#include <gmock/gmock.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <string_view>
#include <vector>

namespace postern::client {
namespace {

namespace asio = boost::asio;
using testing::ElementsAre;
using testing::IsEmpty;

void rethrow(const std::exception_ptr& defect) {
    if (defect) std::rethrow_exception(defect);
}

asio::awaitable<void> read_all(LineInput& input, std::vector<std::string>& lines) {
    while (true) {
        std::optional<std::string> line = co_await input.next();
        if (!line) co_return;
        lines.push_back(*std::move(line));
    }
}

std::vector<std::string> lines_of(int descriptor) {
    asio::io_context loop{1};
    LineInput input{loop.get_executor(), descriptor};
    std::vector<std::string> lines;
    asio::co_spawn(loop, read_all(input, lines), rethrow);
    loop.run();
    return lines;
}

void write_all(int descriptor, std::string_view text) {
    ASSERT_EQ(::write(descriptor, text.data(), text.size()), static_cast<ssize_t>(text.size()));
}

class Pipe {
public:
    Pipe() { EXPECT_EQ(::pipe2(ends_.data(), O_CLOEXEC), 0); }
    Pipe(Pipe&&) = delete;
    Pipe& operator=(Pipe&&) = delete;
    ~Pipe() {
        ::close(ends_[0]);
        close_writer();
    }

    [[nodiscard]] int reader() const { return ends_[0]; }
    void write(std::string_view text) const { write_all(ends_[1], text); }
    void close_writer() {
        if (ends_[1] >= 0) ::close(ends_[1]);
        ends_[1] = -1;
    }

private:
    std::array<int, 2> ends_{-1, -1};
};

TEST(LineInput, SplitsAPipeIntoLines) {
    Pipe pipe;
    pipe.write("one\n\nthree\n");
    pipe.close_writer();
    EXPECT_THAT(lines_of(pipe.reader()), ElementsAre("one", "", "three"));
}

TEST(LineInput, TakesALastLineWithoutLineFeed) {
    Pipe pipe;
    pipe.write("one\ntwo");
    pipe.close_writer();
    EXPECT_THAT(lines_of(pipe.reader()), ElementsAre("one", "two"));
}

TEST(LineInput, ReadsFilesWhichCannotBeWaitedFor) {
    std::string name = testing::TempDir() + "line_input_XXXXXX";
    const int file = ::mkostemp(name.data(), O_CLOEXEC);
    ASSERT_GE(file, 0);
    ::unlink(name.c_str());
    const std::string long_line(40'000, 'x');
    write_all(file, long_line + "\nend");
    ASSERT_EQ(::lseek(file, 0, SEEK_SET), 0);
    EXPECT_THAT(lines_of(file), ElementsAre(long_line, "end"));
    ::close(file);
}

TEST(LineInput, LeavesTheDescriptorBlocking) {
    Pipe pipe;
    pipe.close_writer();
    EXPECT_THAT(lines_of(pipe.reader()), IsEmpty());
    EXPECT_EQ(::fcntl(pipe.reader(), F_GETFL) & O_NONBLOCK, 0);
}

TEST(LineInput, EndsWhenCancelledWhileWaiting) {
    Pipe pipe;
    pipe.write("one\nunfinished");
    asio::io_context loop{1};
    LineInput input{loop.get_executor(), pipe.reader()};
    std::vector<std::string> lines;
    asio::co_spawn(loop, read_all(input, lines), rethrow);
    while (lines.empty())
        loop.run_one();
    loop.poll();
    EXPECT_FALSE(loop.stopped()) << "it waits for the rest of the line";
    input.cancel();
    loop.run();
    EXPECT_THAT(lines, ElementsAre("one"));
}

}  // namespace
}  // namespace postern::client
