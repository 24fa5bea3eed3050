#pragma once

#include "gateway/core/auth/sigv4.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace postern::sigv4 {

/// How the path enters the canonical request.
///
/// SDKs encode the path as it stands on the wire once more, so `%3D` becomes `%253D`; a few tools
/// encode the decoded path instead.
enum class PathForm { encoded_again, decoded_first };

/// `path` without empty and `.` segments, with `..` resolved, percent-encoded.
[[nodiscard]] std::string canonical_path(std::string_view path, PathForm form);

/// `query` (without its `?`) sorted by encoded name, then value, `X-Amz-Signature` left out. A name
/// without `=` gets an empty value; `+` is a plus sign.
[[nodiscard]] std::string canonical_query(std::string_view query);

/// The six parts of the canonical request joined by line feeds.
///
/// `signed_headers`: lower-case names in order; one the request lacks has an empty value.
/// `payload_hash`: what stands for the body, a hash or `UNSIGNED-PAYLOAD`.
[[nodiscard]] std::string canonical_request(
    const Request& request,
    const std::vector<std::string>& signed_headers,
    std::string_view payload_hash,
    PathForm form
);

/// What is signed: algorithm, time, scope, and the hash of the canonical request.
[[nodiscard]] std::string string_to_sign(
    std::string_view time, std::string_view scope, std::string_view canonical_request
);

/// The value of the first header called `name` (lower case), or null when there is none.
[[nodiscard]] const std::string* find_header(const Fields& headers, std::string_view name);

/// `text` with ASCII letters in lower case.
[[nodiscard]] std::string lower_case(std::string_view text);

/// `target` before its `?`.
[[nodiscard]] std::string_view path_of(std::string_view target);

/// `target` after its `?`, empty when there is none.
[[nodiscard]] std::string_view query_of(std::string_view target);

}  // namespace postern::sigv4
