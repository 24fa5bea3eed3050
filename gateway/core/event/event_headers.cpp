#include "gateway/core/event/event_headers.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <unordered_map>
#include <utility>

namespace postern {
namespace {

/// What concerns only the hop between client and gateway.
constexpr std::array<std::string_view, 3> removed_headers{
    "connection", "upgrade", "content-length"};

constexpr std::string_view trace_id_name = "X-Amzn-Trace-Id";
constexpr std::string_view forwarded_for_name = "X-Forwarded-For";
constexpr std::string_view forwarded_port_name = "X-Forwarded-Port";
constexpr std::string_view forwarded_proto_name = "X-Forwarded-Proto";

/// Lower case of an ASCII character; header names have no others.
constexpr char lower(char c) noexcept {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool names_equal(std::string_view a, std::string_view b) noexcept {
    return std::ranges::equal(a, b, {}, lower, lower);
}

bool name_less(const EventParameter& a, const EventParameter& b) noexcept {
    return std::ranges::lexicographical_compare(a.name, b.name, {}, lower, lower);
}

bool is_removed(std::string_view name) noexcept {
    return std::ranges::any_of(removed_headers, [name](std::string_view removed) {
        return names_equal(name, removed);
    });
}

bool is_replaced(std::string_view name) noexcept {
    return names_equal(name, trace_id_name) || names_equal(name, forwarded_port_name) ||
           names_equal(name, forwarded_proto_name);
}

/// Groups sorted headers of equal names into one parameter each.
std::vector<EventParameter> merge_repeated(std::vector<EventParameter> sorted) {
    std::vector<EventParameter> merged;
    merged.reserve(sorted.size());
    for (EventParameter& header : sorted) {
        if (!merged.empty() && names_equal(merged.back().name, header.name)) {
            merged.back().values.push_back(std::move(header.values.front()));
        } else {
            merged.push_back(std::move(header));
        }
    }
    return merged;
}

}  // namespace

std::vector<EventParameter> connect_headers(
    const Handshake& handshake, std::string_view source_ip
) {
    std::vector<EventParameter> headers;
    headers.reserve(handshake.headers.size() + 4);
    EventParameter forwarded_for{std::string(forwarded_for_name), {""}};
    for (const auto& [name, value] : handshake.headers) {
        if (is_removed(name) || is_replaced(name)) continue;
        if (names_equal(name, forwarded_for_name)) {
            forwarded_for.values.front() += value + ", ";
        } else {
            headers.push_back({name, {value}});
        }
    }
    forwarded_for.values.front() += source_ip;
    headers.push_back(std::move(forwarded_for));
    headers.push_back({std::string(trace_id_name), {handshake.trace_id}});
    headers.push_back({std::string(forwarded_port_name), {handshake.forwarded_port}});
    headers.push_back({std::string(forwarded_proto_name), {handshake.forwarded_proto}});
    // Stable, so repeated headers keep the order of their values. Sorting first also keeps a
    // request of thousands of headers from costing quadratic time.
    std::ranges::stable_sort(headers, name_less);
    return merge_repeated(std::move(headers));
}

std::vector<EventParameter> query_parameters(const Fields& query) {
    std::vector<EventParameter> parameters;
    std::unordered_map<std::string_view, std::size_t> positions;
    for (const auto& [name, value] : query) {
        const auto [position, is_new] = positions.try_emplace(name, parameters.size());
        if (is_new) parameters.push_back({name, {}});
        parameters[position->second].values.push_back(value);
    }
    return parameters;
}

}  // namespace postern
