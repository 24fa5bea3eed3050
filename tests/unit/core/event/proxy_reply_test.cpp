#include "gateway/core/event/proxy_reply.hpp"

#include <gtest/gtest.h>

#include <string>

namespace postern {
namespace {

struct StatusCase {
    const char* json;
    int status_code;
    const char* reason;
};

TEST(ReadConnectReply, TakesTheStatus) {
    constexpr StatusCase cases[] = {
        {R"({"statusCode":200})", 200, "H-03"},
        {R"({"statusCode":201})", 201, "H-04"},
        {R"({"statusCode":301})", 301, "H-05"},
        {R"({"statusCode":401})", 401, "H-05"},
        {R"({"statusCode":501})", 501, "H-05"},
        {R"({"statusCode":400})", 400, "H-06"},
        {R"({"statusCode":599,"body":{"not":"text"}})", 599, "no client sees the body"},
        {R"( {"a":{"statusCode":1},"statusCode":204,"b":[{"statusCode":2}]} )", 204, "nested ones"},
        {R"({"statusCode":"x","statusCode":200})", 200, "the last of a repeated member counts"},
        {R"({"statusCode":200,"headers":null,"multiValueHeaders":7})", 200, "odd header maps"},
    };
    for (const auto& [json, status_code, reason] : cases) {
        const auto reply = read_connect_reply(json);
        ASSERT_TRUE(reply) << reason;
        EXPECT_EQ(reply->status_code, status_code) << reason;
        EXPECT_FALSE(reply->subprotocol) << reason;
    }
}

struct RefusedCase {
    const char* json;
    const char* reason;
};

TEST(ReadConnectReply, RefusesWhatHasNoStatus) {
    constexpr RefusedCase cases[] = {
        {"null", "null"},
        {"", "nothing"},
        {"{}", "no status"},
        {"200", "a number"},
        {R"("ok")", "a string"},
        {R"([{"statusCode":200}])", "an array"},
        {R"({"statusCode":"200"})", "a status in quotes"},
        {R"({"statusCode":200.5})", "a fraction"},
        {R"({"statusCode":null})", "a null status"},
        {R"({"statusCode":[200]})", "an array of statuses"},
        {R"({"statusCode":200,"statusCode":null})", "the last of a repeated member counts"},
        {R"({"statusCode":101})", "a status that ends no request"},
        {R"({"statusCode":0})", "no HTTP status"},
        {R"({"statusCode":600})", "no HTTP status"},
        {R"({"statusCode":-200})", "a negative status"},
        {R"({"statusCode":4294967496})", "200 after a conversion to 32 bits"},
        {R"({"statusCode":99999999999999999999999})", "more than 64 bits"},
        {R"({"statusCode":200)", "broken off"},
        {R"({"statusCode":200} x)", "something appended"},
        {R"({"StatusCode":200})", "names are case-sensitive"},
        {"{\"statusCode\":200,\"headers\":{\"Sec-WebSocket-Protocol\":\"a\\r\\nX: 1\"}}",
         "a line break in a header"},
    };
    for (const auto& [json, reason] : cases) {
        const auto reply = read_connect_reply(json);
        ASSERT_TRUE(reply.has_error()) << reason;
        EXPECT_EQ(reply.error(), Errc::malformed_reply) << reason;
    }
}

struct SubprotocolCase {
    const char* members;
    const char* subprotocol;
    const char* reason;
};

TEST(ReadConnectReply, TakesTheSubprotocol) {
    constexpr SubprotocolCase cases[] = {
        {R"("headers":{"Sec-WebSocket-Protocol":"myprotocol"})", "myprotocol", "H-09"},
        {R"("headers":{"sec-websocket-protocol":"a"})", "a", "H-11"},
        {R"("headers":{"Sec-Websocket-Protocol":"a"})", "a", "a third spelling"},
        {R"("headers":{"X-A":"1","Sec-WebSocket-Protocol":"a","X-B":"2"})", "a", "among others"},
        {R"("multiValueHeaders":{"Sec-WebSocket-Protocol":["a"]})", "a", "the other map"},
        {R"("multiValueHeaders":{"Sec-WebSocket-Protocol":["m"]},"headers":{"Sec-WebSocket-Protocol":"h"})",
         "m",
         "multiValueHeaders wins, written first"},
        {R"("headers":{"Sec-WebSocket-Protocol":"h"},"multiValueHeaders":{"sec-websocket-protocol":["m"]})",
         "m",
         "multiValueHeaders wins, written last"},
        {R"("headers":{"Sec-WebSocket-Protocol":"h"},"multiValueHeaders":{"X-A":["m"]})",
         "h",
         "multiValueHeaders wins only for its own names"},
        {R"("multiValueHeaders":{"Sec-WebSocket-Protocol":["a","b"]})",
         "a",
         "the first of several"},
    };
    for (const auto& [members, subprotocol, reason] : cases) {
        const auto reply = read_connect_reply(R"({"statusCode":200,)" + std::string(members) + '}');
        ASSERT_TRUE(reply) << reason;
        EXPECT_EQ(reply->subprotocol, subprotocol) << reason;
    }
}

TEST(ReadConnectReply, FindsNoSubprotocolElsewhere) {
    constexpr RefusedCase cases[] = {
        {R"("body":"b")", "H-10: no headers"},
        {R"("headers":{"X-A":"1"},"body":"b")", "H-08: another header"},
        {R"("headers":{"Sec-WebSocket-Protocol":""})", "an empty value"},
        {R"("headers":{"Sec-WebSocket-Protocol":7})", "a number"},
        {R"("headers":{"Sec-WebSocket-Protocol":["a"]})", "an array in the simple map"},
        {R"("headers":{"X":{"Sec-WebSocket-Protocol":"a"}})", "nested too deep"},
        {R"("headers":[["Sec-WebSocket-Protocol","a"]])", "headers as an array"},
        {R"("multiValueHeaders":{"Sec-WebSocket-Protocol":"a"})", "a string in the other map"},
        {R"("multiValueHeaders":{"Sec-WebSocket-Protocol":[]})", "no value"},
        {R"("multiValueHeaders":{"Sec-WebSocket-Protocol":[["a"]]})", "an array in an array"},
        {R"("multiValueHeaders":{"Sec-WebSocket-Protocol":{"k":"a"}})", "an object as values"},
        {R"("Sec-WebSocket-Protocol":"a")", "beside the headers"},
        {R"("other":{"Sec-WebSocket-Protocol":"a"})", "in another map"},
        {R"("headers":{"Sec-WebSocket-Protocol":"a"},"headers":{})", "of a repeated map"},
    };
    for (const auto& [members, reason] : cases) {
        const auto reply = read_connect_reply(R"({"statusCode":200,)" + std::string(members) + '}');
        ASSERT_TRUE(reply) << reason;
        EXPECT_FALSE(reply->subprotocol) << reason;
    }
}

struct BodyCase {
    const char* json;
    const char* body;
    const char* reason;
};

TEST(ReadMessageReply, TakesTheBody) {
    constexpr BodyCase cases[] = {
        {R"({"statusCode":200,"body":"hello"})", "hello", "F-05"},
        {R"({"statusCode":500,"body":"oops"})", "oops", "F-06"},
        {R"({"statusCode":200})", "", "F-08"},
        {"null", "", "F-04"},
        {"{}", "", "nothing of a proxy result"},
        {R"({"body":"hello"})", "hello", "no status"},
        {R"({"statusCode":"200","body":"hello"})", "hello", "the status has no influence"},
        {R"({"body":null})", "", "a null body is an absent one"},
        {R"({"body":""})", "", "an empty body"},
        {R"({"body":"{\"a\":\"\u00fc\\n\"}"})", "{\"a\":\"\xC3\xBC\\n\"}", "escapes are undone"},
        {R"({"isBase64Encoded":true,"body":"aGVsbG8="})", "hello", "base64"},
        {R"({"body":"aGVsbG8=","isBase64Encoded":true})", "hello", "base64, announced after it"},
        {R"({"body":"aGVsbG8=","isBase64Encoded":false})",
         "aGVsbG8=",
         "text that looks like base64"},
        {R"({"body":"aGVsbG8=","isBase64Encoded":"true"})", "aGVsbG8=", "a flag in quotes is none"},
        {R"({"isBase64Encoded":true})", "", "base64 of nothing"},
        {R"({"body":{"a":1},"body":"b"})", "b", "the last of a repeated member counts"},
        {R"({"x":{"body":"inner"},"body":"b","y":["body",{"body":1}]})", "b", "nested ones"},
    };
    for (const auto& [json, body, reason] : cases) {
        const auto reply = read_message_reply(json);
        ASSERT_TRUE(reply) << reason;
        EXPECT_EQ(reply->body, body) << reason;
    }
}

TEST(ReadMessageReply, TakesTheStatusIfThereIsOne) {
    EXPECT_EQ(read_message_reply(R"({"statusCode":500})")->status_code, 500);
    EXPECT_FALSE(read_message_reply("null")->status_code);
    EXPECT_FALSE(read_message_reply("{}")->status_code);
}

TEST(ReadMessageReply, RefusesWhatIsNoProxyResult) {
    constexpr RefusedCase cases[] = {
        {"", "nothing"},
        {"hello", "no JSON"},
        {R"("hello")", "a string"},
        {"7", "a number"},
        {"true", "a boolean"},
        {R"([{"body":"b"}])", "an array"},
        {R"({"body":{"a":1}})", "an object as body"},
        {R"({"body":["a"]})", "an array as body"},
        {R"({"body":7})", "a number as body"},
        {R"({"body":7.5})", "a fraction as body"},
        {R"({"body":true})", "a boolean as body"},
        {R"({"body":"b","body":7})", "the last of a repeated member counts"},
        {R"({"body":"a","isBase64Encoded":true})", "bad base64"},
        {R"({"body":"a)", "broken off"},
        {R"({"body":"a"},)", "something appended"},
        {"{\"body\":\"\xFF\"}", "not UTF-8"},
    };
    for (const auto& [json, reason] : cases) {
        const auto reply = read_message_reply(json);
        ASSERT_TRUE(reply.has_error()) << reason;
        EXPECT_EQ(reply.error(), Errc::malformed_reply) << reason;
    }
}

TEST(ReadMessageReply, SurvivesDeepNesting) {
    const std::size_t depth = 100'000;
    const std::string open(depth, '[');
    const std::string closed = open + std::string(depth, ']');
    EXPECT_EQ(read_message_reply(R"({"x":)" + closed + R"(,"body":"b"})")->body, "b");
    EXPECT_TRUE(read_message_reply(open).has_error());
}

}  // namespace
}  // namespace postern
