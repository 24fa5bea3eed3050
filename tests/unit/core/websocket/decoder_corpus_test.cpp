#include "tests/unit/core/websocket/client_stream.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace postern::websocket {
namespace {

using namespace testing;

/// Bytes of the fuzzer's files before the stream: the terms they were found with.
constexpr std::size_t prefix_bytes = 2;

std::vector<std::filesystem::path> corpus() {
    const std::filesystem::path folder = POSTERN_SOURCE_DIR "/tests/fuzz/corpus/websocket_decoder";
    return {std::filesystem::directory_iterator(folder), std::filesystem::directory_iterator()};
}

std::string read(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

/// Plain, compressed with context, compressed without; limits as in the fuzz target.
std::vector<Terms> all_terms() {
    const DecoderLimits limits{
        .frame_bytes = 512, .message_bytes = 2048, .is_binary_allowed = false};
    return {
        {.limits = limits, .is_deflate_negotiated = false, .agreement = {}},
        {.limits = limits, .is_deflate_negotiated = true, .agreement = {}},
        {.limits = limits,
         .is_deflate_negotiated = true,
         .agreement = {.client_no_context_takeover = true}},
    };
}

TEST(DecoderCorpus, EveryCutGivesTheSameItems) {
    const auto files = corpus();
    ASSERT_FALSE(files.empty());
    for (const auto& file : files) {
        const std::string stream = read(file).substr(prefix_bytes);
        for (const Terms& terms : all_terms()) {
            const std::vector<Item> whole = decode(stream, terms);
            ASSERT_EQ(decode(stream, terms, 1, 1), whole) << file << ", byte by byte";
            for (std::size_t cut = 1; cut < stream.size(); ++cut)
                ASSERT_EQ(decode(stream, terms, cut), whole) << file << ", cut at " << cut;
        }
    }
}

}  // namespace
}  // namespace postern::websocket
