#include "gateway/loaders/formats.hpp"

#include "gateway/core/json/tree.hpp"
#include "gateway/loaders/native.hpp"

#include <algorithm>
#include <array>

namespace postern::loaders {
namespace {

/// Whether a line of YAML begins with `key` and a colon: a member of the outermost mapping.
bool has_yaml_key(std::string_view text, std::string_view key) {
    for (std::size_t at = text.find(key); at != std::string_view::npos;
         at = text.find(key, at + 1)) {
        const bool begins_line = at == 0 || text[at - 1] == '\n';
        if (begins_line && text.substr(at + key.size()).starts_with(':')) return true;
    }
    return false;
}

/// Whether JSON or YAML has `key` in its outermost object.
bool has_key(std::string_view text, std::string_view key) {
    const auto tree = json::Tree::parse(text, json::Dialect::strict);
    if (tree) return tree->member(tree->root(), key).has_value();
    return has_yaml_key(text, key);
}

bool is_template(std::string_view text) {
    return has_key(text, "Resources") || has_key(text, "AWSTemplateFormatVersion");
}

bool is_sam(std::string_view text) {
    return is_template(text) && has_key(text, "Transform") &&
           text.find("AWS::Serverless-") != std::string_view::npos;
}

bool is_serverless(std::string_view text) {
    return has_yaml_key(text, "service") && has_yaml_key(text, "provider");
}

constexpr std::array formats{
    Format{"SAM template", is_sam, nullptr},
    Format{"CloudFormation template", is_template, nullptr},
    Format{"serverless.yml", is_serverless, nullptr},
    Format{"Postern JSON", is_native, read_native},
};

}  // namespace

std::span<const Format> all_formats() noexcept {
    return formats;
}

const Format* format_of(std::string_view text) {
    const auto* found = std::find_if(formats.begin(), formats.end(), [text](const Format& format) {
        return format.recognises(text);
    });
    return found == formats.end() ? nullptr : found;
}

}  // namespace postern::loaders
