#include "gateway/core/websocket/deflate.hpp"

#include "tests/unit/core/websocket/zlib_peer.hpp"

#include <gtest/gtest.h>

#include <string>

namespace postern::websocket {
namespace {

using namespace testing;

/// Text whose repetitions are further apart than small windows reach.
std::string long_text() {
    std::string out;
    for (int i = 0; out.size() < 100'000; ++i)
        out += R"({"n":)" + std::to_string(i * i % 7919) + R"(,"data":"sendmessage"})";
    return out;
}

TEST(Deflater, EveryWindowIsReadableByAClientThatHonoursIt) {
    Deflater deflater;
    for (int bits = 9; bits <= 15; ++bits) {
        ZlibInflater client(bits);
        // The client keeps its context, which must not matter to us.
        for (const std::string& message :
             {long_text(), std::string(200, 'x'), long_text().substr(500, 3000)}) {
            const auto deflated = deflater.deflate(message, bits);
            ASSERT_TRUE(deflated) << bits;
            EXPECT_LT(deflated->size(), message.size());
            EXPECT_EQ(client.inflate(*deflated, message.size()), message) << bits << " bits";
        }
    }
}

TEST(Deflater, MessagesStandAlone) {
    Deflater deflater;
    const std::string message = long_text();
    const std::string first(*deflater.deflate(message, 15));
    EXPECT_EQ(*deflater.deflate(message, 15), first);
    EXPECT_EQ(ZlibInflater(15).inflate(first, message.size()), message);
}

TEST(Deflater, GivesNothingForWhatWouldNotBecomeShorter) {
    Deflater deflater;
    for (const std::string& message :
         {std::string(), std::string("a"), std::string("Hello"), std::string("\x93\x01\xF7 q;")})
        EXPECT_FALSE(deflater.deflate(message, 15)) << message;
    std::string noise;
    std::uint32_t state = 1;
    for (int i = 0; i < 40'000; ++i) {
        state = state * 1'664'525 + 1'013'904'223;
        noise += static_cast<char>(state >> 24);
    }
    EXPECT_FALSE(deflater.deflate(noise, 15));
    EXPECT_TRUE(deflater.deflate(std::string(100, 'x'), 15)) << "and still works afterwards";
}

TEST(Deflater, HasNoStreamForWindowsZlibDoesNotHave) {
    Deflater deflater;
    EXPECT_FALSE(deflater.deflate(std::string(100, 'x'), 8));
    EXPECT_FALSE(deflater.deflate(std::string(100, 'x'), 16));
}

TEST(Inflater, AppendsAtMostWhatIsAllowed) {
    Deflater deflater;
    const std::string message(1000, 'x');
    const std::string deflated(*deflater.deflate(message, 15));
    Inflater inflater(15);
    std::string out = "before ";
    EXPECT_EQ(inflater.inflate(deflated, 1000, out), Inflated::complete);
    EXPECT_EQ(out, "before " + message);
    out.clear();
    inflater.reset();
    EXPECT_EQ(inflater.inflate(deflated, 999, out), Inflated::too_big);
    EXPECT_EQ(out.size(), 999U);
    out.clear();
    inflater.reset();
    EXPECT_EQ(inflater.inflate(deflated, 1000, out), Inflated::complete);
    EXPECT_EQ(out, message);
}

}  // namespace
}  // namespace postern::websocket
