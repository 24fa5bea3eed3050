#include "gateway/core/expression/value_text.hpp"

#include "gateway/core/json/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <string_view>
#include <system_error>

namespace postern {
namespace {

/// `Double.toString`: plain digits from 10^-3 up to below 10^7, otherwise `d.dddE±n`; always at
/// least one digit after the point.
void append_double(std::string& out, double number) {
    const double magnitude = std::fabs(number);
    const bool is_plain = magnitude == 0 || (magnitude >= 1e-3 && magnitude < 1e7);
    std::array<char, 40> buffer{};
    const auto format = is_plain ? std::chars_format::fixed : std::chars_format::scientific;
    const auto [end, error] =
        std::to_chars(buffer.data(), buffer.data() + buffer.size(), number, format);
    const std::string_view digits(buffer.data(), static_cast<std::size_t>(end - buffer.data()));

    const std::size_t e = std::min(digits.find('e'), digits.size());
    out += digits.substr(0, e);
    if (digits.substr(0, e).find('.') == std::string_view::npos) out += ".0";
    if (e == digits.size()) return;
    // to_chars writes e+07 and e-07 where Java writes E7 and E-7.
    std::string_view exponent = digits.substr(e + 1);
    out += 'E';
    if (exponent.front() == '-') out += '-';
    exponent.remove_prefix(1);
    if (exponent.front() == '0') exponent.remove_prefix(1);
    out += exponent;
}

void append_number(std::string& out, std::string_view text) {
    if (text.find_first_of(".eE") == std::string_view::npos) {
        out += text == "-0" ? "0" : text;
        return;
    }
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error == std::errc{}) {
        append_double(out, number);
    } else {
        out += text;
    }
}

}  // namespace

void append_scalar_text(std::string& out, const json::Value& value) {
    switch (value.kind) {
        case json::Kind::null:
            break;
        case json::Kind::number:
            append_number(out, value.text);
            break;
        case json::Kind::string:
            if (value.has_escapes) {
                json::append_unescaped(out, value.text);
                break;
            }
            [[fallthrough]];
        default:
            out += value.text;
    }
}

void append_element_text(std::string& out, const json::Tree& tree, json::Tree::Node node) {
    const json::Value& value = tree.value(node);
    if (value.kind == json::Kind::null) {
        out += "null";
        return;
    }
    append_value_text(out, tree, node);
}

void append_value_text(std::string& out, const json::Tree& tree, json::Tree::Node node) {
    const json::Kind kind = tree.value(node).kind;
    if (kind != json::Kind::array && kind != json::Kind::object) {
        append_scalar_text(out, tree.value(node));
        return;
    }
    const bool is_object = kind == json::Kind::object;
    out += is_object ? '{' : '[';
    bool is_first = true;
    tree.each_child(node, [&](json::Tree::Node child) {
        if (!is_first) out += ", ";
        is_first = false;
        if (is_object) {
            json::append_unescaped(out, tree.key(child).text);
            out += '=';
        }
        append_element_text(out, tree, child);
    });
    out += is_object ? '}' : ']';
}

}  // namespace postern
