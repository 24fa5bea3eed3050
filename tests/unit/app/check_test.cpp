#include "gateway/app/check.hpp"

#include "gateway/app/adapt.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <sstream>

namespace postern::app {
namespace {

const std::string golden = POSTERN_SOURCE_DIR "/tests/golden/";

struct Printed {
    int status = 0;
    std::string out;
    std::string err;
};

template <class Verb>
Printed print(const Verb& verb, const std::string& path, std::optional<std::string> parity = {}) {
    DefinitionOptions options;
    options.path = path;
    options.parity = std::move(parity);
    std::ostringstream out;
    std::ostringstream err;
    const int status = verb(options, out, err);
    return {status, out.str(), err.str()};
}

TEST(Check, PrintsApisStagesAndRoutes) {
    const std::string file = golden + "adapt/two_apis.in.json";
    const Printed printed = print(check, file);
    EXPECT_EQ(printed.status, 0);
    EXPECT_EQ(printed.err, "");
    EXPECT_EQ(printed.out, file + R"(: Postern JSON

api chat  routes by $request.body.[2]
  stage dev  ws://127.0.0.1:3001/chat/dev
  stage prod  ws://127.0.0.1:3001/prod
  route BootNotification  -> nothing: it has no target
  route Heartbeat         -> nothing: it has no target

api game  routes by \$default
  stage dev  ws://127.0.0.1:3001/game/dev
  route $default  -> f (libf.so), one-way, 29000 ms
)");
}

TEST(Check, PrintsWhatHasNoEffect) {
    const std::string file = golden + "adapt/everything.in.json";
    const Printed printed = print(check, file);
    EXPECT_EQ(printed.status, 0);
    EXPECT_NE(
        printed.out.find("  stage prod  wss://chat.example.com/prod  variables a, z\n"),
        std::string::npos
    );
    EXPECT_NE(
        printed.out.find("\nwithout effect\n  " + file + ": /$schema: is for editors\n"),
        std::string::npos
    );
    EXPECT_NE(
        printed.out.find(
            "  " + file +
            ": /apis/chat/stages/prod/defaultRouteSettings/dataTraceEnabled: "
            "has no effect: payloads are never logged\n"
        ),
        std::string::npos
    );
}

TEST(Check, PrintsProblemsAndFails) {
    const std::string file = golden + "problems/empty_object.in.json";
    const Printed printed = print(check, file);
    EXPECT_EQ(printed.status, 2);
    EXPECT_EQ(printed.out, "");
    EXPECT_TRUE(printed.err.starts_with(file + ": \"apis\" is missing")) << printed.err;
}

TEST(Check, GoesByTheParityAskedFor) {
    const std::string file = golden + "adapt/everything.in.json";
    EXPECT_EQ(print(check, file, "extended").status, 0);
    EXPECT_EQ(print(check, file, "strict").status, 2) << "the file itself asks for extended";
}

TEST(Adapt, PrintsNormalisedJson) {
    const Printed printed = print(adapt, golden + "adapt/everything.in.json");
    std::ifstream expected(golden + "adapt/everything.out.json");
    EXPECT_EQ(printed.status, 0);
    EXPECT_EQ(printed.out, std::string(std::istreambuf_iterator<char>(expected), {}));
    EXPECT_EQ(printed.err, "");
}

TEST(Adapt, PrintsProblemsAndFails) {
    const Printed printed = print(adapt, golden + "problems/comment.in.json");
    EXPECT_EQ(printed.status, 2);
    EXPECT_EQ(printed.out, "");
    EXPECT_NE(printed.err.find("comment.in.json:2:3: not JSON"), std::string::npos);
}

}  // namespace
}  // namespace postern::app
