#include "tests/contract/plugin_fixture.hpp"

#include <gmock/gmock.h>

#include <string>

namespace postern::contract {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

/// The C++ layer, `handler.hpp`, through a handler that uses all of it.
class Layer : public PluginTest {
protected:
    Answer ask(const std::string& wish, EventType type = EventType::message) {
        if (!integration_) integration_ = load(test_plugin("layered"), R"({"k":1})");
        FakeCall call(type);
        call.mutable_event().body = wish;
        if (type == EventType::connect) {
            auto handshake = std::make_unique<Handshake>();
            handshake->headers = {{"origin", "https://a.example"}};
            call.mutable_event().handshake = std::move(handshake);
        }
        integration_->invoke(call);
        EXPECT_THAT(call.answers(), testing::SizeIs(1)) << wish;
        return call.wait();
    }
};

TEST_F(Layer, ExceptionBecomesAFailureWithItsReadableTypeAndText) {
    const Answer answer = ask("throw");
    EXPECT_EQ(answer.kind, Answer::Kind::failure);
    EXPECT_EQ(answer.error, Errc::integration_failed);
    EXPECT_THAT(answer.failure_type, HasSubstr("UnusualError"));
    EXPECT_THAT(answer.failure_type, testing::Not(HasSubstr("12UnusualError")));
    EXPECT_EQ(answer.text, "as wished");
}

TEST_F(Layer, ExceptionOfAnyOtherTypeBecomesAFailureToo) {
    EXPECT_EQ(ask("throw 42").failure_type, "Handler.Exception");
}

TEST_F(Layer, ExceptionAfterTheAnswerIsLogged) {
    EXPECT_EQ(ask("throw after answer").text, "answered");
    EXPECT_TRUE(log_.has(ports::LogLevel::error, "function=subject too late to matter"));
}

TEST_F(Layer, SecondAnswerDoesNothing) {
    EXPECT_EQ(ask("answer twice").text, "first");
    EXPECT_FALSE(log_.has(ports::LogLevel::warn, "answered a call"));
}

TEST_F(Layer, CallThatIsForgottenFails) {
    const Answer answer = ask("forget");
    EXPECT_EQ(answer.failure_type, "Handler.NoAnswer");
    EXPECT_EQ(answer.error, Errc::integration_failed);
}

TEST_F(Layer, CallCanBeMovedToAnotherThread) {
    EXPECT_EQ(ask("move").text, "moved");
}

TEST_F(Layer, CallCanBeAssigned) {
    EXPECT_EQ(ask("assign").text, R"({"statusCode":200,"body":"assigned"})");
}

TEST_F(Layer, ConfigurationReachesTheConstructor) {
    EXPECT_EQ(ask("config").text, R"({"k":1})");
}

TEST_F(Layer, RequestAndFieldsAreReadable) {
    EXPECT_EQ(
        ask("describe").text, "$default Zk3nQdVfIAMCE8Q= dev 1771484650000 192.0.2.7 no origin"
    );
    EXPECT_THAT(ask("", EventType::connect).text, HasSubstr("https://a.example"));
}

TEST_F(Layer, HostLogs) {
    (void)ask("log");
    EXPECT_TRUE(log_.has(ports::LogLevel::warn, "function=subject a line of the handler"));
}

}  // namespace
}  // namespace postern::contract
