#include "gateway/app/options.hpp"

#include <gtest/gtest.h>

#include <array>
#include <variant>

namespace postern::app {
namespace {

template <std::size_t Size>
Command read(const std::array<const char*, Size>& arguments) {
    return read_command_line(static_cast<int>(arguments.size()), arguments.data());
}

TEST(CommandLine, ConnectionIdsMayBeginWithADash) {
    for (const char* id : {"Zk3nQdVfIAMCE8Q=", "-q6zmbNw984AAAE="}) {
        const Command command = read(std::array{
            "postern", "post", id, "the text", "--endpoint", "http://127.0.0.1:1/dev"});
        const auto* post = std::get_if<CallbackOptions>(&command);
        ASSERT_NE(post, nullptr) << id;
        EXPECT_EQ(post->connection_id, id);
        EXPECT_EQ(post->text, "the text");
        EXPECT_EQ(post->endpoint, "http://127.0.0.1:1/dev");
    }
}

TEST(CommandLine, TextIsOptional) {
    const Command command = read(std::array{"postern", "post", "-q6zmbNw984AAAE="});
    const auto* post = std::get_if<CallbackOptions>(&command);
    ASSERT_NE(post, nullptr);
    EXPECT_FALSE(post->text.has_value());
}

TEST(CommandLine, BadUsageEndsWithTwo) {
    testing::internal::CaptureStderr();
    for (const Command& command :
         {read(std::array{"postern"}),
          read(std::array{"postern", "post"}),
          read(std::array{"postern", "run", "--no-such-option"}),
          read(std::array{"postern", "run", "--threads", "0"})}) {
        const auto* exit = std::get_if<Exit>(&command);
        ASSERT_NE(exit, nullptr);
        EXPECT_EQ(exit->status, 2);
    }
    EXPECT_FALSE(testing::internal::GetCapturedStderr().empty());
}

}  // namespace
}  // namespace postern::app
