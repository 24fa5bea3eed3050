#include "gateway/core/connection/outbox.hpp"

#include <cassert>
#include <utility>

namespace postern {

Offer Outbox::push(std::string_view encoded) {
    // Written so that no sum can overflow; never more than the capacity waits.
    if (encoded.size() > capacity_bytes_ - size_bytes()) return Offer::full;
    next_ += encoded;
    return Offer::queued;
}

std::string_view Outbox::pending() {
    if (batch_.empty()) batch_ = std::exchange(next_, {});
    return std::string_view(batch_).substr(written_bytes_);
}

void Outbox::consume(std::size_t written_bytes) noexcept {
    assert(written_bytes <= batch_.size() - written_bytes_);
    written_bytes_ += written_bytes;
    if (written_bytes_ < batch_.size()) return;
    // An idle connection keeps no memory. Assigning an empty string would keep the capacity.
    std::string().swap(batch_);
    written_bytes_ = 0;
}

}  // namespace postern
