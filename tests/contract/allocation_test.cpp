#include "tests/contract/plugin_fixture.hpp"
#include "tests/support/counted_memory.hpp"

#include <string>
#include <string_view>

namespace postern::contract {
namespace {

/// A call that looks at its answer without keeping it.
class SilentCall final : public ports::Call {
public:
    [[nodiscard]] const Event& event() const noexcept override { return call_.event(); }
    [[nodiscard]] Instant deadline() const noexcept override { return call_.deadline(); }
    [[nodiscard]] unsigned shard() const noexcept override { return 0; }
    void complete(const ports::Reply& reply) override {
        if (reply.bytes == event().body) ++echoes;
    }
    void fail(const ports::Failure&) override {}

    void set_body(std::string_view body) { call_.mutable_event().body = body; }
    int echoes = 0;

private:
    FakeCall call_;
};

class Allocations : public PluginTest, public testing::WithParamInterface<std::string> {};

TEST_P(Allocations, AreNoneForACallThatIsAnsweredAtOnce) {
    integration_ = load(shipped(GetParam()));
    SilentCall call;
    call.set_body(R"({"action":"echo","data":"a message that no inline buffer could hold"})");
    // Once around the slots that the first call made.
    for (int i = 0; i < 200; ++i)
        integration_->invoke(call);
    const std::size_t before = tests::memory::allocations();
    for (int i = 0; i < 1'000; ++i)
        integration_->invoke(call);
    EXPECT_EQ(tests::memory::allocations(), before);
    EXPECT_EQ(call.echoes, 1'200);
}

INSTANTIATE_TEST_SUITE_P(
    Handlers,
    Allocations,
    testing::Values("echo", "echo_c"),
    [](const auto& row) { return row.param; }
);

}  // namespace
}  // namespace postern::contract
