#include "gateway/observe/log_line.hpp"

#include <gtest/gtest.h>

namespace postern::observe {
namespace {

TEST(OneLine, NoTextForgesAnotherLine) {
    EXPECT_EQ(one_line("a\nerror b\x1b[0m"), "a\\x0aerror b\\x1b[0m");
}

TEST(JsonLine, FieldsBecomeMembers) {
    EXPECT_EQ(
        json_line(
            "2026-02-19T07:04:05.123Z",
            "warn",
            "integration failed route=$default message=it said: a=b \"c\""
        ),
        R"({"time":"2026-02-19T07:04:05.123Z","level":"warn","event":"integration failed","route":"$default",)"
        R"("message":"it said: a=b \"c\""})"
    );
}

TEST(JsonLine, TextWithoutFieldsIsTheEvent) {
    EXPECT_EQ(
        json_line("t", "info", "draining"), R"({"time":"t","level":"info","event":"draining"})"
    );
}

TEST(JsonLine, TextAfterAFieldIsNotLost) {
    EXPECT_EQ(
        json_line("t", "info", "function=chat somebody joined"),
        R"({"time":"t","level":"info","event":"somebody joined","function":"chat"})"
    );
}

TEST(JsonLine, BadUtf8IsReplaced) {
    EXPECT_EQ(
        json_line("t", "info", "x\xff"),
        "{\"time\":\"t\",\"level\":\"info\",\"event\":\"x\xef\xbf\xbd\"}"
    );
}

}  // namespace
}  // namespace postern::observe
