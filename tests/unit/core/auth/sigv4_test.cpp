#include "gateway/core/auth/sigv4.hpp"

#include <gtest/gtest.h>

#include <functional>

namespace postern::sigv4 {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view secret = "secretexample";

// A request signed by `sign` or `presign`, which a test then spoils.
struct Scene {
    std::string method = "POST";
    std::string target = "/dev/@connections/L0SM9cOFvHcCIhw%3D";
    Fields headers{{"Host", "127.0.0.1:3001"}};
    std::string payload_sha256 = sha256_hex("hello");
    Credential credential{"AKIDEXAMPLE", secret, {}, {}};
    std::vector<Credential> known{credential};
    Scope scope{"us-east-1"};
    Instant now = parse_sigv4_time("20260102T030405Z").value();

    [[nodiscard]] Request request() const { return {method, target, headers, payload_sha256}; }

    Scene& signed_by_header() {
        const Fields added = sign(request(), credential, scope, now);
        headers.insert(headers.end(), added.begin(), added.end());
        return *this;
    }
    Scene& presigned(std::chrono::seconds expires) {
        method = "GET";
        target = presign(request(), credential, scope, now, expires);
        return *this;
    }
    std::string& header(std::string_view name) {
        for (auto& [key, value] : headers) {
            if (key == name) return value;
        }
        return headers.emplace_back(name, "").second;
    }
    void replace(std::string& text, std::string_view from, std::string_view to) const {
        const std::size_t at = text.find(from);
        ASSERT_NE(at, std::string::npos) << from << " is not in " << text;
        text.replace(at, from.size(), to);
    }
    [[nodiscard]] bool is_accepted() const {
        const auto outcome = verify(request(), known, scope, now);
        const auto* key = std::get_if<std::string>(&outcome);
        return key != nullptr && *key == credential.access_key_id;
    }
    [[nodiscard]] Refusal refusal() const {
        auto outcome = verify(request(), known, scope, now);
        if (auto* refused = std::get_if<Refusal>(&outcome)) return *refused;
        ADD_FAILURE() << "accepted";
        return {};
    }
};

TEST(SigV4Sign, GivesTheHeadersBotocoreGives) {
    Scene scene;
    scene.headers = {{"Host", "127.0.0.1:19000"}};
    const Fields expected{
        {"X-Amz-Date", "20260102T030405Z"},
        {"Authorization",
         "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260102/us-east-1/execute-api/aws4_request, "
         "SignedHeaders=host;x-amz-date, "
         "Signature=37bfad25645c1a35cfbd6c59f453e547b0e560018263efd8e8cfcb01e3f2c017"}};
    EXPECT_EQ(sign(scene.request(), scene.credential, scene.scope, scene.now), expected);
}

TEST(SigV4Sign, SignsTheSessionToken) {
    Scene scene;
    scene.method = "DELETE";
    scene.headers = {{"Host", "127.0.0.1:19000"}};
    scene.payload_sha256 = sha256_hex("");
    scene.credential.session_token = "TOKENEXAMPLE==";
    const Fields expected{
        {"X-Amz-Date", "20260102T030405Z"},
        {"X-Amz-Security-Token", "TOKENEXAMPLE=="},
        {"Authorization",
         "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260102/us-east-1/execute-api/aws4_request, "
         "SignedHeaders=host;x-amz-date;x-amz-security-token, "
         "Signature=5fec365b189217eec86d3718f1410b5167599cc257422d6d717bbdf06fa01d14"}};
    EXPECT_EQ(sign(scene.request(), scene.credential, scene.scope, scene.now), expected);
}

TEST(SigV4Presign, GivesTheUrlBotocoreGives) {
    Scene scene;
    scene.method = "GET";
    scene.target = "/dev";
    scene.headers = {{"Host", "127.0.0.1:19000"}};
    scene.payload_sha256 = sha256_hex("");
    scene.credential.session_token = "TOKEN/EXAMPLE==";
    EXPECT_EQ(
        presign(scene.request(), scene.credential, scene.scope, scene.now, 300s),
        "/dev?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIDEXAMPLE%2F20260102%2Fus-east-1"
        "%2Fexecute-api%2Faws4_request&X-Amz-Date=20260102T030405Z&X-Amz-Expires=300"
        "&X-Amz-SignedHeaders=host&X-Amz-Security-Token=TOKEN%2FEXAMPLE%3D%3D&X-Amz-Signature="
        "3f61d2d732104535c251ed3d3d772a9941fc2aa0b796d697610af7793711cdb8"
    );
}

TEST(SigV4Verify, NamesTheKeyThatSigned) {
    Scene scene;
    scene.known.insert(scene.known.begin(), Credential{"AKIDOTHER", "other", {}, {}});
    EXPECT_TRUE(scene.signed_by_header().is_accepted());
}

TEST(SigV4Verify, NeedsASignature) {
    const Refusal refusal = Scene{}.refusal();
    EXPECT_EQ(refusal.error_type, "MissingAuthenticationTokenException");
    EXPECT_EQ(refusal.message, "Missing Authentication Token");
}

struct MalformedRow {
    const char* reason;
    const char* authorization;
    const char* message;
};

class MalformedAuthorization : public testing::TestWithParam<MalformedRow> {};

TEST_P(MalformedAuthorization, IsIncomplete) {
    Scene scene;
    scene.headers.emplace_back("X-Amz-Date", "20260102T030405Z");
    scene.headers.emplace_back("Authorization", GetParam().authorization);
    const Refusal refusal = scene.refusal();
    EXPECT_EQ(refusal.error_type, "IncompleteSignatureException");
    EXPECT_EQ(refusal.message, GetParam().message);
}

INSTANTIATE_TEST_SUITE_P(
    SigV4,
    MalformedAuthorization,
    testing::Values(
        MalformedRow{
            "BearerToken",
            "Bearer x",
            "'x' not a valid key=value pair (missing equal-sign) in Authorization header: "
            "'Bearer x'."},
        MalformedRow{
            "OneWord",
            "allow",
            "'allow' not a valid key=value pair (missing equal-sign) in Authorization header: "
            "'allow'."},
        MalformedRow{
            "BasicLooksLikeAPair",
            "Basic dTpw=",
            "Authorization header requires 'Credential' parameter. Authorization header requires "
            "'Signature' parameter. Authorization header requires 'SignedHeaders' parameter. "
            "Authorization=Basic dTpw="},
        MalformedRow{
            "AlgorithmAlone",
            "AWS4-HMAC-SHA256",
            "Authorization header requires 'Credential' parameter. Authorization header requires "
            "'Signature' parameter. Authorization header requires 'SignedHeaders' parameter. "
            "Authorization=AWS4-HMAC-SHA256"},
        MalformedRow{
            "EmptyValue",
            "AWS4-HMAC-SHA256 Credential=,SignedHeaders=host,Signature=0",
            "Authorization header requires 'Credential' parameter. "
            "Authorization=AWS4-HMAC-SHA256 Credential=,SignedHeaders=host,Signature=0"},
        MalformedRow{
            "OtherAlgorithm",
            "AWS4-HMAC-SHA512 Credential=a/b/c/d/e,SignedHeaders=host,Signature=0",
            "Unsupported AWS 'algorithm': 'AWS4-HMAC-SHA512' (only AWS4-HMAC-SHA256 for now). "},
        MalformedRow{
            "SixElements",
            "AWS4-HMAC-SHA256 Credential=a/b/c/d/e/f,SignedHeaders=host,Signature=0",
            "Credential must have exactly 5 slash-delimited elements, e.g. "
            "keyid/date/region/service/term, got 'a/b/c/d/e/f'"}
    ),
    [](const auto& row) { return std::string{row.param.reason}; }
);

TEST(SigV4Verify, NeedsADate) {
    Scene scene;
    scene.signed_by_header();
    std::erase_if(scene.headers, [](const auto& header) { return header.first == "X-Amz-Date"; });
    const Refusal refusal = scene.refusal();
    EXPECT_EQ(refusal.error_type, "IncompleteSignatureException");
    EXPECT_EQ(
        refusal.message,
        "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. "
        "Authorization=" +
            scene.header("Authorization")
    );
}

TEST(SigV4Verify, ReadsTheDateHeaderInStead) {
    Scene scene;
    scene.signed_by_header();
    scene.header("Date") = "not that";
    EXPECT_TRUE(scene.is_accepted()) << "X-Amz-Date comes first";
    std::erase_if(scene.headers, [](const auto& header) { return header.first == "X-Amz-Date"; });
    EXPECT_EQ(
        scene.refusal().message,
        "Date must be in ISO-8601 'basic format'. Got 'not that'. See "
        "http://en.wikipedia.org/wiki/ISO_8601"
    );
}

TEST(SigV4Verify, AcceptsFiveMinutesOfSkewAndNotASecondMore) {
    Scene scene;
    scene.signed_by_header();
    const Instant signed_at = scene.now;
    scene.now = signed_at + 5min + 999ms;
    EXPECT_TRUE(scene.is_accepted()) << "X-Amz-Date has whole seconds";
    scene.now = signed_at + 5min + 1s;
    EXPECT_EQ(
        scene.refusal().message,
        "Signature expired: 20260102T030405Z is now earlier than 20260102T030406Z "
        "(20260102T030906Z - 5 min.)"
    );
    scene.now = signed_at - 5min;
    EXPECT_TRUE(scene.is_accepted());
    scene.now = signed_at - 5min - 1s;
    EXPECT_EQ(
        scene.refusal().message,
        "Signature not yet current: 20260102T030405Z is still later than 20260102T030404Z "
        "(20260102T025904Z + 5 min.)"
    );
}

TEST(SigV4Verify, NeedsHostAmongTheSignedHeaders) {
    Scene scene;
    scene.signed_by_header();
    scene.replace(scene.header("Authorization"), "host;", "");
    const Refusal refusal = scene.refusal();
    EXPECT_EQ(refusal.error_type, "InvalidSignatureException");
    EXPECT_EQ(refusal.message, "'Host' must be a 'SignedHeader' in the AWS Authorization.");
}

TEST(SigV4Verify, TellsEverythingWrongWithTheScopeAtOnce) {
    Scene scene;
    scene.signed_by_header();
    scene.replace(
        scene.header("Authorization"),
        "/20260102/us-east-1/execute-api/aws4_request",
        "/20260103/mars/s3/aws5"
    );
    const Refusal refusal = scene.refusal();
    EXPECT_EQ(refusal.error_type, "InvalidSignatureException");
    EXPECT_EQ(
        refusal.message,
        "Credential should be scoped to a valid region, not 'mars'. Credential should be scoped to "
        "correct service: 'execute-api'. Credential should be scoped with a valid terminator: "
        "'aws4_request', not 'aws5'. Date in Credential scope does not match YYYYMMDD from "
        "ISO-8601 version of date from HTTP: '20260103' != '20260102', from '20260102T030405Z'."
    );
}

// One change at a time to a request signed in the header form.
struct TamperedRow {
    const char* reason;
    std::function<void(Scene&)> change;
};

class TamperedRequest : public testing::TestWithParam<TamperedRow> {};

TEST_P(TamperedRequest, HasAnInvalidSignature) {
    Scene scene;
    scene.target += "?room=1";
    scene.signed_by_header();
    ASSERT_TRUE(scene.is_accepted());
    GetParam().change(scene);
    const Refusal refusal = scene.refusal();
    EXPECT_EQ(refusal.error_type, "InvalidSignatureException");
    EXPECT_EQ(refusal.message.find(secret), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(
    SigV4,
    TamperedRequest,
    testing::Values(
        TamperedRow{
            "Method",
            [](Scene& scene) {
                scene.method = "DELETE";
            }},
        TamperedRow{
            "Path",
            [](Scene& scene) {
                scene.target.insert(1, "x");
            }},
        TamperedRow{
            "Query",
            [](Scene& scene) {
                scene.target.back() = '2';
            }},
        TamperedRow{
            "Host",
            [](Scene& scene) {
                scene.header("Host") = "127.0.0.1:3002";
            }},
        TamperedRow{
            "Date",
            [](Scene& scene) {
                scene.header("X-Amz-Date") = "20260102T030406Z";
            }},
        TamperedRow{
            "Body",
            [](Scene& scene) {
                scene.payload_sha256 = sha256_hex("other");
            }},
        TamperedRow{
            "SecretChanged",
            [](Scene& scene) {
                scene.known.front().secret_access_key = "other";
            }},
        TamperedRow{
            "SignatureCut",
            [](Scene& scene) {
                scene.header("Authorization").pop_back();
            }},
        TamperedRow{
            "HeaderAddedToTheSigned",
            [](Scene& scene) {
                scene.replace(scene.header("Authorization"), "host;", "accept;host;");
            }}
    ),
    [](const auto& row) { return std::string{row.param.reason}; }
);

TEST(SigV4Verify, AcceptsAPathThatTheClientEncodedOnce) {
    Scene scene;
    // Signing the raw `=` gives the canonical path /dev/%40connections/L0SM9cOFvHcCIhw%3D …
    scene.target = "/dev/@connections/L0SM9cOFvHcCIhw=";
    scene.signed_by_header();
    // … which is also that of the encoded path, encoded once.
    scene.target = "/dev/@connections/L0SM9cOFvHcCIhw%3D";
    EXPECT_TRUE(scene.is_accepted());
}

TEST(SigV4Verify, TakesTheClientsWordForAnUnsignedPayload) {
    Scene scene;
    scene.payload_sha256 = "UNSIGNED-PAYLOAD";
    scene.signed_by_header();
    scene.header("x-amz-content-sha256") = "UNSIGNED-PAYLOAD";
    scene.payload_sha256 = sha256_hex("whatever arrives");
    EXPECT_TRUE(scene.is_accepted());
}

TEST(SigV4Verify, ChecksTheBodyAgainstItsClaimedHash) {
    Scene scene;
    scene.signed_by_header();
    scene.header("x-amz-content-sha256") = sha256_hex("something else");
    EXPECT_EQ(scene.refusal().error_type, "InvalidSignatureException");
}

TEST(SigV4Verify, RefusesAnUnsignedPayloadMarkerAddedLater) {
    Scene scene;
    scene.signed_by_header();
    scene.header("x-amz-content-sha256") = "UNSIGNED-PAYLOAD";
    EXPECT_EQ(scene.refusal().error_type, "InvalidSignatureException");
}

struct TokenRow {
    const char* reason;
    std::optional<std::string_view> known;
    std::optional<std::string_view> sent;
    bool accepted;
};

class SessionToken : public testing::TestWithParam<TokenRow> {};

TEST_P(SessionToken, MustBeThatOfTheCredential) {
    Scene scene;
    scene.known.front().session_token = GetParam().known;
    scene.credential.session_token = GetParam().sent;
    scene.signed_by_header();
    if (GetParam().accepted) {
        EXPECT_TRUE(scene.is_accepted());
        return;
    }
    const Refusal refusal = scene.refusal();
    EXPECT_EQ(refusal.error_type, "UnrecognizedClientException");
    EXPECT_EQ(refusal.message, "The security token included in the request is invalid");
}

INSTANTIATE_TEST_SUITE_P(
    SigV4,
    SessionToken,
    testing::Values(
        TokenRow{"Same", "token", "token", true},
        TokenRow{"Other", "token", "tokeN", false},
        TokenRow{"Prefix", "token", "toke", false},
        TokenRow{"Missing", "token", std::nullopt, false},
        TokenRow{"NotNeeded", std::nullopt, "token", false},
        TokenRow{"None", std::nullopt, std::nullopt, true}
    ),
    [](const auto& row) { return std::string{row.param.reason}; }
);

TEST(SigV4Verify, RefusesAnExpiredToken) {
    Scene scene;
    scene.credential.session_token = "token";
    scene.credential.expiration = scene.now + 1ms;
    scene.known = {scene.credential};
    EXPECT_TRUE(scene.signed_by_header().is_accepted());
    scene.now += 1ms;
    const Refusal refusal = scene.refusal();
    EXPECT_EQ(refusal.error_type, "ExpiredTokenException");
    EXPECT_EQ(refusal.message, "The security token included in the request is expired");
}

TEST(SigV4Verify, ChecksTheSignatureBeforeTheToken) {
    Scene scene;
    scene.known.front().session_token = "token";
    scene.signed_by_header();
    scene.method = "GET";
    EXPECT_EQ(scene.refusal().error_type, "InvalidSignatureException");
}

TEST(SigV4Presigned, LivesAsLongAsItSays) {
    Scene scene;
    scene.presigned(604'800s);
    scene.now += 604'800s;
    EXPECT_TRUE(scene.is_accepted());
    scene.now += 1s;
    EXPECT_EQ(
        scene.refusal().message,
        "Signature expired: 20260102T030405Z is now earlier than 20260102T030406Z "
        "(20260109T030406Z - 10080 min.)"
    );
}

TEST(SigV4Presigned, CarriesTheSessionToken) {
    Scene scene;
    scene.credential.session_token = "to/k+en==";
    scene.known = {scene.credential};
    EXPECT_TRUE(scene.presigned(60s).is_accepted());
}

TEST(SigV4Presigned, RefusesLifetimesOutOfRange) {
    for (const char* expires : {"0", "-1", "604801", "5m", "99999999999999999999"}) {
        Scene scene;
        scene.presigned(60s);
        scene.replace(scene.target, "X-Amz-Expires=60", std::string{"X-Amz-Expires="} + expires);
        const Refusal refusal = scene.refusal();
        EXPECT_EQ(refusal.error_type, "IncompleteSignatureException") << expires;
        EXPECT_NE(refusal.message.find(std::string{"'"} + expires + "'"), std::string::npos);
    }
}

TEST(SigV4Presigned, CannotBeStretched) {
    Scene scene;
    scene.presigned(60s);
    scene.replace(scene.target, "X-Amz-Expires=60", "X-Amz-Expires=600");
    EXPECT_EQ(scene.refusal().error_type, "InvalidSignatureException");
}

TEST(SigV4Presigned, NamesMissingParameters) {
    Scene scene;
    scene.target = "/dev?X-Amz-Signature=0&X-Amz-Algorithm=AWS4-HMAC-SHA256";
    const Refusal refusal = scene.refusal();
    EXPECT_EQ(refusal.error_type, "IncompleteSignatureException");
    EXPECT_EQ(
        refusal.message,
        "AWS query-string parameters must include 'X-Amz-Credential'. AWS query-string parameters "
        "must include 'X-Amz-SignedHeaders'. AWS query-string parameters must include "
        "'X-Amz-Date'. Re-examine the query-string parameters."
    );
}

TEST(SigV4Presigned, GivesWayToTheAuthorizationHeader) {
    Scene scene;
    scene.presigned(60s);
    scene.headers.emplace_back("Authorization", "Bearer x");
    EXPECT_EQ(scene.refusal().error_type, "IncompleteSignatureException");
}

}  // namespace
}  // namespace postern::sigv4
