// Requests nobody signed with the gateway's secret: whatever they claim, they are refused.
//
// Input: a request head with line feeds alone, `METHOD TARGET …` and then `Name: value` lines.

#include "gateway/core/auth/sigv4.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

namespace {

using postern::Fields;
using postern::Instant;
namespace sigv4 = postern::sigv4;

// Not the secret that signed the corpus.
constexpr std::string_view secret = "a secret that signed nothing";

std::string_view next_part(std::string_view& rest, char separator) {
    const std::size_t end = rest.find(separator);
    const std::string_view part = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
    return part;
}

void require(bool fact) {
    if (!fact) std::abort();
}

void verify_head(std::string_view head, Instant now) {
    std::string_view request_line = next_part(head, '\n');
    const std::string_view method = next_part(request_line, ' ');
    const std::string_view target = next_part(request_line, ' ');
    Fields headers;
    while (!head.empty()) {
        std::string_view value = next_part(head, '\n');
        const std::string_view name = next_part(value, ':');
        headers.emplace_back(name, value);
    }
    const std::string hash = sigv4::sha256_hex("");
    const std::vector<sigv4::Credential> credentials{{"AKIDEXAMPLE", secret, {}, {}}};
    const auto outcome =
        sigv4::verify({method, target, headers, hash}, credentials, {"us-east-1"}, now);
    const auto* refusal = std::get_if<sigv4::Refusal>(&outcome);
    require(refusal != nullptr);
    require(refusal->error_type.ends_with("Exception"));
    require(!refusal->message.empty());
    require(refusal->message.find(secret) == std::string::npos);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string_view head{reinterpret_cast<const char*>(bytes), size};
    // Messages repeat the request, so one that spells the secret itself proves nothing.
    if (head.find(secret) != std::string_view::npos) return 0;
    // The two days of the corpus, so that both kinds of seed get past the check of the time.
    for (const char* time : {"20260102T030405Z", "20261121T071757Z"}) {
        verify_head(head, postern::parse_sigv4_time(time).value());
    }
    return 0;
}
