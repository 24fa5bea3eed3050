#include "gateway/core/random.hpp"

#include <gtest/gtest.h>

#include <string>
#include <unordered_set>

namespace postern {
namespace {

TEST(FastRandom, YieldsTheReferenceSequence) {
    // The published sequence of xoshiro256** from this state.
    FastRandom random({1, 2, 3, 4});
    for (const std::uint64_t expected :
         {11520ULL,
          0ULL,
          1509978240ULL,
          1215971899390074240ULL,
          1216172134540287360ULL,
          607988272756665600ULL,
          16172922978634559625ULL,
          8476171486693032832ULL,
          10595114339597558777ULL,
          2904607092377533576ULL}) {
        EXPECT_EQ(random.next(), expected);
    }
}

TEST(FastRandom, DoesNotStickAtZero) {
    FastRandom random({0, 0, 0, 0});
    std::uint64_t seen = 0;
    for (int i = 0; i < 8; ++i) {
        seen |= random.next();
    }
    EXPECT_NE(seen, 0U);
}

TEST(MakeRequestId, IsDifferentAndWellFormedTenThousandTimes) {  // I-03
    FastRandom random({5, 6, 7, 8});
    std::unordered_set<std::string> texts;
    for (int i = 0; i < 10'000; ++i) {
        const RequestId id = make_request_id(random);
        ASSERT_TRUE(RequestId::parse(id.view())) << id.view();
        EXPECT_TRUE(texts.emplace(id.view()).second) << id.view();
    }
}

TEST(MakeRequestId, FillsEveryByte) {
    FastRandom random({5, 6, 7, 8});
    RequestId::Bytes seen{};
    for (int i = 0; i < 100; ++i) {
        const RequestId::Bytes bytes = make_request_id(random).bytes();
        for (std::size_t j = 0; j < bytes.size(); ++j) {
            seen[j] |= bytes[j];
        }
    }
    for (const std::uint8_t bits : seen) {
        EXPECT_EQ(bits, 0xFF);
    }
}

TEST(MakeMessageId, EndsLikeItsConnectionAndDiffersFromIt) {  // I-04
    const auto connection = ConnectionId::parse("Zk3nQdVfIAMCE8Q=");
    ASSERT_TRUE(connection);
    FastRandom random({9, 10, 11, 12});
    std::unordered_set<std::string> texts{std::string(connection->view())};
    for (int i = 0; i < 10'000; ++i) {
        const MessageId id = make_message_id(random, *connection);
        ASSERT_TRUE(MessageId::parse(id.view())) << id.view();
        EXPECT_TRUE(id.view().ends_with("CE8Q=")) << id.view();
        EXPECT_TRUE(texts.emplace(id.view()).second) << id.view();
    }
}

}  // namespace
}  // namespace postern
