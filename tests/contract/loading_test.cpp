#include "tests/contract/plugin_fixture.hpp"

#include <gmock/gmock.h>

#include <string>
#include <thread>
#include <vector>

namespace postern::contract {
namespace {

using testing::AllOf;
using testing::HasSubstr;

using Loading = PluginTest;

struct Refusal {
    std::string plugin;
    std::vector<std::string> words;
};

class LoadingRefusal : public PluginTest, public testing::WithParamInterface<Refusal> {};

TEST_P(LoadingRefusal, NamesFunctionPathAndReason) {
    const auto path = test_plugin(GetParam().plugin);
    const std::string problem = problem_of(path);
    EXPECT_THAT(problem, AllOf(HasSubstr("'subject'"), HasSubstr(path.string())));
    for (const std::string& word : GetParam().words)
        EXPECT_THAT(problem, HasSubstr(word));
}

INSTANTIATE_TEST_SUITE_P(
    Plugins,
    LoadingRefusal,
    testing::Values(
        Refusal{"missing", {"no such file"}},
        // Both numbers: which one is to be rebuilt is for the reader to decide.
        Refusal{"wrong_abi", {"ABI 7", "ABI 1"}},
        Refusal{"short_struct", {"struct_size 16", std::to_string(sizeof(postern_handler))}},
        Refusal{"unknown_flags", {"flags 6"}},
        Refusal{"no_invoke", {"no invoke"}},
        Refusal{"no_entry", {"postern_handler_entry"}}
    ),
    [](const auto& row) { return row.param.plugin; }
);

TEST_F(Loading, RefusesAFileThatIsNoSharedObject) {
    EXPECT_THAT(problem_of("/etc/passwd"), HasSubstr("cannot be loaded"));
}

TEST_F(Loading, ReportsWhatTheLayeredHandlersConstructorThrew) {
    EXPECT_THAT(
        problem_of(test_plugin("layered"), R"({"refuse":true})"),
        AllOf(HasSubstr("code 1"), HasSubstr("refused by its configuration"))
    );
}

TEST_F(Loading, NeedsNeitherInitNorShutdown) {
    integration_ = load(test_plugin("minimal"));
    EXPECT_NE(integration_, nullptr);
}

TEST_F(Loading, TakesARelativePathAsOneOfTheCurrentFolder) {
    const auto before = std::filesystem::current_path();
    std::filesystem::current_path(test_plugin("minimal").parent_path());
    integration_ = load("libminimal.so");
    std::filesystem::current_path(before);
    EXPECT_NE(integration_, nullptr);
}

TEST_F(Loading, EscapesTheFunctionsNameInThePointer) {
    auto loaded = host().load("a/b~c", PluginFunction{"x.so", "{}"}, "/nowhere/x.so");
    ASSERT_FALSE(loaded);
    EXPECT_EQ(loaded.error().front().where, "/functions/a~1b~0c/plugin");
}

TEST_F(Loading, ExceptionsThatLeaveAHandlerDespiteTheRulesHarmNobodyElse) {
    const auto path = test_plugin("throwing");
    EXPECT_THAT(
        problem_of(path, R"({"refuse":1})"), HasSubstr("an exception left its init: in init")
    );
    integration_ = load(path);
    FakeCall calls[2];
    calls[1].mutable_event().body = "a number";
    for (FakeCall& call : calls)
        integration_->invoke(call);
    EXPECT_EQ(
        calls[0].wait(),
        (Answer{
            Answer::Kind::failure,
            0,
            "in invoke",
            "Handler.EscapedException",
            Errc::integration_failed})
    );
    EXPECT_EQ(calls[1].wait().failure_type, "Handler.EscapedException");
    integration_.reset();
    EXPECT_TRUE(host().stop(std::chrono::seconds(30)));
    EXPECT_TRUE(log_.has(ports::LogLevel::error, "function=subject an exception left its shutdown")
    );
}

using LifeCycle = ScriptedTest;

TEST_F(LifeCycle, FailedInitReportsItsCodeAndNeverShutsDown) {
    int shutdowns = 0;
    script_.init = [](const postern_host*, std::string_view) {
        return 17;
    };
    script_.shutdown = [&](const postern_host*) {
        ++shutdowns;
    };
    use_script(Runs::on_shard);
    EXPECT_THAT(problem_of(scripted(Runs::on_shard)), HasSubstr("init failed with code 17"));
    EXPECT_EQ(shutdowns, 0);
}

TEST_F(LifeCycle, ErrorsLoggedByASuccessfulInitAreLogged) {
    script_.init = [](const postern_host* host, std::string_view) {
        host->log(host, POSTERN_LOG_ERROR, bytes("no cache, going on without"));
        return 0;
    };
    use_script(Runs::on_shard);
    integration_ = load(scripted(Runs::on_shard));
    EXPECT_TRUE(log_.has(ports::LogLevel::error, "function=subject no cache, going on without"));
}

TEST_F(LifeCycle, InitIsGivenTheConfiguration) {
    std::string config;
    script_.init = [&](const postern_host*, std::string_view json) {
        config = json;
        return 0;
    };
    use_script(Runs::on_shard);
    integration_ = load(scripted(Runs::on_shard), R"({"a":1})");
    EXPECT_EQ(config, R"({"a":1})");
}

TEST_F(LifeCycle, FunctionsOfOneLibraryHaveStatesOfTheirOwn) {
    std::vector<const postern_host*> invoked;
    int shutdowns = 0;
    script_.invoke = [&](const postern_host* host, const postern_request*, postern_call* call) {
        invoked.push_back(host);
        host->reply(host, call, bytes("null"));
    };
    script_.shutdown = [&](const postern_host*) {
        ++shutdowns;
    };
    use_script(Runs::on_shard);
    auto first = load(scripted(Runs::on_shard), "{}", "first");
    auto second = load(scripted(Runs::on_shard), "{}", "second");
    FakeCall calls[2];
    first->invoke(calls[0]);
    second->invoke(calls[1]);
    ASSERT_EQ(invoked.size(), 2U);
    EXPECT_NE(invoked[0], invoked[1]);
    first.reset();
    EXPECT_EQ(shutdowns, 1);
    second.reset();
    EXPECT_EQ(shutdowns, 2);
}

TEST_F(LifeCycle, ShutdownWaitsForTheLastAnswer) {
    const postern_host* host_of_call = nullptr;
    postern_call* kept = nullptr;
    int shutdowns = 0;
    script_.shutdown = [&](const postern_host*) {
        ++shutdowns;
    };
    start(
        Runs::on_shard,
        [&](const postern_host* host, const postern_request*, postern_call* call) {
            host_of_call = host;
            kept = call;
        }
    );
    FakeCall call;
    integration_->invoke(call);
    integration_.reset();
    EXPECT_EQ(shutdowns, 0);
    EXPECT_EQ(host().open_calls(), 1U);
    EXPECT_EQ(host().collect(), 1U);

    host_of_call->reply(host_of_call, kept, bytes("null"));
    EXPECT_EQ(host().open_calls(), 0U);
    EXPECT_EQ(host().collect(), 0U);
    EXPECT_EQ(shutdowns, 1);
}

TEST_F(LifeCycle, ShutdownRunsOnTheMainThreadOnly) {
    std::thread::id shut_down_on;
    script_.shutdown = [&](const postern_host*) {
        shut_down_on = std::this_thread::get_id();
    };
    start(Runs::on_shard, {});
    std::thread([this] { integration_.reset(); }).join();
    EXPECT_EQ(shut_down_on, std::thread::id());
    host().collect();
    EXPECT_EQ(shut_down_on, std::this_thread::get_id());
}

TEST_F(LifeCycle, AReloadedFunctionKeepsItsHost) {
    std::vector<const postern_host*> hosts;
    script_.init = [&](const postern_host* host, std::string_view) {
        hosts.push_back(host);
        return 0;
    };
    use_script(Runs::on_shard);
    integration_ = load(scripted(Runs::on_shard));
    integration_ = load(scripted(Runs::on_shard));
    ASSERT_EQ(hosts.size(), 2U);
    EXPECT_EQ(hosts[0], hosts[1]);
}

TEST_F(LifeCycle, AHandlerThatNeverAnswersOutlivesTheHostUnharmed) {
    const postern_host* host_of_call = nullptr;
    postern_call* kept = nullptr;
    start(
        Runs::on_shard,
        [&](const postern_host* host, const postern_request*, postern_call* call) {
            host_of_call = host;
            kept = call;
        }
    );
    FakeCall call;
    integration_->invoke(call);
    integration_.reset();
    EXPECT_FALSE(host().stop(std::chrono::milliseconds(0)));
    host_.reset();

    // Everything of the gateway is gone; what the handler still does reaches nobody.
    host_of_call->reply(host_of_call, kept, bytes("null"));
    host_of_call->log(host_of_call, POSTERN_LOG_ERROR, bytes("anybody there?"));
    EXPECT_EQ(host_of_call->event_json(host_of_call, kept).size, 0U);
    EXPECT_EQ(broadcasts(host_of_call).broadcast(host_of_call, kept, bytes("x")), POSTERN_GONE);
    EXPECT_TRUE(call.answers().empty());
    EXPECT_FALSE(log_.has(ports::LogLevel::error, "anybody"));
}

}  // namespace
}  // namespace postern::contract
