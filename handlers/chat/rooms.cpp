#include "rooms.hpp"

namespace chat {

Rooms::Join Rooms::join(std::string_view connection_id, std::string_view channel) {
    const std::string member(connection_id);
    const std::string name(channel);
    const std::lock_guard lock(mutex_);
    const auto channels = channels_by_member_.find(member);
    if (channels != channels_by_member_.end()) {
        if (channels->second.count(name) != 0) return Join::joined;
        if (channels->second.size() >= channels_per_connection) return Join::too_many_channels;
    }
    const auto members = members_by_channel_.find(name);
    if (members != members_by_channel_.end() && members->second.size() >= members_per_channel) {
        return Join::channel_is_full;
    }
    members_by_channel_[name].insert(member);
    channels_by_member_[member].insert(name);
    return Join::joined;
}

std::vector<std::string> Rooms::others_in(std::string_view channel, std::string_view sender) const {
    std::vector<std::string> others;
    const std::lock_guard lock(mutex_);
    const auto members = members_by_channel_.find(std::string(channel));
    if (members == members_by_channel_.end()) return others;
    others.reserve(members->second.size());
    for (const std::string& member : members->second) {
        if (member != sender) others.push_back(member);
    }
    return others;
}

void Rooms::forget(std::string_view connection_id) {
    const std::string member(connection_id);
    const std::lock_guard lock(mutex_);
    const auto channels = channels_by_member_.find(member);
    if (channels == channels_by_member_.end()) return;
    for (const std::string& name : channels->second) {
        const auto members = members_by_channel_.find(name);
        members->second.erase(member);
        if (members->second.empty()) members_by_channel_.erase(members);
    }
    channels_by_member_.erase(channels);
}

}  // namespace chat
