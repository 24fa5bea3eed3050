// Requests recorded from real AWS clients, verified as they were sent.
//
// Each tests/golden/sigv4/*.req is a request on the wire (with line feeds alone). Where the
// client's signer told them, .creq holds its canonical request and .sts its string to sign.

#include "gateway/core/auth/canonical_request.hpp"
#include "gateway/core/auth/signed_claim.hpp"
#include "gateway/core/auth/sigv4.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

namespace postern::sigv4 {
namespace {

const std::filesystem::path folder =
    std::filesystem::path{POSTERN_SOURCE_DIR} / "tests/golden/sigv4";

std::string content_of(const std::filesystem::path& file) {
    std::ifstream stream{file, std::ios::binary};
    EXPECT_TRUE(stream) << file;
    return {std::istreambuf_iterator<char>{stream}, {}};
}

// Names of the files in the folder that end in `extension`, in order.
std::vector<std::string> recorded(std::string_view extension) {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator{folder}) {
        if (entry.path().extension() == extension) names.push_back(entry.path().stem().string());
    }
    std::sort(names.begin(), names.end());
    return names;
}

struct RecordedRequest {
    std::string method;
    std::string target;
    Fields headers;
    std::string body;
};

RecordedRequest parse_http(const std::string& text) {
    const std::size_t end_of_head = text.find("\n\n");
    RecordedRequest recorded;
    recorded.body = text.substr(end_of_head + 2);
    std::istringstream head{text.substr(0, end_of_head)};
    std::string line;
    std::getline(head, line);
    std::istringstream{line} >> recorded.method >> recorded.target;
    while (std::getline(head, line)) {
        const std::size_t colon = line.find(':');
        recorded.headers.emplace_back(line.substr(0, colon), line.substr(colon + 1));
    }
    return recorded;
}

class SigV4Golden : public testing::TestWithParam<std::string> {
protected:
    [[nodiscard]] Request request() const {
        return {recorded_.method, recorded_.target, recorded_.headers, payload_sha256_};
    }
    [[nodiscard]] SignedClaim claim() const { return std::get<SignedClaim>(read_claim(request())); }
    [[nodiscard]] std::vector<Credential> credentials() const {
        Credential credential{"AKIDEXAMPLE", "secretexample", {}, {}};
        if (token_) credential.session_token = *token_;
        return {credential};
    }
    // The control plane shares the algorithm; only its service name differs.
    [[nodiscard]] Scope scope() const {
        const bool is_control_plane = recorded_.target.starts_with("/v2/");
        return {"us-east-1", is_control_plane ? "apigateway" : "execute-api"};
    }
    [[nodiscard]] std::filesystem::path beside(const char* extension) const {
        return folder / (GetParam() + extension);
    }

    RecordedRequest recorded_ = parse_http(content_of(beside(".req")));
    std::string payload_sha256_ = sha256_hex(recorded_.body);
    std::optional<std::string> token_ = claim().security_token;
    Instant sent_at_ = parse_sigv4_time(claim().date).value();
};

TEST_P(SigV4Golden, IsAcceptedWhenItWasSent) {
    const auto outcome = verify(request(), credentials(), scope(), sent_at_);
    const auto* refusal = std::get_if<Refusal>(&outcome);
    ASSERT_EQ(refusal, nullptr) << refusal->error_type << ": " << refusal->message;
    EXPECT_EQ(std::get<std::string>(outcome), "AKIDEXAMPLE");
}

TEST_P(SigV4Golden, IsRefusedWithAnotherBody) {
    payload_sha256_ = sha256_hex(recorded_.body + "!");
    const auto outcome = verify(request(), credentials(), scope(), sent_at_);
    EXPECT_EQ(std::get<Refusal>(outcome).error_type, "InvalidSignatureException");
}

class SigV4GoldenSteps : public SigV4Golden {};

TEST_P(SigV4GoldenSteps, AreThoseOfTheSigner) {
    const SignedClaim made = claim();
    const std::string canonical =
        canonical_request(request(), made.signed_headers, payload_sha256_, PathForm::encoded_again);
    EXPECT_EQ(canonical, content_of(beside(".creq")));
    const std::string claimed_scope = made.credential.substr(made.credential.find('/') + 1);
    EXPECT_EQ(string_to_sign(made.date, claimed_scope, canonical), content_of(beside(".sts")));
}

std::string test_name(const testing::TestParamInfo<std::string>& row) {
    std::string name = row.param;
    std::replace(name.begin(), name.end(), '-', '_');
    return name;
}

INSTANTIATE_TEST_SUITE_P(Recorded, SigV4Golden, testing::ValuesIn(recorded(".req")), test_name);
INSTANTIATE_TEST_SUITE_P(
    Recorded, SigV4GoldenSteps, testing::ValuesIn(recorded(".creq")), test_name
);

}  // namespace
}  // namespace postern::sigv4
