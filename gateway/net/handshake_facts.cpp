#include "gateway/net/handshake_facts.hpp"

#include "gateway/core/encoding/percent.hpp"

#include <chrono>
#include <cstdint>

namespace postern::net {
namespace {

void append_hex(std::string& out, std::uint64_t value, unsigned digits) {
    constexpr std::string_view hex = "0123456789abcdef";
    for (unsigned i = digits; i-- > 0;)
        out.push_back(hex[(value >> (4U * i)) & 15U]);
}

}  // namespace

std::string make_trace_id(FastRandom& random, Instant at) {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count();
    std::string id = "Root=1-";
    append_hex(id, static_cast<std::uint64_t>(seconds), 8);
    id.push_back('-');
    append_hex(id, random.next(), 16);
    append_hex(id, random.next(), 8);
    return id;
}

std::string make_uuid(FastRandom& random) {
    const std::uint64_t high = random.next();
    const std::uint64_t low = random.next();
    std::string uuid;
    append_hex(uuid, high >> 32U, 8);
    uuid.push_back('-');
    append_hex(uuid, high >> 16U, 4);
    uuid.append("-4");
    append_hex(uuid, high, 3);
    uuid.push_back('-');
    append_hex(uuid, (low >> 48U & 0x3fffU) | 0x8000U, 4);
    uuid.push_back('-');
    append_hex(uuid, low, 12);
    return uuid;
}

std::unique_ptr<const Handshake> handshake_of(const HttpRequest& request, std::string trace_id) {
    auto handshake = std::make_unique<Handshake>();
    handshake->headers = request.headers;
    handshake->query = percent::parse_query(request.query());
    handshake->trace_id = std::move(trace_id);
    handshake->forwarded_proto = "https";
    handshake->forwarded_port = "443";
    return handshake;
}

std::string switching_protocols(
    std::string_view date,
    std::string_view accept_key,
    std::string_view protocol,
    std::string_view extension
) {
    std::string out = "HTTP/1.1 101 Switching Protocols\r\nDate: ";
    out.append(date).append(
        "\r\nConnection: upgrade\r\nupgrade: websocket\r\nsec-websocket-accept: "
    );
    out.append(accept_key);
    if (!protocol.empty()) out.append("\r\nsec-websocket-protocol: ").append(protocol);
    if (!extension.empty()) out.append("\r\nsec-websocket-extensions: ").append(extension);
    return out.append("\r\n\r\n");
}

}  // namespace postern::net
