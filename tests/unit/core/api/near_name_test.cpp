#include "gateway/core/api/near_name.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>

namespace postern::native {
namespace {

TEST(NearName, FindsWhatWasProbablyMeant) {
    constexpr std::array<std::string_view, 5> names{
        "target",
        "integrationUri",
        "integrationType",
        "tls",
        "routes",
    };
    struct Row {
        std::string_view written;
        std::optional<std::string_view> meant;
        const char* reason;
    };
    const Row rows[] = {
        {"Target", "target", "spelled as in CloudFormation"},
        {"integration_uri", "integrationUri", "spelled as in Terraform"},
        {"taregt", "target", "neighbours swapped"},
        {"route", "routes", "letter missing"},
        {"routess", "routes", "letter too many"},
        {"integrationTypo", "integrationType", "letter replaced"},
        {"tsl", "tls", "one error in a short name"},
        {"abc", std::nullopt, "a short name with nothing in common"},
        {"banana", std::nullopt, "nothing like it"},
        {"", std::nullopt, "nothing written"},
    };
    for (const Row& row : rows)
        EXPECT_EQ(near_name(row.written, names), row.meant) << row.reason;
    EXPECT_EQ(near_name(std::string(10'000, 'x'), names), std::nullopt);
}

}  // namespace
}  // namespace postern::native
