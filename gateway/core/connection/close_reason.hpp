#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace postern {

/// Status code and text that end a connection: what the client sees in Close and the `$disconnect`
/// event reports. Texts of the codes that AWS itself uses are AWS's.
struct CloseReason {
    std::uint16_t code = 1000;
    std::string text;

    friend bool operator==(const CloseReason&, const CloseReason&) = default;
};

/// Every reason the gateway itself has; each names who causes it.
namespace close_reasons {

/// 1000: `DELETE @connections/{id}` or a handler's close.
[[nodiscard]] CloseReason removed();
/// 1001: idle too long, connected too long, its stage is gone, or the gateway is draining.
[[nodiscard]] CloseReason going_away();
/// 1006: TCP ended without a Close frame. Never sent; only reported.
[[nodiscard]] CloseReason lost();
/// 1005: the client's Close carried no status. Never sent; only reported.
[[nodiscard]] CloseReason client_without_status();
/// 1008: the client does not read: no write progress, or replies no longer fit its outbox.
[[nodiscard]] CloseReason not_reading();
/// 1011: a defect of ours ended the session.
[[nodiscard]] CloseReason internal_error();

}  // namespace close_reasons
}  // namespace postern
