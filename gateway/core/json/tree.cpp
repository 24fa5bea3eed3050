#include "gateway/core/json/tree.hpp"

#include "gateway/core/json/text.hpp"

#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace postern::json {

std::optional<Tree> Tree::parse(std::string_view text, Dialect dialect) {
    Tree tree;
    Scanner scanner(text, dialect);
    if (!tree.read_value(scanner, Value{}) || !scanner.finish()) return std::nullopt;
    return tree;
}

bool Tree::read_value(Scanner& scanner, const Value& key) {
    const Node node = nodes_.size();
    nodes_.push_back({Value{}, key, node + 1, false});
    const Kind kind = scanner.peek();
    if (kind != Kind::object && kind != Kind::array) return scanner.skip(nodes_[node].value);

    // Recursion is bounded: the scanner refuses to enter beyond its maximum depth.
    const char* const start = scanner.position();
    if (!read_items(scanner, kind)) return false;
    const auto size = static_cast<std::size_t>(scanner.position() - start);
    nodes_[node].value = {kind, false, {start, size}};
    nodes_[node].end = nodes_.size();
    if (kind == Kind::object) supersede_duplicates(node);
    return true;
}

bool Tree::read_items(Scanner& scanner, Kind container) {
    Scanner::Item item = scanner.enter();
    while (item == Scanner::Item::present) {
        Value key;
        if (container == Kind::object && !scanner.key(key)) return false;
        if (!read_value(scanner, key)) return false;
        item = scanner.next(container);
    }
    return item == Scanner::Item::none;
}

void Tree::supersede_duplicates(Node object) {
    std::unordered_map<std::string, Node> latest;
    each_child(object, [&](Node child) {
        std::string name;
        append_unescaped(name, key(child).text);
        const auto [at, is_new] = latest.try_emplace(std::move(name), child);
        if (!is_new) nodes_[std::exchange(at->second, child)].is_superseded = true;
    });
}

std::size_t Tree::size(Node node) const noexcept {
    std::size_t count = 0;
    each_child(node, [&](Node) { ++count; });
    return count;
}

std::optional<Tree::Node> Tree::member(Node node, std::string_view name) const noexcept {
    std::optional<Node> found;
    if (value(node).kind != Kind::object) return found;
    each_child(node, [&](Node child) {
        if (equals_unescaped(key(child).text, name)) found = child;
    });
    return found;
}

std::optional<Tree::Node> Tree::element(Node node, std::size_t index) const noexcept {
    std::optional<Node> found;
    if (value(node).kind != Kind::array) return found;
    std::size_t position = 0;
    each_child(node, [&](Node child) {
        if (position++ == index) found = child;
    });
    return found;
}

}  // namespace postern::json
