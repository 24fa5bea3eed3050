#include "gateway/loaders/project.hpp"

#include "gateway/core/api/native_json.hpp"
#include "gateway/loaders/demo.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace postern::loaders {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

constexpr std::string_view smallest = R"({"functions": {"f": {"plugin": "libf.so"}},
    "apis": {"a": {"routeSelectionExpression": "$request.body.a",
    "integrations": {"f": {"integrationType": "AWS_PROXY", "integrationUri": "f"}},
    "routes": {"$default": {"target": "integrations/f"}}, "stages": {"s": {}}}},
    "server": {"tls": {"certificate": "tls/cert.pem", "privateKey": "/etc/key.pem"}}})";

/// A folder of its own for each test, which is the current one as long as the test runs.
class OpenProject : public testing::Test {
protected:
    OpenProject() : before_(fs::current_path()) {
        std::string name = (fs::temp_directory_path() / "postern-project-XXXXXX").string();
        folder_ = fs::canonical(::mkdtemp(name.data()));
        fs::current_path(folder_);
    }
    ~OpenProject() override {
        fs::current_path(before_);
        fs::remove_all(folder_);
    }

    void put(const fs::path& file, std::string_view text) const {
        fs::create_directories((folder_ / file).parent_path());
        std::ofstream(folder_ / file) << text;
    }

    /// What is wrong with `path`, rendered.
    static std::string refused(std::string_view path) {
        const auto project = open_project(path);
        return project ? "nothing" : describe(project.error());
    }

    fs::path before_;
    fs::path folder_;
};

TEST_F(OpenProject, ServesTheDemoWhenTheCurrentFolderDefinesNothing) {
    const auto project = open_project("");
    ASSERT_TRUE(project);
    EXPECT_EQ(project->file, "");
    EXPECT_EQ(project->format, "built-in demo");
    EXPECT_EQ(project->definition.functions.at("echo").plugin, "libecho.so");
}

TEST_F(OpenProject, PrefersPosternJsonInTheCurrentFolder) {
    put("postern.json", smallest);
    put("template.yaml", "Resources:\n");
    const auto project = open_project("");
    ASSERT_TRUE(project);
    EXPECT_EQ(project->file, "postern.json");
    EXPECT_EQ(project->format, "Postern JSON");
}

TEST_F(OpenProject, TakesAFileOfAnyNameOrAFolder) {
    put("deep/api.conf", smallest);
    EXPECT_EQ(open_project("deep/api.conf").value().file, "deep/api.conf");
    EXPECT_THAT(refused("deep"), HasSubstr("there is no definition in this folder"));
    put("deep/postern.json", smallest);
    EXPECT_EQ(open_project("deep").value().file, "deep/postern.json");
    EXPECT_EQ(open_project("deep/").value().file, "deep/postern.json");
}

TEST_F(OpenProject, NamesTheFormatsThatAreNotServedYet) {
    put("sam.yml", "Transform: AWS::Serverless-2016-10-31\nResources:\n  A: {}\n");
    put("cfn.yaml", "AWSTemplateFormatVersion: '2010-09-09'\nResources:\n  A: {}\n");
    put("sam.json", R"({"Transform": ["AWS::Serverless-2016-10-31"], "Resources": {}})");
    put("cfn.json", R"({"Resources": {}})");
    put("serverless.yml", "service: chat\nprovider:\n  name: aws\n");
    put("cdk.out/manifest.json", "{}");
    EXPECT_THAT(refused("sam.yml"), HasSubstr("this is a SAM template"));
    EXPECT_THAT(refused("cfn.yaml"), HasSubstr("this is a CloudFormation template"));
    EXPECT_THAT(refused("sam.json"), HasSubstr("this is a SAM template"));
    EXPECT_THAT(refused("cfn.json"), HasSubstr("this is a CloudFormation template"));
    EXPECT_THAT(refused("serverless.yml"), HasSubstr("this is a serverless.yml"));
    EXPECT_THAT(refused("cdk.out"), HasSubstr("this is a CDK output folder"));
    EXPECT_THAT(refused("cdk.out/"), HasSubstr("this is a CDK output folder"));
    EXPECT_THAT(refused(""), HasSubstr("serverless.yml: this is")) << "no demo instead";
}

TEST_F(OpenProject, SaysWhatCannotBeRead) {
    put("notes.txt", "apis: none\n");
    put("empty.json", "");
    EXPECT_EQ(refused("missing.json"), "missing.json: no such file or folder; check the path\n");
    EXPECT_THAT(refused("notes.txt"), HasSubstr("not a definition in a format"));
    EXPECT_THAT(refused("empty.json"), HasSubstr("not a definition in a format"));
    fs::resize_file(folder_ / "empty.json", 16 * 1'024 * 1'024 + 1);
    EXPECT_THAT(refused("empty.json"), HasSubstr("larger than 16 MiB"));
}

TEST_F(OpenProject, ReadsAFileThatBeginsWithAByteOrderMark) {
    put("postern.json", "\xEF\xBB\xBF" + std::string(smallest));
    EXPECT_TRUE(open_project(""));
}

TEST_F(OpenProject, LeavesAPluginThatIsNotBesideTheFileToTheHandlerFolder) {
    put("app/postern.json", smallest);
    EXPECT_EQ(open_project("app").value().definition.functions.at("f").plugin, "libf.so");
    put("app/libf.so", "");
    EXPECT_EQ(
        open_project("app").value().definition.functions.at("f").plugin, folder_ / "app/libf.so"
    );
}

TEST_F(OpenProject, ResolvesPathsRelativeToTheFile) {
    std::string text(smallest);
    text.replace(text.find("libf.so"), 7, "../f.so");
    put("app/postern.json", text);
    const Definition definition = open_project("app").value().definition;
    EXPECT_EQ(definition.functions.at("f").plugin, folder_ / "f.so");
    EXPECT_EQ(definition.server.tls->certificate, folder_ / "app/tls/cert.pem");
    EXPECT_EQ(definition.server.tls->private_key, "/etc/key.pem");

    const Definition written =
        open_project("app", std::nullopt, Paths::as_written).value().definition;
    EXPECT_EQ(written.functions.at("f").plugin, "../f.so");
    EXPECT_EQ(written.server.tls->certificate, "tls/cert.pem");
}

TEST_F(OpenProject, LetsTheCommandLinesParityDecide) {
    std::string text(smallest);
    text.replace(text.rfind("\"tls\""), 0, R"("limits": {"idleTimeoutInMillis": 0}, )");
    put("postern.json", text);
    EXPECT_FALSE(open_project(""));
    EXPECT_TRUE(open_project("", Parity::extended));
}

TEST(Describe, PutsOneProblemOnALine) {
    const Refusal refusal{"a/b.json", {{"/apis", "x"}, {"3:14", "y"}, {"", "z"}}};
    EXPECT_EQ(describe(refusal), "a/b.json: /apis: x\na/b.json:3:14: y\na/b.json: z\n");
    EXPECT_EQ(describe({{}, {{"", "x"}}}), "postern: x\n");
}

TEST(Describe, KeepsControlCharactersFromTheTerminal) {
    EXPECT_EQ(describe("f", "/a\x1b[2J\n", "x\ty"), "f: /a?[2J?: x?y");
}

TEST(Demo, IsTheSameInTheProgramAndInTheFile) {
    std::ifstream file(POSTERN_SOURCE_DIR "/config/demo.json", std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    EXPECT_EQ(demo_definition(), text);
}

TEST(Demo, AnswersEchoAndWhoamiOnly) {
    const Definition demo = read_native_json(demo_definition()).value();
    const Api& api = demo.apis.at("demo");
    EXPECT_TRUE(api.stages.contains("dev"));
    for (const auto& [key, route] : api.routes) {
        const bool answers = key == "$default" || key == "echo" || key == "whoami";
        EXPECT_EQ(route.route_response_selection_expression.has_value(), answers) << key;
    }
    EXPECT_EQ(api.routes.size(), 8U);
    EXPECT_TRUE(demo.notes.empty());
}

TEST(Examples, AreWithoutProblems) {
    for (const char* file :
         {"config/demo.json", "config/apis/chat.json", "config/postern.example.json"}) {
        const auto project = open_project(std::string(POSTERN_SOURCE_DIR "/") + file);
        EXPECT_TRUE(project) << describe(project.error());
    }
}

}  // namespace
}  // namespace postern::loaders
