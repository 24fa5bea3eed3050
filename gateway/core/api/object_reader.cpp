#include "gateway/core/api/object_reader.hpp"

#include "gateway/core/api/near_name.hpp"
#include "gateway/core/json/text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <limits>

namespace postern::native {
namespace {

std::string_view type_of(const Json& value) {
    switch (value.type()) {
        case Json::value_t::null:
            return "null";
        case Json::value_t::boolean:
            return "a boolean";
        case Json::value_t::string:
            return "a string";
        case Json::value_t::array:
            return "an array";
        case Json::value_t::object:
            return "an object";
        default:
            return "a number";
    }
}

std::string wrong_type(const Json& value, std::string_view wanted) {
    return "is " + std::string(type_of(value)) + "; write " + std::string(wanted);
}

}  // namespace

std::string in_quotes(std::string_view text) {
    std::string result;
    json::append_string(result, text);
    return result;
}

std::string one_of(std::span<const std::string_view> names) {
    std::string result;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (i > 0) result += i + 1 == names.size() ? " or " : ", ";
        result += in_quotes(names[i]);
    }
    return result;
}

std::string did_you_mean(std::string_view written, std::span<const std::string_view> names) {
    const auto near = near_name(written, names);
    return near ? " (did you mean " + in_quotes(*near) + "?)" : std::string();
}

ObjectReader::ObjectReader(Place object, const KeyTable& keys, Findings& findings)
    : object_(std::move(object)),
      findings_(findings),
      is_object_(object_.value.is_object()) {
    if (is_object_) {
        check_keys(keys);
    } else {
        report(wrong_type(object_.value, "an object"));
    }
}

void ObjectReader::check_keys(const KeyTable& keys) {
    for (const auto& [name, value] : object_.value.items()) {
        check_key(name, keys);
    }
}

void ObjectReader::check_key(const std::string& name, const KeyTable& keys) {
    const auto key = std::find_if(keys.keys.begin(), keys.keys.end(), [&name](const Key& row) {
        return row.name == name;
    });
    if (key == keys.keys.end()) {
        std::vector<std::string_view> names;
        for (const Key& row : keys.keys) {
            if (row.use != KeyUse::unserved) names.push_back(row.name);
        }
        report(name, "unknown key" + did_you_mean(name, names) + "; correct or remove it");
    } else if (key->use == KeyUse::unserved) {
        has_unserved_ = true;
        report(
            name,
            in_quotes(name) + " is not served by this version of Postern; " +
                std::string(key->remark)
        );
    } else if (key->use == KeyUse::ignored) {
        findings_.notes.push_back({pointer(name), std::string(key->remark)});
    }
}

bool ObjectReader::has(std::string_view key) const {
    return is_object_ && object_.value.contains(key);
}

std::string ObjectReader::pointer(std::string_view key) const {
    return pointer_to(object_.pointer, key);
}

std::optional<Place> ObjectReader::any(std::string_view key) const {
    if (!has(key)) return std::nullopt;
    return Place{*object_.value.find(key), pointer(key)};
}

std::optional<Place> ObjectReader::typed(
    std::string_view key, bool (*is_type)(const Json&), std::string_view type
) {
    auto member = any(key);
    if (!member || is_type(member->value)) return member;
    report(key, wrong_type(member->value, type));
    return std::nullopt;
}

std::optional<std::string> ObjectReader::text(std::string_view key) {
    const auto member = typed(
        key, [](const Json& value) { return value.is_string(); }, "a string"
    );
    if (!member) return std::nullopt;
    return member->value.get<std::string>();
}

std::optional<bool> ObjectReader::flag(std::string_view key) {
    const auto member = typed(
        key, [](const Json& value) { return value.is_boolean(); }, "true or false"
    );
    if (!member) return std::nullopt;
    return member->value.get<bool>();
}

std::optional<std::int64_t> ObjectReader::integer(
    std::string_view key, std::int64_t least, std::int64_t most, std::string_view unit
) {
    const auto member = typed(
        key, [](const Json& value) { return value.is_number_integer(); }, "a whole number"
    );
    if (!member) return std::nullopt;
    // A number beyond `int64_t` would turn negative in the conversion.
    const bool is_huge =
        member->value.is_number_unsigned() &&
        member->value.get<std::uint64_t>() > std::numeric_limits<std::int64_t>::max();
    const auto value =
        is_huge ? std::numeric_limits<std::int64_t>::max() : member->value.get<std::int64_t>();
    if (value >= least && value <= most) return value;
    report(
        key,
        "is out of range; write " + std::to_string(least) + " to " + std::to_string(most) + " " +
            std::string(unit)
    );
    return std::nullopt;
}

std::optional<std::size_t> ObjectReader::choice(
    std::string_view key, std::initializer_list<std::string_view> choices
) {
    const auto value = text(key);
    if (!value) return std::nullopt;
    const auto* found = std::find(choices.begin(), choices.end(), *value);
    if (found != choices.end()) return static_cast<std::size_t>(found - choices.begin());
    report(key, in_quotes(*value) + " is not possible here; write " + one_of(choices));
    return std::nullopt;
}

bool ObjectReader::is_served_choice(
    std::string_view key,
    std::string_view served,
    std::initializer_list<std::string_view> unserved,
    std::string_view advice
) {
    const auto value = text(key);
    if (!value) return !has(key);
    if (*value == served) return true;
    const bool is_known = std::find(unserved.begin(), unserved.end(), *value) != unserved.end();
    report(
        key,
        in_quotes(*value) +
            (is_known ? " is not served by this version of Postern; write "
                      : " is not possible here; write ") +
            in_quotes(served) + (is_known ? " " + std::string(advice) : std::string())
    );
    return false;
}

std::optional<Place> ObjectReader::object(std::string_view key) {
    return typed(
        key, [](const Json& value) { return value.is_object(); }, "an object"
    );
}

std::optional<Place> ObjectReader::array(std::string_view key) {
    return typed(
        key, [](const Json& value) { return value.is_array(); }, "an array"
    );
}

std::vector<std::pair<std::string, Place>> ObjectReader::entries(std::string_view key) {
    std::vector<std::pair<std::string, Place>> result;
    if (const auto map = object(key)) {
        for (const auto& [name, value] : map->value.items()) {
            result.emplace_back(name, Place{value, pointer_to(map->pointer, name)});
        }
    }
    return result;
}

void ObjectReader::report(std::string what) {
    findings_.problems.push_back({object_.pointer, std::move(what)});
}

void ObjectReader::report(std::string_view key, std::string what) {
    findings_.problems.push_back({pointer(key), std::move(what)});
}

void ObjectReader::report_missing(std::string_view key, std::string_view example) {
    // Text that is no object was reported as that.
    if (!is_object_) return;
    report(in_quotes(key) + " is missing; write for example " + std::string(example));
}

void ObjectReader::check_repeats_name(std::string_view key, std::string_view name) {
    const auto value = text(key);
    if (value && *value != name) {
        report(
            key,
            "is " + in_quotes(*value) + " in the entry " + in_quotes(name) +
                "; rename one of them or remove this"
        );
    }
}

}  // namespace postern::native
