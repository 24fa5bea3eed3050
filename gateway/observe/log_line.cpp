#include "gateway/observe/log_line.hpp"

#include "gateway/core/encoding/utf8.hpp"
#include "gateway/core/json/text.hpp"

#include <algorithm>

namespace postern::observe {
namespace {

bool is_key_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

/// Length of the key in `word` if it is `key=value`, else 0.
std::size_t key_length(std::string_view word) {
    const std::size_t equals = word.find('=');
    if (equals == std::string_view::npos || equals == 0) return 0;
    return std::ranges::all_of(word.substr(0, equals), is_key_character) ? equals : 0;
}

void append_member(std::string& out, std::string_view key, std::string_view value) {
    out.push_back(',');
    json::append_string(out, key);
    out.push_back(':');
    json::append_string(out, value);
}

std::string_view take_word(std::string_view& rest) {
    const std::size_t end = std::min(rest.find(' '), rest.size());
    const std::string_view word = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return word;
}

}  // namespace

std::string one_line(std::string_view line) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string out;
    out.reserve(line.size());
    for (const char c : line) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0x20 && byte != 0x7f) {
            out.push_back(c);
        } else {
            out.append("\\x").push_back(digits[byte >> 4U]);
            out.push_back(digits[byte & 15U]);
        }
    }
    return out;
}

std::string json_line(std::string_view time, std::string_view level, std::string_view line) {
    const std::string text = utf8::replace_invalid(line);
    std::string_view rest = text;
    std::string event;
    std::string members;
    while (!rest.empty()) {
        const std::string_view before = rest;
        const std::string_view word = take_word(rest);
        const std::size_t key = key_length(word);
        if (key == 0) {
            event.append(event.empty() ? "" : " ").append(word);
            continue;
        }
        const bool takes_rest = word.substr(0, key) == "message";
        append_member(members, word.substr(0, key), (takes_rest ? before : word).substr(key + 1));
        if (takes_rest) break;
    }
    std::string out = "{\"time\":";
    json::append_string(out, time);
    append_member(out, "level", level);
    append_member(out, "event", event);
    return out.append(members).append("}");
}

}  // namespace postern::observe
