#pragma once

#include "gateway/core/error.hpp"

#include <string>
#include <string_view>

namespace postern::native {

/// Whether `name` can name a Lambda function: 1 to 64 letters, digits, `-` and `_`.
[[nodiscard]] bool is_function_name(std::string_view name) noexcept;

/// The name of the function that an `integrationUri` means, or why it means none (one `Problem`,
/// its `where` left empty).
///
/// Understands a name, a function ARN, and
/// `arn:aws:apigateway:{region}:lambda:path/2015-03-31/functions/{function}/invocations` with a
/// whole or partial ARN inside ("AWS: Lambda function names"). Region, account and an alias or
/// version behind the name are not looked at: there is one function of a name here.
[[nodiscard]] Loaded<std::string> function_of_uri(std::string_view uri);

}  // namespace postern::native
