#include "gateway/core/api/definition_parts.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <memory>
#include <vector>

namespace postern::native {
namespace {

bool is_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

bool is_made_of(std::string_view text, std::string_view punctuation) {
    return std::all_of(text.begin(), text.end(), [punctuation](char c) {
        return is_word(c) || punctuation.find(c) != std::string_view::npos;
    });
}

void check_stage_name(const std::string& name, ObjectReader& reader) {
    if (name == "ping" || name == "sping") {
        reader.report(in_quotes(name) + " is the path of the health check; use another stage name");
    } else if (name.empty() || name.size() > quotas::stage_name_characters || !is_made_of(name, "-")) {
        reader.report(
            in_quotes(name) + " cannot name a stage; use 1 to " +
            std::to_string(quotas::stage_name_characters) + " letters, digits, - and _"
        );
    }
}

void check_variable(const std::string& name, const Place& place, Findings& findings) {
    const auto report = [&](std::string what) {
        findings.problems.push_back({place.pointer, std::move(what)});
    };
    if (name.empty() || name.size() > quotas::variable_name_characters || !is_made_of(name, "")) {
        report(
            in_quotes(name) + " cannot name a stage variable; use 1 to " +
            std::to_string(quotas::variable_name_characters) + " letters, digits and _"
        );
    }
    if (!place.value.is_string()) {
        report("a stage variable is text; put the value in quotes");
        return;
    }
    const auto& value = place.value.get_ref<const std::string&>();
    if (value.empty() || value.size() > quotas::variable_value_characters ||
        !is_made_of(value, "-.~:/?#&=,")) {
        report(
            "a stage variable takes 1 to " + std::to_string(quotas::variable_value_characters) +
            " characters out of letters, digits and -._~:/?#&=, ; put other values into the "
            "function's \"config\""
        );
    }
}

StageVariables read_variables(ObjectReader& reader, Findings& findings) {
    StageVariables variables;
    const auto entries = reader.entries("stageVariables");
    if (entries.size() > quotas::variables_per_stage) {
        reader.report(
            "stageVariables",
            "has more than " + std::to_string(quotas::variables_per_stage) +
                " variables, the most on AWS; remove some"
        );
    }
    for (const auto& [name, place] : entries) {
        check_variable(name, place, findings);
        if (place.value.is_string()) variables.emplace(name, place.value.get<std::string>());
    }
    return variables;
}

void check_route_settings(
    ObjectReader& reader, const std::map<std::string, Route>& routes, Findings& findings
) {
    if (const auto settings = reader.object("defaultRouteSettings")) {
        const ObjectReader checked(*settings, route_settings_keys, findings);
    }
    std::vector<std::string_view> names;
    names.reserve(routes.size());
    for (const auto& [key, route] : routes)
        names.push_back(key);
    for (const auto& [key, place] : reader.entries("routeSettings")) {
        ObjectReader settings(place, route_settings_keys, findings);
        if (routes.contains(key)) continue;
        settings.report(
            in_quotes(key) + " is no route of this API" + did_you_mean(key, names) +
            "; correct or remove it"
        );
    }
}

}  // namespace

Stage read_stage(
    const std::string& name,
    const Place& place,
    const std::map<std::string, Route>& routes,
    Findings& findings
) {
    ObjectReader reader(place, stage_keys, findings);
    check_stage_name(name, reader);
    reader.check_repeats_name("stageName", name);
    check_route_settings(reader, routes, findings);
    return {name, std::make_shared<const StageVariables>(read_variables(reader, findings))};
}

}  // namespace postern::native
