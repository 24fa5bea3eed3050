#pragma once

#include "gateway/core/api/native_json.hpp"

#include <string>
#include <string_view>

namespace postern {

/// A definition whose one API, `chat`, has `members` beside its stage `dev`, the function `f` and
/// the integrations `one` and `two` of it.
inline std::string definition_of_api(std::string_view members) {
    return R"({"functions": {"f": {"plugin": "libf.so"}}, "apis": {"chat": {
        "integrations": {"one": {"integrationType": "AWS_PROXY", "integrationUri": "f"},
                         "two": {"integrationType": "AWS_PROXY", "integrationUri": "f",
                                 "timeoutInMillis": 50}},
        "stages": {"dev": {}}, )" +
           std::string(members) + "}}}";
}

/// A smallest definition with `server` as given.
inline std::string definition_of_server(std::string_view server) {
    return R"({"apis": {"chat": {"routeSelectionExpression": "$request.body.action",
        "routes": {"$default": {}}, "stages": {"dev": {}}}}, "server": )" +
           std::string(server) + "}";
}

/// The API of `definition_of_api`.
inline Api api_of(std::string_view members) {
    return read_native_json(definition_of_api(members)).value().apis.at("chat");
}

}  // namespace postern
