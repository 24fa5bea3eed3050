#include "tests/contract/plugin_fixture.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <memory>
#include <string>
#include <thread>
#include <utility>

namespace postern::contract {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class Shipped : public PluginTest {
protected:
    Answer send(const std::string& body) {
        FakeCall call;
        call.mutable_event().body = body;
        integration_->invoke(call);
        return call.wait();
    }
    Answer happen(EventType type, Fields query = {}) {
        FakeCall call(type);
        if (type == EventType::connect) {
            auto handshake = std::make_unique<Handshake>();
            handshake->query = std::move(query);
            call.mutable_event().handshake = std::move(handshake);
        }
        integration_->invoke(call);
        return call.wait();
    }
};

class ShippedEcho : public Shipped, public testing::WithParamInterface<std::string> {};

TEST_P(ShippedEcho, AnswersWithTheMessage) {
    integration_ = load(shipped(GetParam()));
    EXPECT_EQ(send("h\u00FC"), (Answer{Answer::Kind::body, 200, "h\u00FC", {}, Errc::ok}));
    EXPECT_EQ(send("").text, "");
}

TEST_P(ShippedEcho, LetsConnectionsInAndOut) {
    integration_ = load(shipped(GetParam()));
    EXPECT_EQ(happen(EventType::connect).status_code, 200);
    EXPECT_EQ(happen(EventType::disconnect).status_code, 200);
}

INSTANTIATE_TEST_SUITE_P(
    Languages,
    ShippedEcho,
    testing::Values("echo", "echo_c"),
    [](const auto& row) { return row.param; }
);

using ShippedWhoami = Shipped;

TEST_F(ShippedWhoami, TellsTheConnectionsId) {
    integration_ = load(shipped("whoami"));
    EXPECT_EQ(send("anything").text, R"({"connectionId":"Zk3nQdVfIAMCE8Q="})");
}

using ShippedBroadcast = Shipped;

TEST_F(ShippedBroadcast, SendsEveryMessageToTheStage) {
    integration_ = load(shipped("broadcast"));
    EXPECT_EQ(send("hello").status_code, 200);
    EXPECT_EQ(send("3").status_code, 200);  // after three milliseconds of work
    EXPECT_EQ(send("-3").status_code, 200);
    EXPECT_EQ(happen(EventType::connect).status_code, 200);
    EXPECT_THAT(
        connections_.broadcasts(), ElementsAre("chat/dev hello", "chat/dev 3", "chat/dev -3")
    );
}

class ShippedFaulty : public Shipped {
protected:
    void SetUp() override { integration_ = load(shipped("faulty")); }
};

TEST_F(ShippedFaulty, ReportsItsRefusal) {
    EXPECT_THAT(
        problem_of(shipped("faulty"), R"({"init":"no database"})"), HasSubstr("code 1: no database")
    );
}

TEST_F(ShippedFaulty, AnswersWithWhateverIsAsked) {
    EXPECT_EQ(send(R"({"do":"status:501"})").text, R"({"body":"x","statusCode":501})");
    EXPECT_EQ(send(R"({"do":"null"})").text, "null");
    EXPECT_EQ(send(R"({"do":"garbage"})").text, "{not JSON");
    EXPECT_EQ(send(R"({"result":[1]})").text, "[1]");
    EXPECT_EQ(send("hi").text, "hi");
}

TEST_F(ShippedFaulty, FailsAsAsked) {
    EXPECT_EQ(send(R"({"do":"throw"})").failure_type, "std::runtime_error");
    EXPECT_EQ(send(R"({"do":"throw_int"})").failure_type, "Handler.Exception");
    EXPECT_EQ(send(R"({"do":"drop"})").failure_type, "Handler.NoAnswer");
    EXPECT_EQ(send(R"({"do":"fail"})").failure_type, "Faulty.Failure");
    EXPECT_THAT(send(R"({"do":"fly"})").text, HasSubstr("fly"));
}

TEST_F(ShippedFaulty, KeepsCallsUntilTheyAreReleased) {
    FakeCall kept;
    kept.mutable_event().body = R"({"do":"never"})";
    integration_->invoke(kept);
    // On another thread: wait until it is kept, which the release reports.
    while (send(R"({"do":"release"})").text == "0")
        std::this_thread::yield();
    EXPECT_EQ(kept.wait().text, "released");
}

TEST_F(ShippedFaulty, AnswersFromAnotherThread) {
    EXPECT_EQ(send(R"({"do":"late:1"})").text, "late");
    EXPECT_EQ(send(R"({"do":"twice_from_threads"})").text, R"({"statusCode":200,"body":"first"})");
    EXPECT_EQ(send(R"({"do":"after_close"})").text, "after close");
    EXPECT_THAT(connections_.closed(), ElementsAre("Zk3nQdVfIAMCE8Q="));
}

TEST_F(ShippedFaulty, TreatsHandshakesByTheirQuery) {
    EXPECT_EQ(happen(EventType::connect).text, R"({"body":"x","statusCode":200})");
    EXPECT_EQ(
        happen(EventType::connect, {{"connect", "401"}}).text, R"({"body":"x","statusCode":401})"
    );
    EXPECT_EQ(happen(EventType::connect, {{"connect", "throw"}}).error, Errc::integration_failed);
    EXPECT_EQ(
        happen(EventType::connect, {{"protocol", "chat1"}}).text,
        R"({"headers":{"Sec-WebSocket-Protocol":"chat1"},"statusCode":200})"
    );
    connections_.next_outcome = callback::Outcome::gone;
    EXPECT_EQ(happen(EventType::connect, {{"connect", "post_to_itself"}}).status_code, 410);
}

class ShippedChat : public Shipped {
protected:
    /// A message of the connection `id` on the route `route`.
    Answer say(std::string_view id, const std::string& route, const std::string& body) {
        FakeCall call;
        become(call, id);
        call.mutable_event().route_key = route;
        call.mutable_event().body = body;
        integration_->invoke(call);
        return call.wait();
    }
    void leave(std::string_view id) {
        FakeCall call(EventType::disconnect);
        become(call, id);
        integration_->invoke(call);
        EXPECT_EQ(call.wait().status_code, 200);
    }
    static void become(FakeCall& call, std::string_view id) {
        auto facts = std::make_shared<ConnectionFacts>(*call.event().connection);
        facts->id = *ConnectionId::parse(id);
        call.mutable_event().connection = std::move(facts);
    }
    int connect_from(const char* origin) {
        FakeCall call(EventType::connect);
        auto handshake = std::make_unique<Handshake>();
        if (origin != nullptr) handshake->headers = {{"Origin", origin}};
        call.mutable_event().handshake = std::move(handshake);
        integration_->invoke(call);
        return call.wait().status_code;
    }

    static constexpr std::string_view ann = "AAAAAAAAAAAAAAA=";
    static constexpr std::string_view bob = "BBBBBBBBBBBBBBA=";
    static constexpr std::string_view cid = "CCCCCCCCCCCCCCA=";
};

TEST_F(ShippedChat, MessagesReachTheOthersInTheChannelOnly) {
    integration_ = load(shipped("chat"));
    const std::string join_red = R"({"action":"joinchannel","channel":"red"})";
    EXPECT_EQ(say(ann, "joinchannel", join_red).text, R"({"channel":"red","joined":true})");
    (void)say(bob, "joinchannel", join_red);
    (void)say(bob, "joinchannel", R"({"channel":"blue"})");
    (void)say(cid, "joinchannel", R"({"channel":"blue"})");

    const std::string send_red = R"({"action":"sendmessage","channel":"red","message":"h\u00FC"})";
    EXPECT_EQ(say(ann, "sendmessage", send_red).text, R"({"channel":"red","recipients":1})");
    ASSERT_THAT(connections_.posted(), SizeIs(1));
    EXPECT_EQ(connections_.posted()[0].connection_id, bob);
    EXPECT_EQ(
        connections_.posted()[0].data,
        "{\"channel\":\"red\",\"from\":\"AAAAAAAAAAAAAAA=\",\"message\":\"h\u00FC\"}"
    );

    // Bob is in both channels.
    EXPECT_EQ(
        say(cid, "sendmessage", R"({"channel":"blue","message":{"x":1}})").text,
        R"({"channel":"blue","recipients":1})"
    );
    EXPECT_EQ(connections_.posted()[1].connection_id, bob);
}

TEST_F(ShippedChat, ClosedConnectionsAreForgotten) {
    integration_ = load(shipped("chat"));
    const std::string join = R"({"channel":"red"})";
    const std::string hello = R"({"channel":"red","message":"hello"})";
    for (const auto id : {ann, bob, cid})
        (void)say(id, "joinchannel", join);
    leave(bob);
    EXPECT_EQ(say(ann, "sendmessage", hello).text, R"({"channel":"red","recipients":1})");

    // The post finds Cid gone; from then on nobody is asked.
    connections_.next_outcome = callback::Outcome::gone;
    EXPECT_EQ(say(ann, "sendmessage", hello).text, R"({"channel":"red","recipients":1})");
    EXPECT_EQ(say(ann, "sendmessage", hello).text, R"({"channel":"red","recipients":0})");
}

TEST_F(ShippedChat, OnlyAllowedOriginsGetIn) {
    integration_ = load(shipped("chat"), R"({"allowedOrigins":["https://a.example"]})");
    EXPECT_EQ(connect_from("https://a.example"), 200);
    EXPECT_EQ(connect_from("https://a.example.evil"), 403);
    EXPECT_EQ(connect_from(nullptr), 403);
    integration_ = load(shipped("chat"), "{}");
    EXPECT_EQ(connect_from("https://a.example.evil"), 200);
    EXPECT_EQ(connect_from(nullptr), 200);
}

TEST_F(ShippedChat, RefusesABadConfiguration) {
    for (const auto* const config :
         {R"({"allowedOrigins":"all"})", R"({"allowedOrigins":[1]})", R"({"origins":[]})", "[]"}) {
        EXPECT_THAT(problem_of(shipped("chat"), config), HasSubstr("init failed")) << config;
    }
}

TEST_F(ShippedChat, TellsTheSenderWhatIsWrong) {
    integration_ = load(shipped("chat"));
    const std::pair<std::string, std::string> rows[] = {
        {"no JSON", R"({"error":"the message must be a JSON object"})"},
        {"[1]", R"({"error":"the message must be a JSON object"})"},
        {R"({"action":"sing"})", R"({"error":"action must be joinchannel or sendmessage"})"},
        {R"({"action":"joinchannel"})", R"({"error":"channel must be a text of 1 to 128 bytes"})"},
        {R"({"action":"joinchannel","channel":7})",
         R"({"error":"channel must be a text of 1 to 128 bytes"})"},
        {R"({"action":"sendmessage","channel":"c"})", R"({"error":"message is missing"})"},
    };
    for (const auto& [message, error] : rows) {
        EXPECT_EQ(say(ann, "$default", message).status_code, 400) << message;
        EXPECT_EQ(connections_.posted().back().data, error) << message;
        EXPECT_EQ(connections_.posted().back().connection_id, ann) << message;
    }
}

TEST_F(ShippedChat, AConnectionCannotJoinChannelsWithoutEnd) {
    integration_ = load(shipped("chat"));
    for (int i = 0; i < 50; ++i) {
        const std::string join = R"({"channel":")" + std::to_string(i) + R"("})";
        EXPECT_EQ(say(ann, "joinchannel", join).status_code, 200);
    }
    EXPECT_EQ(say(ann, "joinchannel", R"({"channel":"one more"})").status_code, 400);
    EXPECT_EQ(connections_.posted().back().data, R"({"error":"you are in too many channels"})");
    // A channel it is in already is none more.
    EXPECT_EQ(say(ann, "joinchannel", R"({"channel":"7"})").status_code, 200);
}

}  // namespace
}  // namespace postern::contract
