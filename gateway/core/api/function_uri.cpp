#include "gateway/core/api/function_uri.hpp"

#include "gateway/core/quotas.hpp"

#include <algorithm>

namespace postern::native {
namespace {

bool is_name_character(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
}

Problems problem(std::string what) {
    return {Problem{{}, std::move(what)}};
}

/// What follows the `colons`th colon of `text`, or nothing when there are not so many.
std::string_view behind_colon(std::string_view text, int colons) {
    for (; colons > 0; --colons) {
        const std::size_t colon = text.find(':');
        if (colon == std::string_view::npos) return {};
        text.remove_prefix(colon + 1);
    }
    return text;
}

/// `{function}` of an API Gateway path, or empty text.
std::string_view function_in_path(std::string_view uri) {
    constexpr std::string_view functions = "/functions/";
    constexpr std::string_view invocations = "/invocations";
    const std::size_t start = uri.find(functions);
    const std::size_t end = uri.rfind(invocations);
    if (start == std::string_view::npos || end == std::string_view::npos) return {};
    const std::size_t first = start + functions.size();
    return first < end ? uri.substr(first, end - first) : std::string_view{};
}

/// The name in a whole or partial function ARN, with what may stand behind it.
std::string_view qualified_name(std::string_view function) {
    constexpr std::string_view marker = "function:";
    if (function.starts_with("arn:")) {
        const std::string_view resource = behind_colon(function, 5);
        return resource.starts_with(marker) ? resource.substr(marker.size()) : std::string_view{};
    }
    const std::string_view behind_account = behind_colon(function, 1);
    return behind_account.starts_with(marker) ? behind_account.substr(marker.size()) : function;
}

}  // namespace

bool is_function_name(std::string_view name) noexcept {
    return !name.empty() && name.size() <= quotas::function_name_characters &&
           std::all_of(name.begin(), name.end(), is_name_character);
}

Loaded<std::string> function_of_uri(std::string_view uri) {
    if (uri.starts_with("http://") || uri.starts_with("https://")) {
        return problem(
            "is a URL, which AWS_PROXY cannot call; name a function of this file or its ARN"
        );
    }
    std::string_view function = uri;
    if (uri.starts_with("arn:") && behind_colon(uri, 2).starts_with("apigateway:")) {
        if (!behind_colon(uri, 4).starts_with("lambda:path/")) {
            return problem(
                "means an AWS service other than Lambda, which is not served by this version of "
                "Postern; name a function of this file or its ARN"
            );
        }
        function = function_in_path(uri);
    } else if (uri.starts_with("arn:") && !behind_colon(uri, 2).starts_with("lambda:")) {
        return problem("is not the ARN of a Lambda function; name a function of this file");
    }
    const std::string_view qualified = qualified_name(function);
    // An alias may be a stage variable: all aliases of a function are the same here.
    const std::string_view name = qualified.substr(0, qualified.find(':'));
    if (name.find("${") != std::string_view::npos) {
        return problem(
            "chooses the function by a stage variable, which is not served by this version of "
            "Postern; name one function of this file"
        );
    }
    if (!is_function_name(name)) {
        return problem(
            "names no function; write a function of this file, its ARN, or "
            "arn:aws:apigateway:REGION:lambda:path/2015-03-31/functions/ARN/invocations"
        );
    }
    return std::string(name);
}

}  // namespace postern::native
