#include "gateway/core/api/definition_parts.hpp"
#include "gateway/core/api/function_uri.hpp"

#include <algorithm>
#include <vector>

namespace postern::native {
namespace {

void read_uri(ObjectReader& reader, Integration& integration, const Functions& functions) {
    constexpr std::string_view key = "integrationUri";
    auto uri = reader.text(key);
    if (!uri) {
        if (!reader.has(key)) reader.report_missing(key, R"("integrationUri": "echo")");
        return;
    }
    integration.integration_uri = *std::move(uri);
    if (integration.integration_uri.size() > quotas::integration_uri_characters) {
        reader.report(
            key,
            "is longer than " + std::to_string(quotas::integration_uri_characters) +
                " characters; shorten it"
        );
        return;
    }
    auto function = function_of_uri(integration.integration_uri);
    if (!function) {
        reader.report(key, function.error().front().what);
        return;
    }
    integration.function = *std::move(function);
    if (functions.contains(integration.function)) return;
    std::vector<std::string_view> names;
    for (const auto& [name, unused] : functions)
        names.push_back(name);
    reader.report(
        key,
        in_quotes(integration.function) + " is no function of this file" +
            did_you_mean(integration.function, names) +
            "; add it to \"functions\" or name one that is there"
    );
}

}  // namespace

Integration read_integration(
    const std::string& integration_id,
    const Place& place,
    const Functions& functions,
    Findings& findings
) {
    ObjectReader reader(place, integration_keys, findings);
    reader.check_repeats_name("integrationId", integration_id);
    Integration integration;
    if (!reader.has("integrationType")) {
        reader.report_missing("integrationType", R"("integrationType": "AWS_PROXY")");
    }
    const bool is_proxy = reader.is_served_choice(
        "integrationType",
        "AWS_PROXY",
        {"AWS", "HTTP", "HTTP_PROXY", "MOCK"},
        "and let a function answer, or remove the integration"
    );
    if (is_proxy) {
        integration.integration_type = "AWS_PROXY";
        read_uri(reader, integration, functions);
    }
    const auto timeout = reader.integer(
        "timeoutInMillis",
        quotas::shortest_integration_timeout.count(),
        quotas::longest_integration_timeout.count(),
        "milliseconds, as on AWS"
    );
    if (timeout) integration.timeout = std::chrono::milliseconds(*timeout);
    reader.is_served_choice(
        "connectionType", "INTERNET", {"VPC_LINK"}, "and let a function answer"
    );
    reader.is_served_choice("payloadFormatVersion", "1.0", {}, {});
    return integration;
}

}  // namespace postern::native
