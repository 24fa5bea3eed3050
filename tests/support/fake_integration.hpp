#pragma once

#include "gateway/ports/integration.hpp"

#include <functional>
#include <string>
#include <vector>

namespace postern::tests {

/// An integration whose behaviour a test sets; keeps the calls that it did not answer at once.
class FakeIntegration final : public ports::Integration {
public:
    std::function<void(ports::Call&)> on_invoke = [this](ports::Call& call) {
        open.push_back(&call);
    };
    std::vector<ports::Call*> open;
    std::vector<std::string> route_keys;

    void invoke(ports::Call& call) override {
        route_keys.push_back(call.event().route_key);
        on_invoke(call);
    }

    /// Answers at once with a Lambda proxy result.
    static std::function<void(ports::Call&)> answering(std::string json) {
        return [json = std::move(json)](ports::Call& call) {
            call.complete({ports::Reply::Form::payload, 0, json});
        };
    }
    /// Fails at once.
    static std::function<void(ports::Call&)> failing(Errc error) {
        return [error](ports::Call& call) {
            call.fail({error, "Type", "message"});
        };
    }
};

}  // namespace postern::tests
