#include "tests/contract/plugin_fixture.hpp"

#include <gmock/gmock.h>

#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace postern::contract {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr std::string_view some_id = "L0SM9cOFvHcCI_w=";

/// Runs `inside` in a call, then answers it.
class Extensions : public ScriptedTest {
protected:
    void in_call(FakeCall& call, Script::Invoke inside) {
        const auto invoke =
            [inside = std::move(inside
             )](const postern_host* host, const postern_request* request, postern_call* handle) {
                inside(host, request, handle);
                host->reply(host, handle, bytes("null"));
            };
        start(Runs::on_shard, invoke);
        integration_->invoke(call);
    }
};

TEST_F(Extensions, UnknownOnesAreAbsent) {
    FakeCall call;
    in_call(call, [](const postern_host* host, const postern_request*, postern_call*) {
        EXPECT_EQ(host->extension(host, "postern.time-travel/1"), nullptr);
        EXPECT_EQ(host->extension(host, nullptr), nullptr);
        EXPECT_NE(host->extension(host, POSTERN_FIELD), nullptr);
    });
}

TEST_F(Extensions, RequestSaysWhatTheEventSays) {
    FakeCall call;
    call.mutable_event().body = "text";
    in_call(call, [&](const postern_host*, const postern_request* request, postern_call*) {
        EXPECT_EQ(request->struct_size, sizeof(postern_request));
        EXPECT_EQ(request->event_type, std::uint32_t{POSTERN_EVENT_MESSAGE});
        EXPECT_EQ(view(request->route_key), "$default");
        EXPECT_EQ(view(request->connection_id), "Zk3nQdVfIAMCE8Q=");
        EXPECT_EQ(view(request->request_id), call.event().request_id.view());
        EXPECT_EQ(view(request->stage), "dev");
        EXPECT_EQ(view(request->body), "text");
        EXPECT_EQ(request->deadline_ms, 1'771'484'650'000);
    });
}

TEST_F(Extensions, EventJsonStaysTheSameUntilTheAnswerAndIsEmptyAfter) {
    FakeCall call;
    call.mutable_event().body = "text";
    const postern_host* host_of_call = nullptr;
    postern_call* handle_of_call = nullptr;
    in_call(call, [&](const postern_host* host, const postern_request*, postern_call* handle) {
        host_of_call = host;
        handle_of_call = handle;
        const postern_bytes first = host->event_json(host, handle);
        EXPECT_THAT(std::string(view(first)), HasSubstr(R"("eventType":"MESSAGE")"));
        const postern_bytes second = host->event_json(host, handle);
        EXPECT_EQ(first.data, second.data);
    });
    EXPECT_EQ(host_of_call->event_json(host_of_call, handle_of_call).size, 0U);
}

TEST_F(Extensions, FieldsOfACallThatWasAnsweredAreAbsent) {
    FakeCall call;
    const postern_host* host_of_call = nullptr;
    postern_call* handle_of_call = nullptr;
    in_call(call, [&](const postern_host* host, const postern_request*, postern_call* handle) {
        host_of_call = host;
        handle_of_call = handle;
        EXPECT_EQ(view(fields(host).field(host, handle, bytes("source_ip"))), "192.0.2.7");
    });
    EXPECT_EQ(
        fields(host_of_call).field(host_of_call, handle_of_call, bytes("source_ip")).data, nullptr
    );
}

TEST_F(Extensions, EmptyFieldsAreNotAbsent) {
    FakeCall call(EventType::disconnect);
    in_call(call, [](const postern_host* host, const postern_request*, postern_call* handle) {
        const postern_bytes reason = fields(host).field(host, handle, bytes("disconnect_reason"));
        EXPECT_NE(reason.data, nullptr);
        EXPECT_EQ(reason.size, 0U);
    });
}

struct PostRow {
    const char* reason;
    std::string id;
    std::size_t size;
    callback::Outcome outcome;
    std::int32_t status;
    bool reaches_connections;
};

class Posting : public Extensions, public testing::WithParamInterface<PostRow> {};

TEST_P(Posting, TellsWhatBecameOfIt) {
    const PostRow& row = GetParam();
    connections_.next_outcome = row.outcome;
    FakeCall call;
    std::vector<std::int32_t> statuses;
    in_call(call, [&](const postern_host* host, const postern_request*, postern_call*) {
        const auto done = [](void* user, std::int32_t status) {
            static_cast<std::vector<std::int32_t>*>(user)->push_back(status);
        };
        const std::string data(row.size, 'x');
        posts(host).post(host, bytes(row.id), bytes(data), done, &statuses);
    });
    EXPECT_THAT(statuses, ElementsAre(row.status)) << row.reason;
    EXPECT_THAT(connections_.posted(), SizeIs(row.reaches_connections ? 1 : 0)) << row.reason;
}

INSTANTIATE_TEST_SUITE_P(
    Rows,
    Posting,
    testing::Values(
        PostRow{"queued", std::string(some_id), 5, callback::Outcome::done, POSTERN_OK, true},
        PostRow{"closed", std::string(some_id), 5, callback::Outcome::gone, POSTERN_GONE, true},
        PostRow{
            "slow client",
            std::string(some_id),
            5,
            callback::Outcome::outbox_full,
            POSTERN_FULL,
            true},
        PostRow{"no id at all", "nobody", 5, callback::Outcome::done, POSTERN_GONE, false},
        PostRow{
            "largest", std::string(some_id), 131'072, callback::Outcome::done, POSTERN_OK, true},
        PostRow{
            "one more",
            std::string(some_id),
            131'073,
            callback::Outcome::done,
            POSTERN_TOO_LARGE,
            false}
    )
);

TEST_F(Extensions, PostNeedsNobodyToTell) {
    FakeCall call;
    in_call(call, [](const postern_host* host, const postern_request*, postern_call*) {
        posts(host).post(host, bytes(some_id), bytes("hi"), nullptr, nullptr);
        posts(host).close(host, bytes(some_id), nullptr, nullptr);
    });
    ASSERT_THAT(connections_.posted(), SizeIs(1));
    EXPECT_EQ(connections_.posted()[0].connection_id, some_id);
    EXPECT_EQ(connections_.posted()[0].data, "hi");
    EXPECT_THAT(connections_.closed(), ElementsAre(some_id));
}

TEST_F(Extensions, GetDescribesTheConnection) {
    FakeCall call;
    int described = 0;
    in_call(call, [&](const postern_host* host, const postern_request*, postern_call*) {
        const auto done = [](void* user, std::int32_t status, const postern_connection* connection
                          ) {
            EXPECT_EQ(status, POSTERN_OK);
            ASSERT_NE(connection, nullptr);
            EXPECT_EQ(connection->struct_size, sizeof(postern_connection));
            EXPECT_EQ(view(connection->source_ip), "192.0.2.7");
            EXPECT_EQ(connection->user_agent.data, nullptr);
            EXPECT_EQ(connection->connected_at_ms, 1'000);
            EXPECT_EQ(connection->last_active_at_ms, 2'000);
            ++*static_cast<int*>(user);
        };
        posts(host).get(host, bytes(some_id), done, &described);
    });
    EXPECT_EQ(described, 1);
}

TEST_F(Extensions, GetOfNobodySaysGone) {
    connections_.next_outcome = callback::Outcome::gone;
    FakeCall call;
    int told = 0;
    in_call(call, [&](const postern_host* host, const postern_request*, postern_call*) {
        const auto done = [](void* user, std::int32_t status, const postern_connection* connection
                          ) {
            EXPECT_EQ(status, POSTERN_GONE);
            EXPECT_EQ(connection, nullptr);
            ++*static_cast<int*>(user);
        };
        posts(host).get(host, bytes(some_id), done, &told);
        posts(host).get(host, bytes("nobody"), done, &told);
    });
    EXPECT_EQ(told, 2);
}

TEST_F(Extensions, BroadcastGoesToTheApiAndStageOfTheCall) {
    FakeCall call;
    in_call(call, [](const postern_host* host, const postern_request*, postern_call* handle) {
        EXPECT_EQ(broadcasts(host).broadcast(host, handle, bytes("hi \xFF")), POSTERN_OK);
        const std::string large(131'073, 'x');
        EXPECT_EQ(broadcasts(host).broadcast(host, handle, bytes(large)), POSTERN_TOO_LARGE);
    });
    EXPECT_THAT(connections_.broadcasts(), ElementsAre("chat/dev hi \uFFFD"));
}

TEST_F(Extensions, LogLinesNameTheFunctionAndStayOneLine) {
    FakeCall call;
    in_call(call, [](const postern_host* host, const postern_request*, postern_call*) {
        host->log(host, POSTERN_LOG_INFO, bytes("two\nlines"));
        host->log(host, 99, bytes("beyond the worst"));
    });
    EXPECT_TRUE(log_.has(ports::LogLevel::info, "function=subject two lines"));
    EXPECT_TRUE(log_.has(ports::LogLevel::error, "function=subject beyond the worst"));
}

}  // namespace
}  // namespace postern::contract
