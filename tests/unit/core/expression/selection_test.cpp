#include "gateway/core/expression/selection.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace postern {
namespace {

constexpr std::string_view m1 =
    R"({"service":"chat","action":"join","data":{"room":"room1234","n":7,"f":1.5,"ok":true,)"
    R"("nil":null,"list":["a","b"],"obj":{"k":"v"}}})";

std::optional<std::string> evaluate(
    std::string_view expression,
    std::string_view message,
    json::Dialect dialect = json::Dialect::lenient
) {
    std::string scratch;
    const auto parsed = SelectionExpression::parse(expression);
    const auto result = parsed.value().evaluate(message, scratch, dialect);
    return result ? std::optional<std::string>(*result) : std::nullopt;
}

constexpr std::nullopt_t not_json = std::nullopt;

struct Vector {
    std::string_view id;
    std::string_view expression;
    std::string_view message;
    std::optional<std::string_view> result;
};

// What a route table makes of the results (`$default`, the Forbidden frame) is the router's part of
// R-17 to R-21, R-26 to R-28, R-32 and R-33.
constexpr Vector vectors[] = {
    {"R-01", "$request.body.action", m1, "join"},
    {"R-02", "${request.body.action}", m1, "join"},
    {"R-03", "${request.body.service}/${request.body.action}", m1, "chat/join"},
    {"R-04", "${request.body.action}-${request.body.invalidPath}", m1, "join-"},
    {"R-05", "action", m1, "action"},
    {"R-06", "\\$default", m1, "$default"},
    {"R-07", "${request.body.action}-beta", m1, "join-beta"},
    {"R-08", "$request.body.data.room", m1, "room1234"},
    {"R-09", "$request.body.data.n", m1, "7"},
    {"R-10", "$request.body.data.f", m1, "1.5"},
    {"R-11", "$request.body.data.ok", m1, "true"},
    {"R-12", "$request.body.data.nil", m1, ""},
    {"R-13", "$request.body.data.list", m1, "[a, b]"},
    {"R-14", "$request.body.data.obj", m1, "{k=v}"},
    {"R-15", "$request.body.missing", m1, ""},
    {"R-16", "$request.body.action", "hello", not_json},
    {"R-17", "$request.body.action", "hello", not_json},
    {"R-18", "$request.body.action", R"({"action":"nope"})", "nope"},
    {"R-19", "$request.body.action", R"({"action":"nope"})", "nope"},
    {"R-20", "$request.body.action", R"({"action":"Join"})", "Join"},
    {"R-21", "$request.body.action", R"({"action":" join"})", " join"},
    {"R-22", "$request.body.[2]", R"([2,"id-1","StatusNotification",{}])", "StatusNotification"},
    {"R-23", "$request.body.detail-type", R"({"detail-type":"order"})", "order"},
    {"R-24", "$request.body.service.do", R"({"message":"m","service":{"do":"echo"}})", "echo"},
    {"R-25", "$request.body.action", R"("join")", ""},
    {"R-26", "$request.body.action", R"({"action":"$connect"})", "$connect"},
    {"R-27", "$request.body.action", R"({"action":"$disconnect"})", "$disconnect"},
    {"R-28", "$request.body.action", R"({"action":{"a":1}})", "{a=1}"},
    {"R-29", "$request.body.action", R"({"action":"sendMessage", body:"hello"})", "sendMessage"},
    {"R-30",
     "${request.body.a}${request.body.b}",
     R"({"a":"${request.body.b}","b":"x"})",
     "${request.body.b}x"},
    {"R-31", "$request.body..room", m1, "[room1234]"},
    {"R-32", "$request.body.action", R"({"action":""})", ""},
    {"R-33", "$request.body.action", "", not_json},
};

class RouteSelection : public testing::TestWithParam<Vector> {};

TEST_P(RouteSelection, EvaluatesTo) {
    const Vector& vector = GetParam();
    EXPECT_EQ(evaluate(vector.expression, vector.message), vector.result) << vector.id;
}

INSTANTIATE_TEST_SUITE_P(
    Vectors,
    RouteSelection,
    testing::ValuesIn(vectors),
    [](const testing::TestParamInfo<Vector>& vector) {
        std::string name(vector.param.id);
        name[1] = '_';
        return name;
    }
);

struct Row {
    std::string_view expression;
    std::string_view message;
    std::optional<std::string_view> result;
    std::string_view reason;
};

void expect_all(std::span<const Row> rows) {
    for (const Row& row : rows) {
        EXPECT_EQ(evaluate(row.expression, row.message), row.result) << row.reason;
    }
}

TEST(SelectionExpression, FollowsTheGrammar) {
    constexpr std::string_view message = R"({"a":"A","b":"B"})";
    constexpr Row rows[] = {
        {"$request.body.a/$request.body.b", message, "A/B", "a bare variable ends at a slash"},
        {"$request.body.a|$request.body.b", message, "A|B", "at a bar"},
        {"$request.body.a $request.body.b", message, "A B", "at white space"},
        {"$request.body.a$request.body.b", message, "AB", "at the next dollar"},
        {"$request.body.a{x}", message, "A{x}", "at a brace"},
        {"$request.body.a\\$x", message, "A$x", "at a backslash"},
        {"$request.body.a-beta", message, "", "but not at a hyphen"},
        {"a\\b", message, "a\\b", "a backslash escapes nothing but a dollar"},
        {"\\${request.body.a}", message, "${request.body.a}", "an escaped variable is literal"},
        {"$default", message, "$default", "a dollar without variable is literal"},
        {"$", message, "$", "a dollar alone"},
        {"x${y}$", message, "x${y}$", "braces without variable"},
        {"$requester", message, "$requester", "a name that only begins like one"},
        {"${request.body['a']}", message, "A", "a bracket in braces"},
        {"${request.body['}']}", R"({"}":"x"})", "x", "a quoted brace does not end a variable"},
        {"request.body.a", message, "request.body.a", "without dollar it is only text"},
    };
    expect_all(rows);
}

TEST(SelectionExpression, StringifiesWhatItFinds) {
    constexpr Row rows[] = {
        {"$request.body.a", R"({"a":-3})", "-3", "an integer"},
        {"$request.body.a", R"({"a":-0})", "0", "integers have no negative zero"},
        {"$request.body.a",
         R"({"a":123456789012345678901234567890})",
         "123456789012345678901234567890",
         "an integer of any size"},
        {"$request.body.a", R"({"a":1.0})", "1.0", "a double"},
        {"$request.body.a", R"({"a":1e3})", "1000.0", "a double in plain notation"},
        {"$request.body.a", R"({"a":false})", "false", "a boolean"},
        {"$request.body.a", R"({"a":[]})", "[]", "an empty array"},
        {"$request.body.a", R"({"a":{}})", "{}", "an empty object"},
        {"$request.body.a",
         R"({"a":[1,[null,"x"],{"k":1.50,"l":"m"}]})",
         "[1, [null, x], {k=1.5, l=m}]",
         "nested values"},
        {"$request.body.a",
         R"({"a":"t\u00e4b\tx"})",
         "t\u00E4"
         "b\tx",
         "escapes are resolved"},
        {"$request.body.a", R"({"a":{"k\n":1}})", "{k\n=1}", "in keys too"},
        {"$request.body", R"({"a":1})", "{a=1}", "the whole message"},
        {"$request.body", R"("join")", "join", "the whole message, a string"},
        {"$request.body", "null", "", "the whole message, null"},
    };
    expect_all(rows);
}

TEST(SelectionExpression, LooksNothingUpInScalars) {
    for (const std::string_view message : {"\"x\"", "12", "true", "null", "[]"}) {
        EXPECT_EQ(evaluate("$request.body.action", message), "") << message;
    }
}

TEST(SelectionExpression, LastOfEqualKeysWins) {
    constexpr Row rows[] = {
        {"$request.body.a", R"({"a":"x","a":"y"})", "y", "plainly"},
        {"$request.body.a", R"({"a":"x","\u0061":"y"})", "y", "however it is spelled"},
        {"$request.body.a.b", R"({"a":{"b":"x"},"a":{"b":"y"}})", "y", "at every level"},
        {"$request.body.a.b",
         R"({"a":{"b":"x"},"a":{}})",
         "",
         "with all that was inside the first"},
        {"$request.body.a.b", R"({"a":{"b":"x"},"a":1})", "", "whatever replaces it"},
        {"$request.body.a[0]", R"({"a":["x"],"a":[]})", "", "elements too"},
        {"$request.body..b", R"({"a":{"b":"x"},"a":{"b":"y"}})", "[y]", "in searches too"},
        {"$request.body", R"({"a":1,"b":2,"a":3})", "{b=2, a=3}", "in a whole object too"},
    };
    expect_all(rows);
}

TEST(SelectionExpression, TextThatIsNotJsonBehindTheValueCounts) {
    for (const std::string_view rest : {"", "}}", "} x", ",", ",\"b\":}", ",\"b\":\"\\x\"}"}) {
        const std::string message = R"({"action":"join")" + std::string(rest);
        EXPECT_EQ(evaluate("$request.body.action", message), std::nullopt) << message;
    }
}

TEST(SelectionExpression, StrictDialectRefusesNearlyValidMessages) {
    constexpr std::string_view message = R"({"action":"join", body:'hello',})";
    EXPECT_EQ(evaluate("$request.body.action", message), "join");
    EXPECT_EQ(evaluate("$request.body.action", message, json::Dialect::strict), std::nullopt);
    EXPECT_EQ(evaluate("$request.body..action", message, json::Dialect::strict), std::nullopt);
}

TEST(SelectionExpression, StaticExpressionTakesAnyMessage) {
    EXPECT_EQ(evaluate("echo", "not json"), "echo");
    EXPECT_EQ(evaluate("\\$default", ""), "$default");
}

TEST(SelectionExpression, ManyVariablesAreOneScan) {
    std::string expression;
    std::string expected;
    std::string message = "{";
    for (int i = 0; i < 20; ++i) {
        const std::string number = std::to_string(i);
        expression.append("${request.body.k").append(number).append("}");
        message.append("\"k").append(number).append("\":").append(number).append(",");
        expected += number;
    }
    message += "\"x\":{}}";
    EXPECT_EQ(evaluate(expression, message), expected);
}

TEST(SelectionExpression, ResultOfAStringLiesInTheMessage) {
    const auto expression = SelectionExpression::parse("$request.body.action").value();
    const std::string message = R"({"action":"join"})";
    std::string scratch;
    const auto result = expression.evaluate(message, scratch);
    ASSERT_TRUE(result);
    EXPECT_EQ(result->data(), message.data() + message.find("join"));
}

TEST(SelectionExpression, KnowsWhetherItReadsTheBody) {
    EXPECT_TRUE(SelectionExpression::parse("x-${request.body.a}")->reads_body());
    EXPECT_TRUE(SelectionExpression::parse("$request.body..a")->reads_body());
    EXPECT_FALSE(SelectionExpression::parse("request.body.a")->reads_body());
    EXPECT_FALSE(SelectionExpression::parse("\\$request.body.a")->reads_body());
    EXPECT_EQ(SelectionExpression::parse("x-${request.body.a}")->text(), "x-${request.body.a}");
}

TEST(SelectionExpression, RefusesMistakesAndSaysWhatToDo) {
    const struct {
        std::string_view expression;
        std::string_view what;
    } rows[] = {
        {"", "it is empty; write for example $request.body.action"},
        {"${request.body.a", "character 1: a '${' is not closed by '}'"},
        {"x/$request.header.a", "character 3: the variable request.header.a is not available here"},
        {"$request.bodyaction", "the variable request.bodyaction is not available here"},
        {"$context.connectionId", "the variable context.connectionId is not available here"},
        {"${ request.body.a }", "the variable  request.body.a  is not available here"},
        {"$request.body.", R"(JSONPath ".", character 2: a name is missing)"},
        {"${request.body[x]}", R"(JSONPath "[x]", character 2: '[' takes a number)"},
    };
    for (const auto& row : rows) {
        const auto parsed = SelectionExpression::parse(row.expression);
        ASSERT_FALSE(parsed) << row.expression;
        ASSERT_EQ(parsed.error().size(), 1U);
        EXPECT_EQ(parsed.error().front().where, "");
        EXPECT_NE(parsed.error().front().what.find(row.what), std::string::npos)
            << parsed.error().front().what;
    }
}

}  // namespace
}  // namespace postern
