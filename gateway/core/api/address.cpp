#include "gateway/core/api/address.hpp"

#include "gateway/core/encoding/percent.hpp"

#include <algorithm>
#include <span>
#include <utility>

namespace postern {
namespace {

/// The APIs that are searched, and how.
class Search {
public:
    Search(const std::vector<CompiledApi>& apis, std::string_view only_stage)
        : apis_(apis),
          only_stage_(only_stage) {}

    [[nodiscard]] bool has_stage(std::size_t api, std::string_view stage) const {
        return is_visible(stage) && apis_[api].stage(stage) != nullptr;
    }

    /// The API called `api_id`, if it has that stage.
    [[nodiscard]] std::optional<std::size_t> by_path(
        std::string_view api_id, std::string_view stage
    ) const {
        const auto api = by_id(api_id);
        return api && has_stage(*api, stage) ? api : std::nullopt;
    }

    /// The only API with that stage, or the one of them that the host names.
    [[nodiscard]] std::optional<std::size_t> by_stage(
        std::string_view stage, std::optional<std::size_t> named_by_host
    ) const {
        if (named_by_host && has_stage(*named_by_host, stage)) return named_by_host;
        std::optional<std::size_t> found;
        for (std::size_t api = 0; api < apis_.size(); ++api) {
            if (!has_stage(api, stage)) continue;
            if (found) return std::nullopt;
            found = api;
        }
        return found;
    }

    [[nodiscard]] std::optional<std::size_t> by_id(std::string_view api_id) const {
        const auto found = std::find_if(apis_.begin(), apis_.end(), [api_id](const auto& api) {
            return api.api_id() == api_id;
        });
        if (found == apis_.end()) return std::nullopt;
        return static_cast<std::size_t>(found - apis_.begin());
    }

    /// The only stage of the API that the host names, or of all APIs when it names none.
    [[nodiscard]] std::optional<ResolvedAddress> only_stage(std::optional<std::size_t> named_by_host
    ) const {
        std::optional<ResolvedAddress> found;
        for (std::size_t api = 0; api < apis_.size(); ++api) {
            if (named_by_host && *named_by_host != api) continue;
            for (const auto& [name, stage] : apis_[api].stages()) {
                if (!is_visible(name)) continue;
                if (found) return std::nullopt;
                found = ResolvedAddress{api, name, {}};
            }
        }
        return found;
    }

private:
    [[nodiscard]] bool is_visible(std::string_view stage) const {
        return only_stage_.empty() || stage == only_stage_;
    }

    const std::vector<CompiledApi>& apis_;
    std::string_view only_stage_;
};

/// First label of `host` in lower case, empty unless another follows: `chat` of `Chat.example:80`.
std::string first_label(std::string_view host) {
    const std::size_t dot = host.find('.');
    if (dot == std::string_view::npos) return {};
    std::string label(host.substr(0, dot));
    for (char& c : label) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return label;
}

std::vector<std::string> split(std::string_view path) {
    std::vector<std::string> segments;
    while (!path.empty()) {
        const std::size_t slash = path.find('/');
        if (slash != 0) segments.emplace_back(path.substr(0, slash));
        path.remove_prefix(slash == std::string_view::npos ? path.size() : slash + 1);
    }
    return segments;
}

std::string join(std::span<const std::string> segments) {
    std::string path;
    for (const std::string& segment : segments) {
        if (!path.empty()) path += '/';
        path += segment;
    }
    return path;
}

}  // namespace

std::optional<ResolvedAddress> resolve_address(
    const std::vector<CompiledApi>& apis,
    std::string_view host,
    std::string_view target,
    std::string_view only_stage
) {
    const Search search(apis, only_stage);
    const auto named_by_host = search.by_id(first_label(host));
    const std::vector<std::string> segments = split(percent::decode(target));
    const std::span<const std::string> all(segments);

    if (all.size() >= 2) {
        if (const auto api = search.by_path(all[0], all[1])) {
            return ResolvedAddress{*api, all[1], join(all.subspan(2))};
        }
    }
    if (!all.empty()) {
        if (const auto api = search.by_stage(all[0], named_by_host)) {
            return ResolvedAddress{*api, all[0], join(all.subspan(1))};
        }
    }
    if (all.empty() || all[0] == "@connections") {
        auto address = search.only_stage(named_by_host);
        if (address) address->rest = join(all);
        return address;
    }
    return std::nullopt;
}

}  // namespace postern
