#include "gateway/client/signer.hpp"

#include <gtest/gtest.h>

#include <map>

namespace postern::client {
namespace {

Environment environment_of(std::map<std::string, std::string, std::less<>> variables) {
    return [variables = std::move(variables)](std::string_view name) -> std::optional<std::string> {
        const auto found = variables.find(name);
        if (found == variables.end()) return std::nullopt;
        return found->second;
    };
}

const Environment with_credentials = environment_of(
    {{"AWS_ACCESS_KEY_ID", "AKIDENV"},
     {"AWS_SECRET_ACCESS_KEY", "envsecret"},
     {"AWS_SESSION_TOKEN", "token"},
     {"AWS_REGION", "eu-west-1"},
     {"AWS_DEFAULT_REGION", "eu-west-2"}}
);

std::optional<Signer> chosen(const CredentialOptions& options, const Environment& environment) {
    return std::get<0>(choose_signer(options, environment));
}

TEST(ChooseSigner, FindsNoneWhereNothingIsConfigured) {
    EXPECT_EQ(chosen({}, environment_of({{"AWS_REGION", "eu-west-1"}})), std::nullopt);
}

TEST(ChooseSigner, ReadsTheEnvironment) {
    EXPECT_EQ(chosen({}, with_credentials), (Signer{"AKIDENV", "envsecret", "token", "eu-west-1"}));
}

TEST(ChooseSigner, PrefersTheOptionsAndDropsTheTokenOfTheOtherKey) {
    EXPECT_EQ(
        chosen({"AKIDOPTION", "secret", "us-west-2"}, with_credentials),
        (Signer{"AKIDOPTION", "secret", std::nullopt, "us-west-2"})
    );
}

TEST(ChooseSigner, TakesEmptyVariablesForUnset) {
    EXPECT_EQ(
        chosen(
            {},
            environment_of(
                {{"AWS_ACCESS_KEY_ID", "AKIDENV"},
                 {"AWS_SECRET_ACCESS_KEY", "s"},
                 {"AWS_SESSION_TOKEN", ""},
                 {"AWS_REGION", ""}}
            )
        ),
        (Signer{"AKIDENV", "s", std::nullopt, "us-east-1"})
    );
}

TEST(ChooseSigner, FallsBackToTheDefaultRegionOfTheEnvironment) {
    EXPECT_EQ(
        chosen({"A", "s", {}}, environment_of({{"AWS_DEFAULT_REGION", "eu-west-2"}}))->region,
        "eu-west-2"
    );
}

TEST(ChooseSigner, NamesTheMissingHalf) {
    const Environment nothing = environment_of({});
    EXPECT_EQ(
        std::get<std::string>(choose_signer({"A", {}, {}}, with_credentials)),
        "credentials need both halves: --access-key-id is set, --secret-access-key is not"
    );
    EXPECT_EQ(
        std::get<std::string>(choose_signer({{}, "s", {}}, nothing)),
        "credentials need both halves: --secret-access-key is set, --access-key-id is not"
    );
    EXPECT_EQ(
        std::get<std::string>(choose_signer({}, environment_of({{"AWS_ACCESS_KEY_ID", "A"}}))),
        "credentials need both halves: AWS_ACCESS_KEY_ID is set, AWS_SECRET_ACCESS_KEY is not"
    );
    EXPECT_EQ(
        std::get<std::string>(choose_signer({}, environment_of({{"AWS_SECRET_ACCESS_KEY", "s"}}))),
        "credentials need both halves: AWS_SECRET_ACCESS_KEY is set, AWS_ACCESS_KEY_ID is not"
    );
}

TEST(SigningHeaders, AreThoseOfBotocore) {
    EXPECT_EQ(
        signing_headers(
            {"AKIDEXAMPLE", "secretexample", std::nullopt, "us-east-1"},
            "POST",
            "/dev/@connections/L0SM9cOFvHcCIhw%3D",
            "127.0.0.1:19000",
            "hello",
            parse_sigv4_time("20260102T030405Z").value()
        ),
        (Fields{
            {"X-Amz-Date", "20260102T030405Z"},
            {"Authorization",
             "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260102/us-east-1/execute-api/aws4_request, "
             "SignedHeaders=host;x-amz-date, "
             "Signature=37bfad25645c1a35cfbd6c59f453e547b0e560018263efd8e8cfcb01e3f2c017"}})
    );
}

}  // namespace
}  // namespace postern::client
