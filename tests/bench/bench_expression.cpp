#include "gateway/core/expression/selection.hpp"

#include <benchmark/benchmark.h>

#include <string>
#include <string_view>

namespace {

/// Evaluates `expression` on `message` over and over, as for every frame of a connection.
void evaluate(benchmark::State& state, std::string_view expression, const std::string& message) {
    const auto parsed = postern::SelectionExpression::parse(expression);
    if (!parsed) {
        state.SkipWithError("the expression does not parse");
        return;
    }
    std::string scratch;
    for (auto _ : state) {
        benchmark::DoNotOptimize(parsed->evaluate(message, scratch));
    }
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(message.size()));
}

std::string padded(std::string_view head, std::size_t bytes) {
    return std::string(head) + R"("data":")" + std::string(bytes, 'x') + R"("})";
}

void action_in_100_bytes(benchmark::State& state) {
    evaluate(state, "$request.body.action", padded(R"({"action":"echo",)", 74));
}
BENCHMARK(action_in_100_bytes);

void action_in_8_kib(benchmark::State& state) {
    evaluate(state, "$request.body.action", padded(R"({"action":"echo",)", 8'166));
}
BENCHMARK(action_in_8_kib);

void two_nested_paths(benchmark::State& state) {
    evaluate(
        state,
        "${request.body.service.name}/${request.body.action}",
        padded(R"({"service":{"name":"chat"},"action":"echo",)", 48)
    );
}
BENCHMARK(two_nested_paths);

void array_element(benchmark::State& state) {
    evaluate(
        state, "$request.body.steps[1].action", padded(R"({"steps":[{},{"action":"echo"}],)", 60)
    );
}
BENCHMARK(array_element);

}  // namespace
