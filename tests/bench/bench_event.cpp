#include "gateway/core/event/proxy_event.hpp"

#include <benchmark/benchmark.h>

#include <memory>
#include <string>

namespace {

/// The MESSAGE event for a body of `state.range(0)` bytes.
void message_event(benchmark::State& state) {
    auto connection = std::make_shared<postern::ConnectionFacts>();
    connection->api_id = "chat";
    connection->stage = "dev";
    connection->domain_name = "127.0.0.1:3001";
    connection->source_ip = "127.0.0.1";

    postern::Event event;
    event.connection = connection;
    event.route_key = "echo";
    event.body = R"({"action":"echo","data":")" +
                 std::string(static_cast<std::size_t>(state.range(0)), 'x') + R"("})";
    for (auto _ : state) {
        benchmark::DoNotOptimize(postern::proxy_event(event));
    }
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(event.body.size()));
}
BENCHMARK(message_event)->Arg(74)->Arg(8'166);

}  // namespace
