#include "gateway/core/expression/plain_paths.hpp"

#include "gateway/core/json/text.hpp"

#include <algorithm>
#include <utility>

namespace postern {

using json::Kind;
using json::Scanner;
using json::Value;

/// One lookup: walks the text and the tree of paths side by side.
class PlainPaths::Search {
public:
    Search(
        const PlainPaths& paths,
        std::string_view text,
        json::Dialect dialect,
        std::span<Match> matches
    ) noexcept
        : paths_(paths),
          scanner_(text, dialect),
          matches_(matches) {}

    bool run() noexcept { return value(paths_.nodes_.front()) && scanner_.finish(); }

private:
    /// Recursion is as deep as the longest path.
    bool value(const Node& node) noexcept {
        const Kind kind = scanner_.peek();
        Value found;
        if (kind == Kind::object && !node.members.empty()) {
            const char* const start = scanner_.position();
            if (!object(node)) return false;
            found = {kind, false, since(start)};
        } else if (kind == Kind::array && !node.elements.empty()) {
            const char* const start = scanner_.position();
            if (!array(node)) return false;
            found = {kind, false, since(start)};
        } else if (!scanner_.skip(found)) {
            return false;
        }
        if (node.match != no_match) matches_[node.match] = found;
        return true;
    }

    bool object(const Node& node) noexcept {
        Scanner::Item item = scanner_.enter();
        while (item == Scanner::Item::present) {
            Value key;
            if (!scanner_.key(key)) return false;
            const Node* const wanted = member(node, key);
            if (wanted != nullptr) {
                // The same key may have come before: what that value contained is void.
                forget(*wanted);
                if (!value(*wanted)) return false;
            } else if (Value unwanted; !scanner_.skip(unwanted)) {
                return false;
            }
            item = scanner_.next(Kind::object);
        }
        return item == Scanner::Item::none;
    }

    bool array(const Node& node) noexcept {
        Scanner::Item item = scanner_.enter();
        for (std::size_t index = 0; item == Scanner::Item::present; ++index) {
            const auto wanted =
                std::find_if(node.elements.begin(), node.elements.end(), [&](const auto& element) {
                    return element.first == index;
                });
            if (wanted != node.elements.end()) {
                if (!value(paths_.nodes_[wanted->second])) return false;
            } else if (Value unwanted; !scanner_.skip(unwanted)) {
                return false;
            }
            item = scanner_.next(Kind::array);
        }
        return item == Scanner::Item::none;
    }

    [[nodiscard]] const Node* member(const Node& node, const Value& key) const noexcept {
        for (const auto& [name, child] : node.members) {
            const bool is_same =
                key.has_escapes ? json::equals_unescaped(key.text, name) : key.text == name;
            if (is_same) return &paths_.nodes_[child];
        }
        return nullptr;
    }

    void forget(const Node& node) noexcept {
        if (node.match != no_match) matches_[node.match].reset();
        for (const auto& [name, child] : node.members) {
            forget(paths_.nodes_[child]);
        }
        for (const auto& [index, child] : node.elements) {
            forget(paths_.nodes_[child]);
        }
    }

    [[nodiscard]] std::string_view since(const char* start) const noexcept {
        return {start, static_cast<std::size_t>(scanner_.position() - start)};
    }

    const PlainPaths& paths_;
    Scanner scanner_;
    std::span<Match> matches_;
};

PlainPaths::PlainPaths() : nodes_(1) {}

std::size_t PlainPaths::add(const JsonPath& path) {
    std::size_t node = 0;
    for (const path::Step& step : path.steps()) {
        node = child(node, step.selector);
    }
    if (nodes_[node].match == no_match) nodes_[node].match = match_count_++;
    return nodes_[node].match;
}

std::size_t PlainPaths::child(std::size_t node, const path::Selector& selector) {
    const auto find_or_add = [&](auto& children, auto wanted) {
        for (const auto& [which, child] : children) {
            if (which == wanted) return child;
        }
        const std::size_t added = nodes_.size();
        children.emplace_back(std::move(wanted), added);
        return added;
    };
    std::size_t found = 0;
    if (const auto* name = std::get_if<path::Name>(&selector)) {
        found = find_or_add(nodes_[node].members, name->name);
    } else {
        const auto index = static_cast<std::size_t>(std::get<path::Index>(selector).index);
        found = find_or_add(nodes_[node].elements, index);
    }
    if (found == nodes_.size()) nodes_.emplace_back();
    return found;
}

bool PlainPaths::find(std::string_view text, json::Dialect dialect, std::span<Match> matches)
    const noexcept {
    std::fill(matches.begin(), matches.end(), std::nullopt);
    return Search(*this, text, dialect, matches).run();
}

}  // namespace postern
