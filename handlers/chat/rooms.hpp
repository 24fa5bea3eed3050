#pragma once

#include <cstddef>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace chat {

/// Which connections are in which channels. Any thread.
///
/// A channel exists as long as somebody is in it. Memory is bounded by the limits below.
class Rooms {
public:
    static constexpr std::size_t channels_per_connection = 50;
    static constexpr std::size_t members_per_channel = 10'000;
    static constexpr std::size_t channel_name_bytes = 128;

    enum class Join { joined, too_many_channels, channel_is_full };

    /// Puts a connection into a channel; once is enough.
    [[nodiscard]] Join join(std::string_view connection_id, std::string_view channel);
    /// Everybody in `channel` except `sender`.
    [[nodiscard]] std::vector<std::string> others_in(
        std::string_view channel, std::string_view sender
    ) const;
    /// Takes a connection out of all its channels.
    void forget(std::string_view connection_id);

private:
    using Names = std::set<std::string, std::less<>>;

    mutable std::mutex mutex_;
    std::unordered_map<std::string, Names> members_by_channel_;
    std::unordered_map<std::string, Names> channels_by_member_;
};

}  // namespace chat
