#include "gateway/core/websocket/decoder.hpp"
#include "tests/bench/load/frames.hpp"

#include <benchmark/benchmark.h>

#include <span>
#include <string>

namespace {

/// Decodes one read that brought `state.range(0)` text frames of `state.range(1)` bytes each.
void decode(benchmark::State& state) {
    namespace websocket = postern::websocket;
    const auto frames = static_cast<std::size_t>(state.range(0));
    const std::string payload(static_cast<std::size_t>(state.range(1)), 'x');
    std::string original;
    for (std::size_t frame = 0; frame < frames; ++frame) {
        original += postern::bench::masked_text_frame(payload);
    }
    const websocket::DecoderLimits limits;
    websocket::Decoder decoder(limits, nullptr);
    websocket::DecoderScratch scratch;
    std::string bytes;
    for (auto _ : state) {
        // Unmasking happens in place, so each turn needs its own copy; it is part of the figure.
        bytes = original;
        std::span<char> input(bytes);
        std::size_t messages = 0;
        while (decoder.next(input, scratch).kind == websocket::Decoded::Kind::text) {
            ++messages;
        }
        if (messages != frames) {
            state.SkipWithError("not every frame was decoded");
            return;
        }
    }
    state.SetItemsProcessed(state.iterations() * state.range(0));
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(original.size()));
}
BENCHMARK(decode)->Args({1, 100})->Args({16, 100})->Args({1, 8'192})->Args({16, 8'192});

}  // namespace
