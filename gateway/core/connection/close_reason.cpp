#include "gateway/core/connection/close_reason.hpp"

namespace postern::close_reasons {

CloseReason removed() {
    return {1000, "Connection Closed Normally"};
}

CloseReason going_away() {
    return {1001, "Going away"};
}

CloseReason lost() {
    return {1006, "Connection closed abnormally"};
}

CloseReason client_without_status() {
    return {1005, "Client-side close frame status not set"};
}

CloseReason not_reading() {
    return {1008, "Client does not read"};
}

CloseReason internal_error() {
    return {1011, "Internal server error"};
}

}  // namespace postern::close_reasons
