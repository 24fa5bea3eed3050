#pragma once

#include <boost/system/result.hpp>

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace postern {

/// Everything expected that can go wrong between a frame and its reply.
///
/// Values, not exceptions: each is answered where the client (or the caller of `@connections`) can
/// be told.
enum class Errc {
    ok = 0,
    integration_failed,       ///< The function threw, crashed or reported an error itself.
    integration_timeout,      ///< No answer before the integration's `timeoutInMillis`.
    integration_unavailable,  ///< It could not be invoked at all: queue full, missing, shutting
                              ///< down.
    malformed_reply,          ///< It answered something that is not a Lambda proxy result.
    no_route,                 ///< No route matches and the API has no `$default`.
    throttled,                ///< A rate limit of account, stage or route.
    invalid_body,             ///< The message does not satisfy the route's model.
};

/// A short lower-case name for logs and metric labels, such as `integration_timeout`.
[[nodiscard]] std::string_view name_of(Errc error) noexcept;

/// `Errc` as an error code, which lets `Result` carry it without allocation.
[[nodiscard]] boost::system::error_code make_error_code(Errc error) noexcept;

/// A value or an `Errc`; the frame path returns nothing else.
template <class T>
using Result = boost::system::result<T>;

/// One thing wrong with a definition or an option: where it is, what it is, what to do.
struct Problem {
    /// JSON pointer into the file (`/apis/chat/routes/$default/target`), `LINE:COLUMN` in a text
    /// that is not JSON, or empty for the whole file.
    std::string where;
    /// One sentence saying what is wrong, and what to do about it.
    std::string what;

    friend bool operator==(const Problem&, const Problem&) = default;
};

/// Every problem found, in the order of the file. Loading never stops at the first.
using Problems = std::vector<Problem>;

/// A value, or every reason why there is none.
template <class T>
using Loaded = boost::system::result<T, Problems>;

/// Lets `Loaded<T>::value()` throw, as `boost::system::result` asks of its error type.
[[noreturn]] void throw_exception_from_error(
    const Problems& problems, const boost::source_location& where
);

}  // namespace postern

template <>
struct boost::system::is_error_code_enum<postern::Errc> : std::true_type {};
