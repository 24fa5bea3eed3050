#pragma once

#include "gateway/core/json/scanner.hpp"

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace postern::json {

/// A JSON text as a tree of views into it, for queries that one scan cannot answer.
///
/// Unlike a document it keeps numbers as they were written and members in their order, and reads
/// lenient JSON. Of members with the same key only the last exists.
class Tree {
public:
    /// A value in the tree; numbered front to back, the root is 0.
    using Node = std::size_t;

    /// The tree of `text`, which must outlive it, or nothing when it is not JSON.
    [[nodiscard]] static std::optional<Tree> parse(std::string_view text, Dialect dialect);

    /// The outermost value.
    [[nodiscard]] Node root() const noexcept { return 0; }

    /// What stands at `node`.
    [[nodiscard]] const Value& value(Node node) const noexcept { return nodes_[node].value; }

    /// The key of a member of an object; meaningless for other nodes.
    [[nodiscard]] const Value& key(Node node) const noexcept { return nodes_[node].key; }

    /// How many elements or members `node` has; 0 for a scalar.
    [[nodiscard]] std::size_t size(Node node) const noexcept;

    /// The member called `name`, if `node` is an object with one.
    [[nodiscard]] std::optional<Node> member(Node node, std::string_view name) const noexcept;

    /// The element at `index`, if `node` is an array with one.
    [[nodiscard]] std::optional<Node> element(Node node, std::size_t index) const noexcept;

    /// Calls `visit(child)` for every element or member of `node`, in their order.
    template <class Visit>
    void each_child(Node node, const Visit& visit) const {
        for (Node child = node + 1; child < nodes_[node].end; child = nodes_[child].end) {
            if (!nodes_[child].is_superseded) visit(child);
        }
    }

private:
    struct Entry {
        Value value;
        Value key;
        Node end = 0;  // one past the last node inside this one
        bool is_superseded = false;
    };

    [[nodiscard]] bool read_value(Scanner& scanner, const Value& key);
    [[nodiscard]] bool read_items(Scanner& scanner, Kind container);
    void supersede_duplicates(Node object);

    std::vector<Entry> nodes_;
};

}  // namespace postern::json
