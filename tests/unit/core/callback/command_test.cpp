#include "gateway/core/callback/command.hpp"

#include <gtest/gtest.h>

#include <string>

namespace postern::callback {
namespace {

struct ActionCase {
    const char* method;
    Action action;
};

TEST(ReadCommand, TakesActionFromMethod) {
    constexpr ActionCase cases[] = {
        {"POST", Action::post}, {"GET", Action::get}, {"DELETE", Action::remove}};
    for (const auto& [method, action] : cases) {
        const auto read = read_command(method, "@connections/L0SM9cOFvHcCI_w=");
        const auto* command = std::get_if<Command>(&read);
        ASSERT_NE(command, nullptr) << method;
        EXPECT_EQ(command->action, action) << method;
        EXPECT_EQ(command->connection_id_text, "L0SM9cOFvHcCI_w=") << method;
        EXPECT_EQ(command->connection_id, ConnectionId::parse("L0SM9cOFvHcCI_w=")) << method;
        EXPECT_TRUE(command->connection_id) << method;
    }
}

struct IdCase {
    const char* text;
    bool is_well_formed;
    const char* reason;
};

TEST(ReadCommand, TellsWellFormedIds) {
    constexpr IdCase cases[] = {
        {"AAAAAAAAAAAAAAA=", true, "C-05: never issued, but well-formed"},
        {"-_AAAAAAAAAAAAA=", true, "an id that begins with a hyphen"},
        {"WDGT8fY4joECJrQ=test", false, "C-06: a valid id with something appended"},
        {"bot_1", false, "C-07: somebody's own id"},
        {"L0SM9cOFvHcCI_w", false, "no padding"},
        {"L0SM9cOFvHcCI_w%3D", false, "encoded twice, decoded once"},
        {"l0sm9cofvhcci_w=\xFF", false, "not even UTF-8"},
    };
    for (const auto& [text, is_well_formed, reason] : cases) {
        const auto read = read_command("POST", std::string("@connections/") + text);
        const auto* command = std::get_if<Command>(&read);
        ASSERT_NE(command, nullptr) << reason;
        EXPECT_EQ(command->connection_id_text, text) << reason;
        EXPECT_EQ(command->connection_id.has_value(), is_well_formed) << reason;
    }
}

struct RouteCase {
    const char* method;
    const char* rest;
    const char* reason;
};

TEST(ReadCommand, RefusesWhatIsNoOperation) {
    constexpr RouteCase cases[] = {
        {"POST", "prod/@connections/L0SM9cOFvHcCI_w=", "C-09: the stage below a root mapping"},
        {"PUT", "@connections/L0SM9cOFvHcCI_w=", "C-19: no such method"},
        {"HEAD", "@connections/L0SM9cOFvHcCI_w=", "no such method either"},
        {"post", "@connections/L0SM9cOFvHcCI_w=", "methods are case-sensitive"},
        {"", "@connections/L0SM9cOFvHcCI_w=", "no method"},
        {"POST", "", "the stage itself"},
        {"POST", "@connections", "no id"},
        {"POST", "@connections/", "an empty id"},
        {"GET", "@connections/L0SM9cOFvHcCI_w=/x", "a segment too many"},
        {"GET", "@connections/L0SM9cOFvHcCI_w=/", "a slash too many"},
        {"GET", "@Connections/L0SM9cOFvHcCI_w=", "paths are case-sensitive"},
        {"GET", "connections/L0SM9cOFvHcCI_w=", "no @"},
    };
    for (const auto& [method, rest, reason] : cases) {
        const auto read = read_command(method, rest);
        const auto* refused = std::get_if<NoSuchRoute>(&read);
        ASSERT_NE(refused, nullptr) << reason;
        EXPECT_EQ(refused->route, rest) << reason;
        EXPECT_EQ(refused->method, method) << reason;
    }
}

}  // namespace
}  // namespace postern::callback
