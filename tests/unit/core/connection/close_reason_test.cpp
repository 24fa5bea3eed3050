#include "gateway/core/connection/close_reason.hpp"

#include <gtest/gtest.h>

namespace postern {
namespace {

TEST(CloseReasons, AreAwsWordForWordWhereAwsHasThem) {
    using namespace close_reasons;
    EXPECT_EQ(
        client_without_status(), (CloseReason{1005, "Client-side close frame status not set"})
    ) << "D-01";
    EXPECT_EQ(removed(), (CloseReason{1000, "Connection Closed Normally"})) << "D-04";
    EXPECT_EQ(going_away(), (CloseReason{1001, "Going away"})) << "D-05, D-07";
    EXPECT_EQ(lost(), (CloseReason{1006, "Connection closed abnormally"}));
}

TEST(CloseReasons, OfOurOwnCanBeSent) {
    for (const CloseReason& reason :
         {close_reasons::not_reading(), close_reasons::internal_error()}) {
        EXPECT_GE(reason.code, 1007);
        EXPECT_LE(reason.code, 1014);
        EXPECT_LE(reason.text.size(), 123U);
    }
}

}  // namespace
}  // namespace postern
