#include "gateway/core/connection_address.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace postern {
namespace {

TEST(ConnectionAddress, SurvivesItsId) {
    const ConnectionAddress addresses[] = {
        {},
        {.node = 1, .shard = 2, .random = 3},
        {.node = 0xABCD, .shard = 0xEF, .random = 0x0123456789ABCDEF},
        {.node = std::numeric_limits<std::uint16_t>::max(),
         .shard = std::numeric_limits<std::uint8_t>::max(),
         .random = std::numeric_limits<std::uint64_t>::max()},
    };
    for (const ConnectionAddress& address : addresses) {
        const auto parsed = ConnectionId::parse(encode(address).view());
        ASSERT_TRUE(parsed);
        EXPECT_EQ(decode(*parsed), address) << parsed->view();
    }
}

TEST(ConnectionAddress, EndsTheIdWithNodeAndShard) {
    const ConnectionId id = encode({.node = 0x0203, .shard = 0x04, .random = 0xF0F1F2F3F4F5F6F7});
    const ConnectionId::Bytes expected{
        0xF0, 0xF1, 0xF2, 0xF3, 0xF4, 0xF5, 0xF6, 0xF7, 0x02, 0x03, 0x04};
    EXPECT_EQ(id.bytes(), expected);
}

TEST(ConnectionAddress, EveryIdHasOne) {
    const auto from_aws = ConnectionId::parse("D-j5-fe7IAMCKMA=");
    ASSERT_TRUE(from_aws);
    EXPECT_EQ(encode(decode(*from_aws)), *from_aws);
}

}  // namespace
}  // namespace postern
