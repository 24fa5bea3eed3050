#include "gateway/core/expression/value_text.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace postern {
namespace {

// Expected texts are those of `Double.toString` of Java.
TEST(AppendScalarText, SpellsNumbersLikeJava) {
    const struct {
        std::string_view json;
        std::string_view text;
    } rows[] = {
        {"7", "7"},
        {"-3", "-3"},
        {"18446744073709551616", "18446744073709551616"},
        {"1.5", "1.5"},
        {"1.50", "1.5"},
        {"1.0", "1.0"},
        {"1e3", "1000.0"},
        {"0.0", "0.0"},
        {"-0.0", "-0.0"},
        {"0.1", "0.1"},
        {"0.001", "0.001"},
        {"0.0001", "1.0E-4"},
        {"0.00012345", "1.2345E-4"},
        {"9999999.0", "9999999.0"},
        {"1e7", "1.0E7"},
        {"12345678.9", "1.23456789E7"},
        {"1e21", "1.0E21"},
        {"-2.5e-300", "-2.5E-300"},
        {"1.7976931348623157e308", "1.7976931348623157E308"},
        {"1e999", "1e999"},
    };
    for (const auto& row : rows) {
        std::string out = "=";
        append_scalar_text(out, json::Value{json::Kind::number, false, row.json});
        EXPECT_EQ(out, "=" + std::string(row.text));
    }
}

TEST(AppendValueText, SpellsNullOnlyInsideOthers) {
    const auto tree = json::Tree::parse("[null]", json::Dialect::strict).value();
    std::string out;
    append_value_text(out, tree, tree.root());
    append_value_text(out, tree, *tree.element(tree.root(), 0));
    EXPECT_EQ(out, "[null]");
    append_element_text(out, tree, *tree.element(tree.root(), 0));
    EXPECT_EQ(out, "[null]null");
}

}  // namespace
}  // namespace postern
