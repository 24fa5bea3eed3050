#include "gateway/core/api/native_json.hpp"

#include "tests/unit/core/api/sample_definitions.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace postern {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;

/// The one problem of a definition.
Problem problem_of(std::string_view text, std::optional<Parity> parity = std::nullopt) {
    const auto definition = read_native_json(text, parity);
    if (definition || definition.error().size() != 1) {
        ADD_FAILURE() << "not one problem: " << text;
        return {};
    }
    return definition.error().front();
}

ServerSettings server_of(std::string_view server, std::optional<Parity> parity = std::nullopt) {
    return read_native_json(definition_of_server(server), parity).value().server;
}

TEST(ReadNativeJson, ReadsFunctionsWithTheirConfigAsCompactJson) {
    const auto definition = read_native_json(definition_of_server(R"({}, "functions": {
            "bare": {"plugin": "libbare.so"},
            "told": {"plugin": "lib/told.so", "config": {"b": [1, 2.5], "a": "ü"}}})"));
    ASSERT_TRUE(definition);
    EXPECT_EQ(definition->functions.at("bare"), (PluginFunction{"libbare.so", "{}"}));
    EXPECT_EQ(
        definition->functions.at("told"),
        (PluginFunction{"lib/told.so", R"({"b":[1,2.5],"a":"ü"})"})
    );
}

TEST(ReadNativeJson, ReadsRoutesAndWhatTheyTarget) {
    const Api api = api_of(R"("routeSelectionExpression": "$request.body.action", "routes": {
        "$connect": {"target": "integrations/one", "authorizationType": "NONE"},
        "chat/join now": {"target": "integrations/two",
                          "routeResponseSelectionExpression": "$default"},
        "nowhere": {}})");
    EXPECT_EQ(api.api_id, "chat");
    EXPECT_EQ(api.route_selection_expression, "$request.body.action");
    EXPECT_EQ(api.routes.at("$connect"), (Route{"$connect", "one", std::nullopt}));
    EXPECT_EQ(api.routes.at("chat/join now"), (Route{"chat/join now", "two", "$default"}));
    EXPECT_EQ(api.routes.at("nowhere"), (Route{"nowhere", std::nullopt, std::nullopt}));
    EXPECT_EQ(api.integrations.at("one"), (Integration{"AWS_PROXY", "f", "f", 29s}));
    EXPECT_EQ(api.integrations.at("two"), (Integration{"AWS_PROXY", "f", "f", 50ms}));
}

TEST(ReadNativeJson, ReadsStageVariablesAndLeavesNoStageWithoutTheirMap) {
    const auto definition = read_native_json(R"({"apis": {"chat": {
        "routeSelectionExpression": "x", "routes": {"$default": {}},
        "stages": {"dev": {}, "prod": {"stageVariables": {"table_1": "https://a.b/c?d=e&f,#~"}}}
        }}})");
    ASSERT_TRUE(definition);
    const auto& stages = definition->apis.at("chat").stages;
    ASSERT_NE(stages.at("dev").variables, nullptr);
    EXPECT_TRUE(stages.at("dev").variables->empty());
    EXPECT_EQ(stages.at("prod").variables->at("table_1"), "https://a.b/c?d=e&f,#~");
}

TEST(ReadNativeJson, ReadsEverySettingOfTheServer) {
    const ServerSettings server = server_of(R"({
        "listen": "[::]:443", "admin": "off", "threads": 255, "region": "eu-central-1",
        "accountId": "123456789012", "domainName": "chat.example.com:8443",
        "credentials": [{"accessKeyId": "AKID", "secretAccessKey": "s/e+c"},
                        {"accessKeyId": "ASIA", "secretAccessKey": "t", "sessionToken": "u",
                         "expiration": "2026-02-19T07:04:05.120Z"}],
        "callbackAuth": "NONE", "parity": "extended", "logLevel": "debug", "logFormat": "json",
        "drainTimeoutInMillis": 0, "workers": {"threads": 1, "queue": 2},
        "tls": {"certificate": "c.pem", "privateKey": "k.pem", "only": true}})");
    ServerSettings expected;
    expected.listen = "[::]:443";
    expected.admin = "off";
    expected.threads = 255;
    expected.region = "eu-central-1";
    expected.account_id = "123456789012";
    expected.domain_name = "chat.example.com:8443";
    expected.credentials = {
        {"AKID", "s/e+c", std::nullopt, std::nullopt},
        {"ASIA", "t", "u", *parse_sigv4_time("20260219T070405Z") + 120ms}};
    expected.callback_auth = CallbackAuth::none;
    expected.parity = Parity::extended;
    expected.log_level = "debug";
    expected.log_format = "json";
    expected.drain_timeout = 0ms;
    expected.worker_threads = 1;
    expected.worker_queue = 2;
    expected.tls = TlsFiles{"c.pem", "k.pem", true};
    EXPECT_EQ(server, expected);
}

TEST(ReadNativeJson, LetsLimitsBeSmallerThanThoseOfAws) {
    const Limits limits = server_of(R"({"limits": {
        "frameBytes": 1, "messageBytes": 2, "idleTimeoutInMillis": 3,
        "connectionDurationInMillis": 4, "closeTimeoutInMillis": 5, "outboxBytes": 6,
        "writeStallTimeoutInMillis": 7, "requestHeaderBytes": 256, "urlBytes": 16,
        "requestTimeoutInMillis": 8, "keepAliveTimeoutInMillis": 9,
        "controlFramesResetIdle": true, "compressionThresholdBytes": 0}})")
                              .limits;
    const Limits expected{1, 2, 3ms, 4ms, 5ms, 6, 7ms, 256, 16, 8ms, 9ms, true, 0};
    EXPECT_EQ(limits, expected);
}

TEST(ReadNativeJson, WantsParityExtendedForLimitsBeyondThoseOfAws) {
    constexpr std::pair<std::string_view, std::string_view> beyond[] = {
        {"frameBytes", "32769"},
        {"messageBytes", "131073"},
        {"idleTimeoutInMillis", "600001"},
        {"idleTimeoutInMillis", "0"},
        {"connectionDurationInMillis", "7200001"},
        {"connectionDurationInMillis", "0"},
        {"requestHeaderBytes", "10241"},
        {"urlBytes", "4097"},
    };
    for (const auto& [key, value] : beyond) {
        const std::string limits =
            R"("limits": {")" + std::string(key) + "\": " + std::string(value) + "}}";
        const std::string silent = definition_of_server("{" + limits);
        const std::string asking = definition_of_server(R"({"parity": "extended", )" + limits);
        EXPECT_EQ(problem_of(silent).where, "/server/limits/" + std::string(key));
        EXPECT_THAT(problem_of(silent).what, HasSubstr(R"("parity": "extended")"));
        EXPECT_TRUE(read_native_json(asking)) << key;
        // The command line wins over the file, in both directions.
        EXPECT_TRUE(read_native_json(silent, Parity::extended)) << key;
        EXPECT_EQ(problem_of(asking, Parity::strict).where, "/server/limits/" + std::string(key));
    }
}

TEST(ReadNativeJson, TakesZeroForNoLimit) {
    const Limits limits = server_of(
                              R"({"limits": {"idleTimeoutInMillis": 0,
                                            "connectionDurationInMillis": 0}})",
                              Parity::extended
    )
                              .limits;
    EXPECT_EQ(limits.idle_timeout, Limits::no_limit);
    EXPECT_EQ(limits.connection_duration, Limits::no_limit);
}

TEST(ReadNativeJson, NotesWhatHasNoEffectInTheOrderOfTheFile) {
    const auto definition = read_native_json(R"({
        "apis": {"chat": {"stages": {"dev": {"autoDeploy": true}}, "name": "n",
            "integrations": {"idle": {"integrationType": "AWS_PROXY", "integrationUri": "f"}},
            "routeSelectionExpression": "$request.body.a",
            "routes": {"$default": {"operationName": "o"}}}},
        "functions": {"f": {"plugin": "libf.so"}, "g": {"plugin": "libg.so"}}})");
    ASSERT_TRUE(definition);
    std::vector<std::string> places;
    for (const Note& note : definition->notes)
        places.push_back(note.where);
    EXPECT_THAT(
        places,
        ElementsAre(
            "/apis/chat/stages/dev/autoDeploy",
            "/apis/chat/name",
            "/apis/chat/integrations/idle",
            "/apis/chat/routes/$default/operationName",
            "/functions/g"
        )
    );
}

TEST(ReadNativeJson, NeverRepeatsSecretsInProblems) {
    const auto definition = read_native_json(definition_of_server(R"({"credentials": [
        {"accessKeyId": "se/cret", "secretAccessKey": ["secret"], "sessionToken": {"secret": 1},
         "expiration": "secret"}]})"));
    ASSERT_FALSE(definition);
    EXPECT_EQ(definition.error().size(), 4U);
    for (const Problem& problem : definition.error()) {
        EXPECT_THAT(problem.what, testing::Not(HasSubstr("secret")));
    }
}

TEST(ReadNativeJson, HoldsApisToTheQuotasOfAws) {
    const auto entries = [](int count, const std::string& value) {
        std::string result;
        for (int i = 0; i < count; ++i) {
            result += (i > 0 ? ",\"x" : "\"x") + std::to_string(i) + "\": " + value;
        }
        return result;
    };
    const std::string integration = R"({"integrationType": "AWS_PROXY", "integrationUri": "f"})";
    const auto definition = [&](int routes, int integrations, int stages, int variables) {
        return R"({"functions": {"f": {"plugin": "libf.so"}}, "apis": {"chat": {
            "routeSelectionExpression": "$request.body.a", "routes": {)" +
               entries(routes, "{}") + R"(}, "integrations": {)" +
               entries(integrations, integration) + R"(}, "stages": {)" +
               entries(stages - 1, "{}") + R"(, "vars": {"stageVariables": {)" +
               entries(variables, "\"v\"") + "}}}}}}";
    };
    EXPECT_TRUE(read_native_json(definition(300, 300, 10, 100)));
    EXPECT_EQ(problem_of(definition(301, 300, 10, 100)).where, "/apis/chat/routes");
    EXPECT_EQ(problem_of(definition(300, 301, 10, 100)).where, "/apis/chat/integrations");
    EXPECT_EQ(problem_of(definition(300, 300, 11, 100)).where, "/apis/chat/stages");
    EXPECT_EQ(
        problem_of(definition(300, 300, 10, 101)).where, "/apis/chat/stages/vars/stageVariables"
    );
}

TEST(WriteNativeJson, LeavesOutDefaultsAndReadsBackEqual) {
    const std::string text =
        definition_of_server(R"({"limits": {"frameBytes": 32768, "urlBytes": 100}, "tls":
            {"certificate": "c", "privateKey": "k", "only": false}, "workers": {"threads": 64},
            "credentials": [{"accessKeyId": "A", "secretAccessKey": "S",
                             "expiration": "2026-02-19T07:04:05Z"}]})");
    const Definition definition = read_native_json(text).value();
    const std::string written = write_native_json(definition);
    EXPECT_EQ(written, R"({
  "apis": {
    "chat": {
      "routeSelectionExpression": "$request.body.action",
      "routes": {
        "$default": {}
      },
      "stages": {
        "dev": {}
      }
    }
  },
  "server": {
    "credentials": [
      {
        "accessKeyId": "A",
        "secretAccessKey": "S",
        "expiration": "2026-02-19T07:04:05.000Z"
      }
    ],
    "tls": {
      "certificate": "c",
      "privateKey": "k"
    },
    "limits": {
      "urlBytes": 100
    }
  }
}
)");
    EXPECT_EQ(read_native_json(written).value(), definition);
}

}  // namespace
}  // namespace postern
