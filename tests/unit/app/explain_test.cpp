#include "gateway/app/explain.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace postern::app {
namespace {

/// What is printed about `message` to the definition `file`, relative to the source folder.
std::string explained(const std::string& file, const std::string& message) {
    DefinitionOptions options;
    options.path = POSTERN_SOURCE_DIR "/" + file;
    options.message = message;
    std::ostringstream out;
    std::ostringstream err;
    EXPECT_EQ(explain(options, out, err), 0);
    EXPECT_EQ(err.str(), "");
    return out.str();
}

TEST(Explain, ShowsTheValueOfEveryVariableAndTheMatchedKey) {
    EXPECT_EQ(
        explained("tests/golden/adapt/everything.in.json", R"({"service":"chat","action":"join"})"),
        R"(api chat
  expression  ${request.body.service}/${request.body.action}
    ${request.body.service} = "chat"
    ${request.body.action} = "join"
  result      "chat/join"
  route       chat/join, because its key equals the result
  function    told, answers within 29000 ms
  answer      one-way: the result is not sent to the client
)"
    );
}

TEST(Explain, SaysWhyAMessageTakesDefault) {
    EXPECT_EQ(explained("config/demo.json", "hello"), R"(api demo
  expression  $request.body.action
  result      none: the message is not JSON
  route       $default, because the message is not JSON
  function    echo, answers within 29000 ms
  answer      two-way: the result's body is sent to the client
)");
    EXPECT_EQ(explained("config/demo.json", R"({"action":"$connect"})"), R"(api demo
  expression  $request.body.action
    $request.body.action = "$connect"
  result      "$connect"
  route       $default, because a message never takes $connect
  function    echo, answers within 29000 ms
  answer      two-way: the result's body is sent to the client
)");
    EXPECT_EQ(explained("config/demo.json", R"({"data":1})"), R"(api demo
  expression  $request.body.action
    $request.body.action = "": nothing is there, or null, or an empty string
  result      ""
  route       $default, because no route has the key ""
  function    echo, answers within 29000 ms
  answer      two-way: the result's body is sent to the client
)");
}

TEST(Explain, ShowsEveryApiAndTellsForbiddenFromNoTarget) {
    EXPECT_EQ(
        explained("tests/golden/adapt/two_apis.in.json", R"([2,"id-1","Heartbeat",{}])"),
        R"(api chat
  expression  $request.body.[2]
    $request.body.[2] = "Heartbeat"
  result      "Heartbeat"
  route       Heartbeat, because its key equals the result
  function    none: the route has no target, so the client gets an error

api game
  expression  \$default
  result      "$default"
  route       $default, because its key equals the result
  function    f, answers within 29000 ms
  answer      one-way: the result is not sent to the client
)"
    );
    EXPECT_NE(
        explained("tests/golden/adapt/two_apis.in.json", "[]")
            .find("  route       none, and there is no $default: the client gets Forbidden\n"),
        std::string::npos
    );
}

TEST(Explain, PrintsProblemsAndFails) {
    DefinitionOptions options;
    options.path = "/nonexistent/postern.json";
    std::ostringstream out;
    std::ostringstream err;
    EXPECT_EQ(explain(options, out, err), 2);
    EXPECT_EQ(out.str(), "");
    EXPECT_NE(err.str().find("no such file"), std::string::npos);
}

}  // namespace
}  // namespace postern::app
