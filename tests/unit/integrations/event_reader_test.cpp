#include "gateway/integrations/plugin/event_reader.hpp"

#include "gateway/core/event/proxy_event.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace postern::integrations {
namespace {

using Value = std::optional<std::string_view>;

Event event_of(EventType type) {
    auto connection = std::make_shared<ConnectionFacts>();
    connection->id = *ConnectionId::parse("Zk3nQdVfIAMCE8Q=");
    connection->api_id = "chat";
    connection->stage = "dev";
    connection->domain_name = "localhost:3001";
    connection->source_ip = "192.0.2.7";
    connection->user_agent = "tester/1";
    connection->connected_at = Instant(std::chrono::milliseconds(1'771'484'645'123));
    connection->authorizer = AuthorizerContext{"ann", {{"role", "admin"}, {"role", "user"}}, 7};
    Event event;
    event.type = type;
    event.connection = std::move(connection);
    event.stage_variables = std::make_shared<const StageVariables>(StageVariables{{"table", "t1"}});
    event.route_key = "sendmessage";
    event.request_time = Instant(std::chrono::milliseconds(1'771'484'647'440));
    event.body = "the message";
    event.disconnect_status_code = 1001;
    event.disconnect_reason = "Going away";
    if (type == EventType::connect) {
        Handshake handshake;
        handshake.headers = {{"Origin", "https://a"}, {"X-Twice", "1"}, {"x-twice", "2"}};
        handshake.query = {{"token", "1"}, {"token", "2"}, {"empty", ""}};
        handshake.forwarded_proto = "https";
        event.handshake = std::make_unique<const Handshake>(std::move(handshake));
    }
    return event;
}

struct Row {
    EventType type;
    std::string_view name;
    Value expected;
    const char* reason;
};

TEST(EventReader, ReadsFieldsByName) {
    constexpr auto connect = EventType::connect;
    constexpr auto message = EventType::message;
    constexpr auto disconnect = EventType::disconnect;
    const Row rows[] = {
        {message, "source_ip", "192.0.2.7", "of the connection"},
        {message, "user_agent", "tester/1", "of the connection"},
        {message, "domain_name", "localhost:3001", "port included"},
        {message, "stage", "dev", "of the connection"},
        {message, "api_id", "chat", "of the connection"},
        {message, "route_key", "sendmessage", "of the event"},
        {message, "connection_id", "Zk3nQdVfIAMCE8Q=", "text form"},
        {message, "request_id", "AAAAAAAAAAAAAAA=", "text form"},
        {message, "message_id", "AAAAAAAAAAAAAAA=", "a message has one"},
        {connect, "message_id", std::nullopt, "only a message has one"},
        {message, "body", "the message", "as sent"},
        {disconnect, "body", std::nullopt, "only a message has one"},
        {message, "connected_at", "1771484645123", "milliseconds"},
        {message, "request_time", "1771484647440", "milliseconds"},
        {message, "principal_id", "ann", "of the authorizer"},
        {message, "authorizer:role", "user", "the last of a repeated one"},
        {message, "authorizer:age", std::nullopt, "not in the context"},
        {message, "stage_variable:table", "t1", "of the stage"},
        {message, "stage_variable:other", std::nullopt, "no such variable"},
        {connect, "header:Origin", "https://a", "as sent"},
        {connect, "header:ORIGIN", "https://a", "any letter case"},
        {connect, "header:X-Twice", "2", "the last of a repeated one"},
        {connect, "header:X-Forwarded-Proto", "https", "the gateway's own are there too"},
        {connect, "header:X-Absent", std::nullopt, "not sent"},
        {message, "header:Origin", std::nullopt, "a message has no headers"},
        {connect, "query:token", "2", "the last of a repeated one"},
        {connect, "query:empty", "", "empty is not absent"},
        {connect, "query:absent", std::nullopt, "not sent"},
        {message, "query:token", std::nullopt, "a message has no query"},
        {disconnect, "disconnect_status_code", "1001", "as text"},
        {message, "disconnect_status_code", std::nullopt, "only a disconnect has one"},
        {disconnect, "disconnect_reason", "Going away", "as given"},
        {message, "disconnect_reason", std::nullopt, "only a disconnect has one"},
        {message, "no_such_field", std::nullopt, "unknown name"},
        {message, "", std::nullopt, "no name"},
    };
    for (const Row& row : rows) {
        const Event event = event_of(row.type);
        EventReader reader;
        EXPECT_EQ(reader.field(event, row.name), row.expected) << row.name << ": " << row.reason;
    }
}

TEST(EventReader, KeepsWhatItGaveUntilReset) {
    const Event event = event_of(EventType::connect);
    EventReader reader;
    const Value connected = reader.field(event, "connected_at");
    const Value origin = reader.field(event, "header:Origin");
    const std::string_view json = reader.json(event);
    (void)reader.field(event, "request_time");
    (void)reader.field(event, "header:X-Twice");
    EXPECT_EQ(connected, Value("1771484645123"));
    EXPECT_EQ(origin, Value("https://a"));
    EXPECT_EQ(json, proxy_event(event));
    EXPECT_EQ(reader.json(event).data(), json.data());
}

TEST(EventReader, ShowsTheNextEventAfterReset) {
    EventReader reader;
    const Event first = event_of(EventType::connect);
    (void)reader.json(first);
    (void)reader.field(first, "header:Origin");
    reader.reset();
    Event second = event_of(EventType::connect);
    Handshake handshake;
    handshake.headers = {{"Origin", "https://b"}};
    second.handshake = std::make_unique<const Handshake>(std::move(handshake));
    EXPECT_EQ(reader.field(second, "header:Origin"), Value("https://b"));
    EXPECT_EQ(reader.json(second), proxy_event(second));
}

TEST(EventReader, KnowsOfNothingThatTheEventDoesNotHave) {
    Event event = event_of(EventType::message);
    auto bare = std::make_shared<ConnectionFacts>(*event.connection);
    bare->user_agent.reset();
    bare->authorizer.reset();
    event.connection = std::move(bare);
    event.stage_variables.reset();
    EventReader reader;
    for (const auto* const name :
         {"user_agent", "principal_id", "authorizer:role", "stage_variable:table"}) {
        EXPECT_EQ(reader.field(event, name), std::nullopt) << name;
    }
}

}  // namespace
}  // namespace postern::integrations
