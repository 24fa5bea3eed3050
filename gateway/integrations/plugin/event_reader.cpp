#include "gateway/integrations/plugin/event_reader.hpp"

#include "gateway/core/event/proxy_event.hpp"

#include <algorithm>
#include <charconv>

namespace postern::integrations {
namespace {

using Value = std::optional<std::string_view>;

/// Buffers above this are given back, so that a few big events do not stay in memory.
constexpr std::size_t kept_json_bytes = 8'192;

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool equals_ignoring_case(std::string_view left, std::string_view right) {
    return std::equal(left.begin(), left.end(), right.begin(), right.end(), [](char a, char b) {
        return lower(a) == lower(b);
    });
}

/// The last field of that name: the one that counts in a proxy event.
Value last_of(const Fields& fields, std::string_view name) {
    const auto found = std::find_if(fields.rbegin(), fields.rend(), [name](const auto& field) {
        return field.first == name;
    });
    if (found == fields.rend()) return std::nullopt;
    return found->second;
}

Value optional_text(const std::optional<std::string>& text) {
    if (!text) return std::nullopt;
    return *text;
}

Value only_for(EventType type, const Event& event, std::string_view text) {
    if (event.type != type) return std::nullopt;
    return text;
}

struct NamedField {
    std::string_view name;
    Value (*read)(const Event& event);
};

/// Values that are text in the event already.
constexpr NamedField named_fields[] = {
    {"source_ip",
     [](const Event& event) -> Value {
         return event.connection->source_ip;
     }},
    {"user_agent",
     [](const Event& event) {
         return optional_text(event.connection->user_agent);
     }},
    {"domain_name",
     [](const Event& event) -> Value {
         return event.connection->domain_name;
     }},
    {"stage",
     [](const Event& event) -> Value {
         return event.connection->stage;
     }},
    {"api_id",
     [](const Event& event) -> Value {
         return event.connection->api_id;
     }},
    {"route_key",
     [](const Event& event) -> Value {
         return event.route_key;
     }},
    {"connection_id",
     [](const Event& event) -> Value {
         return event.connection->id.view();
     }},
    {"request_id",
     [](const Event& event) -> Value {
         return event.request_id.view();
     }},
    {"message_id",
     [](const Event& event) {
         return only_for(EventType::message, event, event.message_id.view());
     }},
    {"body",
     [](const Event& event) {
         return only_for(EventType::message, event, event.body);
     }},
    {"disconnect_reason",
     [](const Event& event) {
         return only_for(EventType::disconnect, event, event.disconnect_reason);
     }},
    {"principal_id",
     [](const Event& event) -> Value {
         if (!event.connection->authorizer) return std::nullopt;
         return event.connection->authorizer->principal_id;
     }},
};

/// Values whose name goes on after a colon: `query:token`.
struct FieldFamily {
    std::string_view prefix;
    Value (*read)(const Event& event, std::string_view name);
};

constexpr FieldFamily families[] = {
    {"query:",
     [](const Event& event, std::string_view name) -> Value {
         if (!event.handshake) return std::nullopt;
         return last_of(event.handshake->query, name);
     }},
    {"stage_variable:",
     [](const Event& event, std::string_view name) -> Value {
         if (!event.stage_variables) return std::nullopt;
         const auto found = event.stage_variables->find(std::string(name));
         if (found == event.stage_variables->end()) return std::nullopt;
         return found->second;
     }},
    {"authorizer:",
     [](const Event& event, std::string_view name) -> Value {
         if (!event.connection->authorizer) return std::nullopt;
         return last_of(event.connection->authorizer->context, name);
     }},
};

}  // namespace

std::string_view EventReader::json(const Event& event) {
    const std::lock_guard lock(mutex_);
    is_used_ = true;
    if (json_.empty()) json_ = proxy_event(event);
    return json_;
}

std::optional<std::string_view> EventReader::field(const Event& event, std::string_view name) {
    for (const NamedField& known : named_fields) {
        if (known.name == name) return known.read(event);
    }
    for (const FieldFamily& family : families) {
        if (name.starts_with(family.prefix)) {
            return family.read(event, name.substr(family.prefix.size()));
        }
    }
    constexpr std::string_view header_prefix = "header:";
    if (name.starts_with(header_prefix)) return header(event, name.substr(header_prefix.size()));
    return number(event, name);
}

void EventReader::reset() noexcept {
    if (!is_used_) return;
    is_used_ = false;
    has_headers_ = false;
    headers_ = {};
    if (json_.capacity() > kept_json_bytes) json_ = std::string();
    json_.clear();
}

std::optional<std::string_view> EventReader::number(const Event& event, std::string_view name) {
    if (name == "connected_at") {
        const auto instant = event.connection->connected_at;
        return digits(Number::connected_at, instant.time_since_epoch().count());
    }
    if (name == "request_time") {
        return digits(Number::request_time, event.request_time.time_since_epoch().count());
    }
    if (name == "disconnect_status_code" && event.type == EventType::disconnect) {
        return digits(Number::disconnect_status_code, event.disconnect_status_code);
    }
    return std::nullopt;
}

std::string_view EventReader::digits(Number which, std::int64_t value) {
    const std::lock_guard lock(mutex_);
    Digits& text = digits_[static_cast<std::size_t>(which)];
    const auto [end, error] = std::to_chars(text.begin(), text.end(), value);
    return {text.data(), static_cast<std::size_t>(end - text.begin())};
}

std::optional<std::string_view> EventReader::header(const Event& event, std::string_view name) {
    if (!event.handshake) return std::nullopt;
    const std::lock_guard lock(mutex_);
    is_used_ = true;
    if (!has_headers_) headers_ = connect_headers(*event.handshake, event.connection->source_ip);
    has_headers_ = true;
    for (const EventParameter& known : headers_) {
        if (equals_ignoring_case(known.name, name)) return known.values.back();
    }
    return std::nullopt;
}

}  // namespace postern::integrations
