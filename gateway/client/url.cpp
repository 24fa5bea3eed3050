#include "gateway/client/url.hpp"

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

namespace postern::client {
namespace {

std::string bad_url(std::string_view text, std::string_view why) {
    std::string problem = "'";
    problem.append(text).append("' is not a URL of a gateway: ").append(why);
    return problem + "; write it like ws://127.0.0.1:3001/dev";
}

std::string target_of(const boost::urls::url_view& view) {
    const auto path = view.encoded_path();
    std::string target(path.data(), path.size());
    if (target.empty()) target = "/";
    if (view.has_query()) {
        const auto query = view.encoded_query();
        target.append("?").append(query.data(), query.size());
    }
    return target;
}

}  // namespace

std::variant<Url, std::string> parse_url(std::string_view text) {
    const auto parsed = boost::urls::parse_uri({text.data(), text.size()});
    if (!parsed) return bad_url(text, "it is not of the form scheme://host:port/path");
    const boost::urls::url_view& view = *parsed;

    using boost::urls::scheme;
    const scheme kind = view.scheme_id();
    Url url;
    if (kind == scheme::https || kind == scheme::wss) {
        url.security = Url::Security::tls;
    } else if (kind != scheme::http && kind != scheme::ws) {
        return bad_url(text, "its scheme is none of ws, wss, http and https");
    }
    url.host = view.host_address();
    if (url.host.empty()) return bad_url(text, "it names no host");
    if (view.has_userinfo()) return bad_url(text, "it names a user, which a gateway does not know");

    const std::uint16_t default_port = url.security == Url::Security::tls ? 443 : 80;
    url.port = default_port;
    if (view.has_port() && !view.port().empty()) {
        url.port = view.port_number();
        if (url.port == 0) return bad_url(text, "its port is not one of 1 to 65535");
    }
    url.authority = view.encoded_host();
    if (url.port != default_port) url.authority += ':' + std::to_string(url.port);
    url.origin = std::string{view.scheme()} + "://" + url.authority;
    url.target = target_of(view);
    // Boost.URL 1.81 reads `h:x/dev` as the host `h`, an empty port and the path `x/dev`.
    if (!url.target.starts_with('/')) return bad_url(text, "its port is not a number");
    return url;
}

}  // namespace postern::client
