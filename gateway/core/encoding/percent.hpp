#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Percent encoding of URLs (RFC 3986 §2.1), with the unreserved set that AWS signs with.
namespace postern::percent {

/// What `encode` does with `/`: escape it (names and values), or keep it (whole paths).
enum class Slash { encode, keep };

/// `text` with every byte but `A-Z a-z 0-9 - . _ ~` as `%XX`, upper-case digits.
///
/// The `UriEncode` of "AWS: Create a signed AWS API request".
[[nodiscard]] std::string encode(std::string_view text, Slash slash = Slash::encode);

/// `text` with `%XX` replaced by the byte. A `%` that two hexadecimal digits do not follow stays as
/// it is; `+` is not special.
[[nodiscard]] std::string decode(std::string_view text);

/// The names and values of a query string, decoded, in the order written.
///
/// `query` comes without its `?`. Pairs are separated by `&`; a name without `=` has an empty
/// value; empty pairs (`a=1&&b=2`) are skipped. `+` is a space, as in forms and as API Gateway
/// hands query parameters to functions; whoever needs the raw spelling (a signature) splits for
/// itself.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> parse_query(std::string_view query);

}  // namespace postern::percent
