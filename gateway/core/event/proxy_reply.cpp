#include "gateway/core/event/proxy_reply.hpp"

#include "gateway/core/encoding/base64.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace postern {
namespace {

using Json = nlohmann::json;

/// Whether `name` is `Sec-WebSocket-Protocol` in any letter case.
bool is_subprotocol_name(std::string_view name) noexcept {
    constexpr std::string_view expected = "sec-websocket-protocol";
    constexpr auto lower = [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    };
    return std::ranges::equal(name, expected, {}, lower);
}

/// Picks out of a proxy result, while it is parsed, what a WebSocket API uses. Building a document
/// would cost an allocation for every name and value, most of them unused.
///
/// The public functions are what `Json::sax_parse` calls; each returns whether to go on.
class ReplyReader {
public:
    struct Found {
        enum class Kind { other, null, object } kind = Kind::other;
        std::optional<int> status_code;
        std::optional<std::string> body;
        bool body_is_foreign = false;  ///< Neither a string nor `null`.
        bool is_base64 = false;
        std::optional<std::string> single_subprotocol;
        std::optional<std::string> multi_subprotocol;
    };
    [[nodiscard]] Found& found() noexcept { return found_; }

    bool null() {
        if (depth_ == 0) found_.kind = Found::Kind::null;
        return true;
    }
    bool boolean(bool value) {
        if (place() == Place::is_base64) found_.is_base64 = value;
        return pass_value();
    }
    bool number_integer(std::int64_t value) { return integer(value); }
    bool number_unsigned(std::uint64_t value) { return integer(value); }
    bool number_float(double, const std::string&) { return pass_value(); }
    bool string(std::string& value) {
        switch (place()) {
            case Place::body:
                found_.body = std::move(value);
                break;
            case Place::single_subprotocol:
                found_.single_subprotocol = std::move(value);
                break;
            case Place::multi_subprotocol:
                // A response names one subprotocol (RFC 6455 §4.2.2): the first is taken.
                if (!found_.multi_subprotocol) found_.multi_subprotocol = std::move(value);
                break;
            default:
                break;
        }
        return true;
    }
    bool binary(Json::binary_t&) { return false; }
    bool start_object(std::size_t) {
        if (depth_ == 0) found_.kind = Found::Kind::object;
        return enter();
    }
    bool start_array(std::size_t) { return enter(); }
    bool end_object() { return leave(); }
    bool end_array() { return leave(); }
    bool key(std::string& name) {
        if (depth_ == 1) begin_field(name);
        is_subprotocol_ = depth_ == 2 && is_subprotocol_name(name);
        return true;
    }
    bool parse_error(std::size_t, const std::string&, const Json::exception&) { return false; }

private:
    enum class Place {
        other,
        status_code,
        body,
        is_base64,
        headers,
        multi_headers,
        single_subprotocol,
        multi_subprotocol,
    };

    /// Begins a member of the result. Of a repeated member the last one counts, so what an earlier
    /// one left is forgotten.
    void begin_field(std::string_view name) {
        field_ = Place::other;
        if (name == "statusCode") {
            field_ = Place::status_code;
            found_.status_code.reset();
        } else if (name == "body") {
            field_ = Place::body;
            found_.body.reset();
            found_.body_is_foreign = false;
        } else if (name == "isBase64Encoded") {
            field_ = Place::is_base64;
            found_.is_base64 = false;
        } else if (name == "headers") {
            field_ = Place::headers;
            found_.single_subprotocol.reset();
        } else if (name == "multiValueHeaders") {
            field_ = Place::multi_headers;
            found_.multi_subprotocol.reset();
        }
    }

    /// What the value at hand is.
    [[nodiscard]] Place place() const noexcept {
        if (depth_ == 1) return field_;
        if (!is_subprotocol_) return Place::other;
        if (depth_ == 2 && field_ == Place::headers) return Place::single_subprotocol;
        if (depth_ == 3 && field_ == Place::multi_headers) return Place::multi_subprotocol;
        return Place::other;
    }

    template <class Integer>
    bool integer(Integer value) {
        if (place() == Place::status_code && std::in_range<int>(value)) {
            found_.status_code = static_cast<int>(value);
        }
        return pass_value();
    }
    /// Takes note of a value that is neither string nor `null`.
    bool pass_value() {
        if (place() == Place::body) found_.body_is_foreign = true;
        return true;
    }
    bool enter() {
        pass_value();
        ++depth_;
        return true;
    }
    bool leave() {
        --depth_;
        return true;
    }

    Found found_;
    std::size_t depth_ = 0;
    Place field_ = Place::other;
    bool is_subprotocol_ = false;
};

/// What `json` holds, or nothing if it is no JSON.
std::optional<ReplyReader::Found> read(std::string_view json) {
    ReplyReader reader;
    if (!Json::sax_parse(json.begin(), json.end(), &reader)) return std::nullopt;
    return std::move(reader.found());
}

/// Whether `value` can stand in a header: nothing in it could end the line.
bool is_header_value(std::string_view value) noexcept {
    return std::ranges::all_of(value, [](char c) {
        return static_cast<unsigned char>(c) >= 0x20 && c != 0x7F;
    });
}

}  // namespace

Result<ProxyReply> read_connect_reply(std::string_view json) {
    auto found = read(json);
    if (!found || found->kind != ReplyReader::Found::Kind::object || !found->status_code ||
        *found->status_code < 200 || *found->status_code > 599) {
        return Errc::malformed_reply;
    }
    auto& given = found->multi_subprotocol ? found->multi_subprotocol : found->single_subprotocol;
    std::string subprotocol = std::move(given).value_or("");
    if (!is_header_value(subprotocol)) return Errc::malformed_reply;
    ProxyReply reply;
    reply.status_code = found->status_code;
    if (!subprotocol.empty()) reply.subprotocol = std::move(subprotocol);
    return reply;
}

Result<ProxyReply> read_message_reply(std::string_view json) {
    auto found = read(json);
    if (!found || found->body_is_foreign) return Errc::malformed_reply;
    ProxyReply reply;
    if (found->kind == ReplyReader::Found::Kind::null) return reply;
    if (found->kind != ReplyReader::Found::Kind::object) return Errc::malformed_reply;
    reply.status_code = found->status_code;
    if (!found->body) return reply;
    if (!found->is_base64) {
        reply.body = std::move(*found->body);
        return reply;
    }
    auto decoded = base64::decode(*found->body);
    if (!decoded) return Errc::malformed_reply;
    reply.body = std::move(*decoded);
    return reply;
}

}  // namespace postern
