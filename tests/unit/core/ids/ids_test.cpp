#include "gateway/core/ids.hpp"

#include <gtest/gtest.h>

#include <string>
#include <unordered_set>

namespace postern {
namespace {

struct TextCase {
    const char* text;
    const char* reason;
};

TEST(EncodedId, AcceptsIdsSeenOnAws) {
    constexpr TextCase cases[] = {
        {"Zk3nQdVfIAMCE8Q=", "I-01: an ordinary id"},
        {"eHrdFcnvvHcCE-w=", "I-01: a hyphen inside"},
        {"D-j5-fe7IAMCKMA=", "I-01: two hyphens"},
        {"RYG0LEicPHcFo_A=", "I-01: an underscore"},
        {"-_-_-_-_-_-_-_8=", "an id may begin with a hyphen"},
        {"AAAAAAAAAAAAAAA=", "all bits zero"},
        {"______________8=", "all bits one"},
    };
    for (const auto& [text, reason] : cases) {
        const auto id = ConnectionId::parse(text);
        ASSERT_TRUE(id) << reason;
        EXPECT_EQ(id->view(), text) << reason;
        EXPECT_EQ(ConnectionId(id->bytes()), *id) << reason;
    }
}

TEST(EncodedId, RefusesWhatIsNoId) {
    constexpr TextCase cases[] = {
        {"Zk3nQdVfIAMCE8Q", "I-02: no padding"},
        {"Zk3nQdVfIAMCE8Q==", "I-02: padding twice"},
        {"Zk3nQdVfIAMCE8R=", "I-02: stray bits in the last character"},
        {"Zk3nQdVf/AMCE8Q=", "I-02: the other base64 alphabet"},
        {"0b3d0ba5-7f0e-4f0f-9d0e-2f6a1c3b4d5e", "I-02: a UUID"},
        {"", "nothing at all"},
        {"Zk3nQdVf+AMCE8Q=", "a plus sign"},
        {"Zk3nQdVfIAMCE8QA", "a digit in place of the padding"},
        {"Zk3nQdVfIAMCE8==", "two characters of padding"},
        {"Zk3nQdV\xC3\xA4"
         "AMCE8Q=",
         "a character beyond ASCII"},
        {"WDGT8fY4joECJrQ=test", "an id with something appended"},
    };
    for (const auto& [text, reason] : cases) {
        EXPECT_FALSE(ConnectionId::parse(text)) << reason;
    }
    EXPECT_FALSE(ConnectionId::parse(std::string_view("Zk3nQdVf\0AMCE8Q=", 16))) << "a zero byte";
}

TEST(EncodedId, LastCharacterHoldsFourBits) {
    constexpr std::string_view alphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    constexpr std::string_view allowed = "AEIMQUYcgkosw048";
    for (const char last : alphabet) {
        const std::string text = std::string("Zk3nQdVfIAMCE8") + last + '=';
        EXPECT_EQ(
            ConnectionId::parse(text).has_value(), allowed.find(last) != std::string_view::npos
        ) << text;
    }
}

TEST(EncodedId, IsBase64OfItsBytes) {
    const ConnectionId::Bytes bytes{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
    const ConnectionId id(bytes);
    EXPECT_EQ(id.view(), "AAECAwQFBgcICQo=");
    EXPECT_EQ(id.bytes(), bytes);
}

TEST(EncodedId, EveryBytePositionSurvivesTheText) {
    for (std::size_t position = 0; position < ConnectionId::byte_count; ++position) {
        for (unsigned value = 0; value < 256; ++value) {
            ConnectionId::Bytes bytes{};
            bytes[position] = static_cast<std::uint8_t>(value);
            const auto parsed = ConnectionId::parse(ConnectionId(bytes).view());
            ASSERT_TRUE(parsed);
            EXPECT_EQ(parsed->bytes(), bytes);
        }
    }
}

TEST(EncodedId, IsZeroByDefault) {
    EXPECT_EQ(RequestId().view(), "AAAAAAAAAAAAAAA=");
}

TEST(EncodedId, IsKeyOfUnorderedContainers) {
    const auto id = ConnectionId::parse("Zk3nQdVfIAMCE8Q=");
    ASSERT_TRUE(id);
    const std::unordered_set<ConnectionId> ids{*id, ConnectionId()};
    EXPECT_TRUE(ids.contains(*id));
    EXPECT_EQ(ids.size(), 2U);
}

}  // namespace
}  // namespace postern
