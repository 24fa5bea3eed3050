// The SigV4 vectors S-01 to S-28 of the compatibility list, each named by its id.

#include "gateway/core/auth/canonical_request.hpp"
#include "gateway/core/auth/sigv4.hpp"

#include <gtest/gtest.h>

namespace postern::sigv4 {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view host = "abcdef1234.execute-api.us-east-1.amazonaws.com";
constexpr std::string_view time_text = "20240219T071142Z";
constexpr std::string_view day_scope = "20240219/us-east-1/execute-api/aws4_request";
constexpr std::string_view s01_path = "/prod/@connections/L0SM9cOFvHcCI_w%3D";
constexpr std::string_view s01_signature =
    "69e949f4c8a4198521e8be64d2cab15fe7a2846c03a2ad00f14adb6d8e32f59a";
constexpr std::string_view s01_canonical =
    "POST\n/prod/%40connections/L0SM9cOFvHcCI_w%253D\n\n"
    "host:abcdef1234.execute-api.us-east-1.amazonaws.com\nx-amz-date:20240219T071142Z\n\n"
    "host;x-amz-date\n2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

Instant signing_time() {
    return parse_sigv4_time(time_text).value();
}

Credential example_credential() {
    return {"AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", {}, {}};
}

// S-01, to be changed field by field.
struct Signed {
    std::string method = "POST";
    std::string target{s01_path};
    std::string body = "hello";
    Fields more_headers = {};
    std::string algorithm = "AWS4-HMAC-SHA256";
    std::string credential = "AKIDEXAMPLE/" + std::string{day_scope};
    std::string signed_headers = "host;x-amz-date";
    std::string signature{s01_signature};
    Credential known = example_credential();
    Instant now = signing_time();

    [[nodiscard]] std::string authorization() const {
        return algorithm + " Credential=" + credential + ", SignedHeaders=" + signed_headers +
               ", Signature=" + signature;
    }

    [[nodiscard]] std::variant<std::string, Refusal> verify_with(Fields headers) const {
        headers.insert(headers.end(), more_headers.begin(), more_headers.end());
        const std::string hash = sha256_hex(body);
        return verify({method, target, headers, hash}, {known}, {"us-east-1"}, now);
    }

    [[nodiscard]] std::variant<std::string, Refusal> verified() const {
        return verify_with(
            {{"Host", std::string{host}},
             {"X-Amz-Date", std::string{time_text}},
             {"Authorization", authorization()}}
        );
    }
};

Refusal refusal_of(const std::variant<std::string, Refusal>& outcome) {
    const auto* refusal = std::get_if<Refusal>(&outcome);
    if (refusal == nullptr) {
        ADD_FAILURE() << "accepted";
        return {};
    }
    return *refusal;
}

struct AcceptedRow {
    const char* id;
    Signed request;
};

class AcceptedVector : public testing::TestWithParam<AcceptedRow> {};

TEST_P(AcceptedVector, IsAccepted) {
    const auto outcome = GetParam().request.verified();
    const auto* refusal = std::get_if<Refusal>(&outcome);
    ASSERT_EQ(refusal, nullptr) << refusal->message;
    EXPECT_EQ(std::get<std::string>(outcome), "AKIDEXAMPLE");
}

std::vector<AcceptedRow> accepted_rows() {
    Signed s02;  // `=` raw in the path, as curl-like tools send it
    s02.target = "/prod/@connections/L0SM9cOFvHcCI_w=";
    s02.signature = "a2d8ecda2356d65bbbd1dc79fc860763093d063dab1dda2233d5a1bba833bac0";
    Signed s03;  // `@` encoded too
    s03.target = "/prod/%40connections/L0SM9cOFvHcCI_w%3D";
    s03.signature = "d2ce705947b772e087ac4429593afcf1e06631b5f8f69eb540a2cfebe072a36a";
    Signed s04;  // the double slash of JavaScript v3
    s04.target = "/prod//@connections/L0SM9cOFvHcCI_w%3D";
    Signed s05;
    s05.method = "GET";
    s05.body = "";
    s05.signature = "65ab26c5ac7053ead3754becc37ecd09b556a63f67919fa0107cf0024e564f1a";
    Signed s06;
    s06.method = "DELETE";
    s06.body = "";
    s06.signature = "b5dc08d0a09258c24369600c1abbdcb4330a521424a1f026001754ef1f317300";
    Signed s07;  // temporary credentials
    s07.more_headers = {{"x-amz-security-token", "SESSIONTOKENEXAMPLE"}};
    s07.signed_headers = "host;x-amz-date;x-amz-security-token";
    s07.signature = "9549fd9bb63fe5ce454c238e385a92a815877327db506373b9e112802e69c4a8";
    s07.known.session_token = "SESSIONTOKENEXAMPLE";
    Signed s08;  // $connect
    s08.method = "GET";
    s08.target = "/prod";
    s08.body = "";
    s08.signature = "a79d75f9b9ad9b928fe89647c7851019a5ce6bd017695c3bb1c168ceb2e7eed2";
    Signed s09 = s08;  // a query to be sorted
    s09.target = "/prod?b=2&a=1&a=0&c=";
    s09.signature = "c892780249ed8468b7f7eae17b26ba7f9c9b966738fd9a9cdac5e4d2afa3bfa8";
    Signed s10;  // the headers JavaScript signs
    s10.more_headers = {
        {"content-length", "5"},
        {"content-type", "application/octet-stream"},
        {"x-amz-content-sha256", sha256_hex("hello")}};
    s10.signed_headers = "content-length;content-type;host;x-amz-content-sha256;x-amz-date";
    s10.signature = "e6180a194700dff8a2d2a992bacc5754f16b1be59009a4c3914513bfc553b44f";
    return {
        {"S01", Signed{}},
        {"S02", s02},
        {"S03", s03},
        {"S04", s04},
        {"S05", s05},
        {"S06", s06},
        {"S07", s07},
        {"S08", s08},
        {"S09", s09},
        {"S10", s10},
    };
}

INSTANTIATE_TEST_SUITE_P(
    SigV4,
    AcceptedVector,
    testing::ValuesIn(accepted_rows()),
    [](const auto& row) { return std::string{row.param.id}; }
);

// S-11, presigned for five minutes.
Signed presigned() {
    Signed request;
    request.method = "GET";
    request.body = "";
    request.target =
        "/prod?room=a%20b&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIDEXAMPLE%2F20240219"
        "%2Fus-east-1%2Fexecute-api%2Faws4_request&X-Amz-Date=20240219T071142Z&X-Amz-Expires=300"
        "&X-Amz-SignedHeaders=host&X-Amz-Signature="
        "6afc33f4bfc987810afc983e38dba34df36f7774b31e2071c67319dbecb217af";
    return request;
}

std::variant<std::string, Refusal> verify_presigned(const Signed& request) {
    return request.verify_with({{"Host", std::string{host}}});
}

TEST(SigV4Vector, S01HasTheCanonicalRequestOfTheList) {
    const Fields headers{{"Host", std::string{host}}, {"X-Amz-Date", std::string{time_text}}};
    const std::string hash = sha256_hex("hello");
    const std::string canonical = canonical_request(
        {"POST", s01_path, headers, hash}, {"host", "x-amz-date"}, hash, PathForm::encoded_again
    );
    EXPECT_EQ(canonical, s01_canonical);
    EXPECT_EQ(
        sha256_hex(canonical), "20b2a203963e9d96ca6f0df18598507aa963eb5ba15465941f27ab183bf5783d"
    );
}

TEST(SigV4Vector, S11PresignedIsAcceptedUntilItExpires) {
    Signed request = presigned();
    EXPECT_TRUE(std::holds_alternative<std::string>(verify_presigned(request)));
    request.now += 300s;
    EXPECT_TRUE(std::holds_alternative<std::string>(verify_presigned(request)));
}

TEST(SigV4Vector, S11IsWhatPresignMakes) {
    const Fields headers{{"Host", std::string{host}}};
    const std::string hash = sha256_hex("");
    EXPECT_EQ(
        presign(
            {"GET", "/prod?room=a%20b", headers, hash},
            example_credential(),
            {"us-east-1"},
            signing_time(),
            300s
        ),
        presigned().target
    );
}

TEST(SigV4Vector, S20ShowsTheCanonicalStringWhenTheSignatureDiffers) {
    Signed request;
    request.signature.back() = 'b';
    const Refusal refusal = refusal_of(request.verified());
    EXPECT_EQ(refusal.error_type, "InvalidSignatureException");
    EXPECT_EQ(
        refusal.message,
        "The request signature we calculated does not match the signature you provided. Check your "
        "AWS Secret Access Key and signing method. Consult the service documentation for details."
        "\n\nThe Canonical String for this request should have been\n'" +
            std::string{s01_canonical} +
            "'\n\nThe String-to-Sign should have been\n'AWS4-HMAC-SHA256\n20240219T071142Z\n"
            "20240219/us-east-1/execute-api/aws4_request\n"
            "20b2a203963e9d96ca6f0df18598507aa963eb5ba15465941f27ab183bf5783d'\n"
    );
}

TEST(SigV4Vector, S21RefusesAnotherRegionEvenIfSignedForIt) {
    Signed request;
    Fields headers{{"Host", std::string{host}}};
    const std::string hash = sha256_hex(request.body);
    const Fields added = sign(
        {request.method, request.target, headers, hash}, request.known, {"eu-west-1"}, request.now
    );
    headers.insert(headers.end(), added.begin(), added.end());
    const Refusal refusal = refusal_of(request.verify_with(headers));
    EXPECT_EQ(refusal.error_type, "InvalidSignatureException");
    EXPECT_EQ(refusal.message, "Credential should be scoped to a valid region, not 'eu-west-1'. ");
}

TEST(SigV4Vector, S22RefusesAnotherService) {
    Signed request;
    request.credential = "AKIDEXAMPLE/20240219/us-east-1/s3/aws4_request";
    const Refusal refusal = refusal_of(request.verified());
    EXPECT_EQ(refusal.error_type, "InvalidSignatureException");
    EXPECT_EQ(refusal.message, "Credential should be scoped to correct service: 'execute-api'. ");
}

TEST(SigV4Vector, S23RefusesAnUnknownAccessKey) {
    Signed request;
    request.credential = "AKIDOTHER/" + std::string{day_scope};
    const Refusal refusal = refusal_of(request.verified());
    EXPECT_EQ(refusal.error_type, "UnrecognizedClientException");
    EXPECT_EQ(refusal.message, "The security token included in the request is invalid.");
}

TEST(SigV4Vector, S24RefusesAfterSixMinutes) {
    Signed request;
    request.now += 6min;
    const Refusal refusal = refusal_of(request.verified());
    EXPECT_EQ(refusal.error_type, "InvalidSignatureException");
    EXPECT_EQ(
        refusal.message,
        "Signature expired: 20240219T071142Z is now earlier than 20240219T071242Z "
        "(20240219T071742Z - 5 min.)"
    );
}

TEST(SigV4Vector, S25NamesTheMissingSignature) {
    const Signed request;
    const std::string authorization = "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/" +
                                      std::string{day_scope} + ", SignedHeaders=host;x-amz-date";
    const Refusal refusal = refusal_of(request.verify_with(
        {{"Host", std::string{host}},
         {"X-Amz-Date", std::string{time_text}},
         {"Authorization", authorization}}
    ));
    EXPECT_EQ(refusal.error_type, "IncompleteSignatureException");
    EXPECT_EQ(
        refusal.message,
        "Authorization header requires 'Signature' parameter. Authorization=" + authorization
    );
}

TEST(SigV4Vector, S26RefusesAPresignedRequestASecondTooLate) {
    Signed request = presigned();
    request.now += 301s;
    const Refusal refusal = refusal_of(verify_presigned(request));
    EXPECT_EQ(refusal.error_type, "InvalidSignatureException");
    EXPECT_TRUE(refusal.message.starts_with("Signature expired: 20240219T071142Z"));
}

TEST(SigV4Vector, S27RefusesAChangedBody) {
    Signed request;
    request.body = "hellO";
    EXPECT_EQ(refusal_of(request.verified()).error_type, "InvalidSignatureException");
}

TEST(SigV4Vector, S28RefusesACredentialOfFourParts) {
    Signed request;
    request.credential = "AKIDEXAMPLE/20240219/us-east-1/execute-api";
    const Refusal refusal = refusal_of(request.verified());
    EXPECT_EQ(refusal.error_type, "IncompleteSignatureException");
    EXPECT_EQ(
        refusal.message,
        "Credential must have exactly 5 slash-delimited elements, e.g. "
        "keyid/date/region/service/term, got 'AKIDEXAMPLE/20240219/us-east-1/execute-api'"
    );
}

}  // namespace
}  // namespace postern::sigv4
