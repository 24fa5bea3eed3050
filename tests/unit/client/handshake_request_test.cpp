#include "gateway/client/handshake_request.hpp"

#include <gtest/gtest.h>

namespace postern::client {
namespace {

Instant now() {
    return parse_sigv4_time("20260102T030405Z").value();
}

TEST(PrepareHandshake, SendsHeadersAndSubprotocolsInOrder) {
    ConnectRequest request;
    request.url = "ws://127.0.0.1:3001/dev?a=1";
    request.headers = {"x-token: abc", "x-token: def"};
    request.subprotocols = {"chat", "log"};
    const auto handshake = std::get<HandshakeRequest>(prepare_handshake(request, now()));
    EXPECT_EQ(handshake.url.target, "/dev?a=1");
    EXPECT_EQ(handshake.host, "127.0.0.1:3001");
    EXPECT_EQ(
        handshake.headers,
        (Fields{{"x-token", "abc"}, {"x-token", "def"}, {"Sec-WebSocket-Protocol", "chat, log"}})
    );
}

TEST(PrepareHandshake, SignsTheHostItSends) {
    ConnectRequest request;
    request.url = "ws://127.0.0.1:3001/dev?room=a%20b&x=1";
    request.headers = {"HOST: 127.0.0.1:19000"};
    request.signer = Signer{"AKIDEXAMPLE", "secretexample", std::nullopt, "us-east-1"};
    const auto handshake = std::get<HandshakeRequest>(prepare_handshake(request, now()));
    EXPECT_EQ(handshake.host, "127.0.0.1:19000");
    EXPECT_EQ(
        handshake.headers,
        (Fields{
            {"X-Amz-Date", "20260102T030405Z"},
            {"Authorization",
             "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260102/us-east-1/execute-api/aws4_request, "
             "SignedHeaders=host;x-amz-date, "
             "Signature=6aaf49e7631b6c555ef947bfce3c3684cf0962bfd07e772476639a649f2510db"}})
    );
}

TEST(PrepareHandshake, RefusesBadUrlsAndHeaders) {
    ConnectRequest request;
    request.url = "nonsense";
    EXPECT_EQ(prepare_handshake(request, now()).index(), 1U);
    request.url = "ws://127.0.0.1:3001/dev";
    request.headers = {"nonsense"};
    EXPECT_EQ(prepare_handshake(request, now()).index(), 1U);
}

}  // namespace
}  // namespace postern::client
