// Definitions and what becomes of them: tests/golden/adapt/NAME.in.json is normalised to
// NAME.out.json, and tests/golden/problems/NAME.in.json has the problems of NAME.out.txt.

#include "gateway/core/api/native_json.hpp"
#include "gateway/loaders/project.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace postern::loaders {
namespace {

namespace fs = std::filesystem;

const fs::path golden = fs::path(POSTERN_SOURCE_DIR) / "tests/golden";

std::string content_of(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    EXPECT_TRUE(stream) << file;
    return {std::istreambuf_iterator<char>(stream), {}};
}

/// Names of the cases in a folder, in order.
std::vector<std::string> cases_in(const char* folder) {
    constexpr std::string_view suffix = ".in.json";
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(golden / folder)) {
        const std::string name = entry.path().filename().string();
        if (name.ends_with(suffix)) names.push_back(name.substr(0, name.size() - suffix.size()));
    }
    std::sort(names.begin(), names.end());
    return names;
}

std::string case_name(const testing::TestParamInfo<std::string>& info) {
    return info.param;
}

class AdaptGolden : public testing::TestWithParam<std::string> {};

TEST_P(AdaptGolden, IsNormalisedAsRecordedAndReadsBackEqual) {
    const fs::path folder = golden / "adapt";
    const auto project = open_project(
        (folder / (GetParam() + ".in.json")).string(), std::nullopt, Paths::as_written
    );
    ASSERT_TRUE(project) << describe(project.error());
    const std::string written = write_native_json(project->definition);
    EXPECT_EQ(written, content_of(folder / (GetParam() + ".out.json")));

    const Definition again = read_native_json(written).value();
    EXPECT_EQ(again, project->definition);
    EXPECT_EQ(write_native_json(again), written);
}

INSTANTIATE_TEST_SUITE_P(Golden, AdaptGolden, testing::ValuesIn(cases_in("adapt")), case_name);

class ProblemsGolden : public testing::TestWithParam<std::string> {};

TEST_P(ProblemsGolden, AreAllReportedAsRecorded) {
    const fs::path folder = golden / "problems";
    const std::string name = GetParam() + ".in.json";
    const auto project = open_project((folder / name).string());
    ASSERT_FALSE(project);
    const Refusal refusal{name, project.error().problems};
    EXPECT_EQ(describe(refusal), content_of(folder / (GetParam() + ".out.txt")));
}

INSTANTIATE_TEST_SUITE_P(
    Golden, ProblemsGolden, testing::ValuesIn(cases_in("problems")), case_name
);

}  // namespace
}  // namespace postern::loaders
