#include "gateway/core/connection/outbox.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <string>

namespace postern {
namespace {

TEST(Outbox, HandsOutBytesInOrder) {
    Outbox outbox(100);
    EXPECT_TRUE(outbox.is_empty());
    EXPECT_EQ(outbox.pending(), "");
    EXPECT_EQ(outbox.push("one "), Offer::queued);
    EXPECT_EQ(outbox.push("two "), Offer::queued);
    EXPECT_EQ(outbox.pending(), "one two ") << "what waits goes out in one write";
    outbox.consume(2);
    EXPECT_EQ(outbox.pending(), "e two ");
    EXPECT_EQ(outbox.push("three"), Offer::queued);
    EXPECT_EQ(outbox.size_bytes(), 11U);
    outbox.consume(6);
    EXPECT_EQ(outbox.pending(), "three");
    EXPECT_FALSE(outbox.is_empty());
    outbox.consume(5);
    EXPECT_TRUE(outbox.is_empty());
    EXPECT_EQ(outbox.pending(), "");
}

TEST(Outbox, RefusesMessageOverCapacity) {
    Outbox outbox(10);
    EXPECT_EQ(outbox.push("01234567890"), Offer::full);
    EXPECT_EQ(outbox.push("0123456789"), Offer::queued) << "exactly full is allowed";
    EXPECT_EQ(outbox.push("x"), Offer::full);
    EXPECT_EQ(outbox.push(""), Offer::queued);
    EXPECT_EQ(outbox.pending(), "0123456789") << "nothing refused is sent in part";
    outbox.consume(4);
    EXPECT_EQ(outbox.push("abcde"), Offer::full) << "only what is unwritten counts";
    EXPECT_EQ(outbox.push("abcd"), Offer::queued);
    outbox.consume(6);
    EXPECT_EQ(outbox.pending(), "abcd");
}

TEST(Outbox, PushDoesNotMoveBytesThatAreBeingWritten) {
    Outbox outbox(1 << 20);
    EXPECT_EQ(outbox.push("first"), Offer::queued);
    const char* const begin = outbox.pending().data();
    for (int i = 0; i < 1000; ++i)
        EXPECT_EQ(outbox.push(std::string(1000, 'x')), Offer::queued);
    EXPECT_EQ(outbox.pending().data(), begin);
    EXPECT_EQ(outbox.pending(), "first");
}

TEST(Outbox, SmallBitesMoveNothing) {
    // A client that takes a little at a time must not make us copy the rest each time.
    Outbox outbox(1 << 20);
    EXPECT_EQ(outbox.push(std::string(1 << 20, 'x')), Offer::queued);
    const char* const begin = outbox.pending().data();
    std::size_t taken = 0;
    while (outbox.size_bytes() > 100) {
        ASSERT_EQ(outbox.pending().data(), begin + taken);
        outbox.consume(100);
        taken += 100;
    }
}

TEST(Outbox, KeepsOrderUnderInterleavedPushesAndBites) {
    Outbox outbox(1000);
    std::string sent;
    std::string received;
    for (int i = 0; i < 5000; ++i) {
        const std::string message = std::to_string(i) + ';';
        if (outbox.push(message) == Offer::queued) sent += message;
        const std::size_t bite =
            std::min<std::size_t>(static_cast<std::size_t>(i % 7), outbox.pending().size());
        received += outbox.pending().substr(0, bite);
        outbox.consume(bite);
    }
    while (!outbox.is_empty()) {
        received += outbox.pending();
        outbox.consume(outbox.pending().size());
    }
    EXPECT_EQ(received, sent);
}

}  // namespace
}  // namespace postern
