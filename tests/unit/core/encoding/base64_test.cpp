#include "gateway/core/encoding/base64.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace postern {
namespace {

struct Row {
    std::string_view bytes;
    std::string_view text;
};

// RFC 4648 §10.
constexpr Row vectors[] = {
    {"", ""},
    {"f", "Zg=="},
    {"fo", "Zm8="},
    {"foo", "Zm9v"},
    {"foob", "Zm9vYg=="},
    {"fooba", "Zm9vYmE="},
    {"foobar", "Zm9vYmFy"},
};

TEST(Base64, EncodesTheVectorsOfTheSpecification) {
    for (const Row& row : vectors) {
        EXPECT_EQ(base64::encode(row.bytes), row.text);
    }
}

TEST(Base64, DecodesTheVectorsOfTheSpecification) {
    for (const Row& row : vectors) {
        EXPECT_EQ(base64::decode(row.text), row.bytes);
    }
}

TEST(Base64, AppendsBehindWhatIsThere) {
    std::string out = "\"body\":\"";
    base64::append(out, "foob");
    EXPECT_EQ(out, "\"body\":\"Zm9vYg==");
}

TEST(Base64, UrlAlphabetReplacesPlusAndSlashOnly) {
    EXPECT_EQ(base64::encode("\xFB\xFF\xBF\xFF"), "+/+//w==");
    EXPECT_EQ(base64::encode_url("\xFB\xFF\xBF\xFF"), "-_-__w==");
}

TEST(Base64, EveryByteSurvivesARoundTripAtEveryLength) {
    std::string bytes;
    for (int i = 0; i < 256; ++i) {
        bytes += static_cast<char>(i);
        EXPECT_EQ(base64::decode(base64::encode(bytes)), bytes);
    }
}

TEST(Base64, RefusesWhatItWouldNotWrite) {
    const struct {
        std::string_view text;
        std::string_view reason;
    } rows[] = {
        {"Zg", "padding is missing"},
        {"Zg=", "padding is incomplete"},
        {"Z===", "one digit is no byte"},
        {"====", "only padding"},
        {"Zg==Zg==", "padding in the middle"},
        {"Zh==", "unused bits of a single byte are set"},
        {"Zm9=", "unused bits of two bytes are set"},
        {"Zm9v\n", "a line break"},
        {"Zm 9", "white space"},
        {"-_-_", "the URL-safe alphabet"},
        {"Zm9\xFF", "a byte that is not ASCII"},
    };
    for (const auto& row : rows) {
        EXPECT_EQ(base64::decode(row.text), std::nullopt) << row.reason;
    }
}

}  // namespace
}  // namespace postern
