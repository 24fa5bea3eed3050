#include "gateway/core/api/native_json.hpp"

#include "gateway/core/api/definition_parts.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace postern {
namespace {

bool is_used(const std::string& function, const Definition& definition) {
    for (const auto& [api_id, api] : definition.apis) {
        for (const auto& [id, integration] : api.integrations) {
            if (integration.function == function) return true;
        }
    }
    return false;
}

Definition read_file(
    const native::Json& document, std::optional<Parity> parity, native::Findings& findings
) {
    native::ObjectReader reader({document, {}}, native::file_keys, findings);
    Definition definition;
    for (const auto& [name, place] : reader.entries("functions")) {
        definition.functions.emplace(name, native::read_function(name, place, findings));
    }
    for (const auto& [api_id, place] : reader.entries("apis")) {
        definition.apis.emplace(
            api_id, native::read_api(api_id, place, definition.functions, findings)
        );
    }
    if (const auto server = reader.object("server")) {
        definition.server = native::read_server(*server, parity, findings);
    }
    if (definition.apis.empty()) {
        reader.report_missing("apis", R"("apis": {"chat": {…}}, or try "postern adapt" for one)");
    }
    for (const auto& [name, place] : reader.entries("functions")) {
        if (is_used(name, definition)) continue;
        findings.notes.push_back({place.pointer, "no integration invokes it"});
    }
    return definition;
}

}  // namespace

Loaded<Definition> read_native_json(std::string_view text, std::optional<Parity> parity) {
    native::Findings findings;
    const auto document = native::parse_document(text, findings.problems);
    if (!document) return document.error();
    Definition definition = read_file(*document, parity, findings);
    if (!findings.problems.empty()) {
        native::sort_by_place(findings.problems, *document);
        return std::move(findings.problems);
    }
    native::sort_by_place(findings.notes, *document);
    definition.notes = std::move(findings.notes);
    return definition;
}

}  // namespace postern
