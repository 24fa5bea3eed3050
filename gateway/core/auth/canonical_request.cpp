#include "gateway/core/auth/canonical_request.hpp"

#include "gateway/core/encoding/percent.hpp"

#include <algorithm>

namespace postern::sigv4 {
namespace {

constexpr char lower(char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

constexpr bool is_blank(char byte) {
    return byte == ' ' || byte == '\t';
}

bool is_named(std::string_view header, std::string_view lower_name) {
    return header.size() == lower_name.size() &&
           std::equal(header.begin(), header.end(), lower_name.begin(), [](char a, char b) {
               return lower(a) == b;
           });
}

// Cuts the part before `separator` off `rest`.
std::string_view next_part(std::string_view& rest, char separator) {
    const std::size_t end = rest.find(separator);
    const std::string_view part = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
    return part;
}

std::string normalised(std::string_view path) {
    std::vector<std::string_view> segments;
    for (std::string_view rest = path; !rest.empty();) {
        const std::string_view segment = next_part(rest, '/');
        if (segment.empty() || segment == ".") continue;
        if (segment != "..") {
            segments.push_back(segment);
        } else if (!segments.empty()) {
            segments.pop_back();
        }
    }
    std::string text;
    text.reserve(path.size() + 1);
    for (const std::string_view segment : segments)
        text.append("/").append(segment);
    if (text.empty() || path.ends_with('/')) text += '/';
    return text;
}

// Appends `value` trimmed, with every run of blanks made one space.
void append_collapsed(std::string& text, std::string_view value) {
    bool is_first_word = true;
    while (true) {
        const auto* begin = std::find_if_not(value.begin(), value.end(), is_blank);
        if (begin == value.end()) return;
        const auto* end = std::find_if(begin, value.end(), is_blank);
        if (!is_first_word) text += ' ';
        text.append(begin, end);
        value.remove_prefix(static_cast<std::size_t>(end - value.begin()));
        is_first_word = false;
    }
}

void append_header(std::string& text, const Fields& headers, std::string_view name) {
    text.append(name).append(":");
    bool is_first_value = true;
    for (const auto& [header, value] : headers) {
        if (!is_named(header, name)) continue;
        if (!is_first_value) text += ',';
        append_collapsed(text, value);
        is_first_value = false;
    }
    text += '\n';
}

}  // namespace

std::string canonical_path(std::string_view path, PathForm form) {
    std::string text = normalised(path);
    if (form == PathForm::decoded_first) text = percent::decode(text);
    return percent::encode(text, percent::Slash::keep);
}

std::string canonical_query(std::string_view query) {
    std::vector<std::pair<std::string, std::string>> parameters;
    while (!query.empty()) {
        std::string_view value = next_part(query, '&');
        const std::string_view name = next_part(value, '=');
        if ((name.empty() && value.empty()) || name == "X-Amz-Signature") continue;
        parameters.emplace_back(
            percent::encode(percent::decode(name)), percent::encode(percent::decode(value))
        );
    }
    std::sort(parameters.begin(), parameters.end());
    std::string text;
    for (const auto& [name, value] : parameters) {
        if (!text.empty()) text += '&';
        text.append(name).append("=").append(value);
    }
    return text;
}

std::string canonical_request(
    const Request& request,
    const std::vector<std::string>& signed_headers,
    std::string_view payload_hash,
    PathForm form
) {
    std::string text{request.method};
    text.append("\n").append(canonical_path(path_of(request.target), form));
    text.append("\n").append(canonical_query(query_of(request.target))).append("\n");
    std::string names;
    for (const std::string& name : signed_headers) {
        append_header(text, request.headers, name);
        if (!names.empty()) names += ';';
        names += name;
    }
    return text.append("\n").append(names).append("\n").append(payload_hash);
}

std::string string_to_sign(
    std::string_view time, std::string_view scope, std::string_view canonical_request
) {
    std::string text = "AWS4-HMAC-SHA256\n";
    text.append(time).append("\n").append(scope).append("\n");
    return text += sha256_hex(canonical_request);
}

const std::string* find_header(const Fields& headers, std::string_view name) {
    const auto found = std::find_if(headers.begin(), headers.end(), [&](const auto& header) {
        return is_named(header.first, name);
    });
    return found == headers.end() ? nullptr : &found->second;
}

std::string lower_case(std::string_view text) {
    std::string result{text};
    std::transform(result.begin(), result.end(), result.begin(), lower);
    return result;
}

std::string_view path_of(std::string_view target) {
    return next_part(target, '?');
}

std::string_view query_of(std::string_view target) {
    next_part(target, '?');
    return target;
}

}  // namespace postern::sigv4
