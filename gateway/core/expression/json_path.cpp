#include "gateway/core/expression/json_path.hpp"

#include "gateway/core/expression/path_parser.hpp"
#include "gateway/core/expression/path_selection.hpp"
#include "gateway/core/expression/value_text.hpp"

#include <algorithm>
#include <utility>

namespace postern {
namespace {

bool goes_down_plainly(const path::Step& step) {
    if (step.is_recursive) return false;
    if (std::holds_alternative<path::Name>(step.selector)) return true;
    const auto* index = std::get_if<path::Index>(&step.selector);
    return index != nullptr && index->index >= 0;
}

bool names_one_value(const path::Step& step) {
    return !step.is_recursive && (std::holds_alternative<path::Name>(step.selector) ||
                                  std::holds_alternative<path::Index>(step.selector));
}

}  // namespace

Loaded<JsonPath> JsonPath::parse(std::string_view text) {
    auto parsed = path::parse(text);
    if (!parsed) return std::move(parsed).error();
    JsonPath path;
    path.steps_ = std::move(parsed->steps);
    path.counts_ = parsed->ends_in_length;
    return path;
}

bool JsonPath::is_plain() const noexcept {
    return !counts_ && std::all_of(steps_.begin(), steps_.end(), goes_down_plainly);
}

bool JsonPath::is_definite() const noexcept {
    return counts_ || std::all_of(steps_.begin(), steps_.end(), names_one_value);
}

void JsonPath::append_found(std::string& out, const json::Tree& tree) const {
    const std::vector<json::Tree::Node> found = path::select(steps_, tree);
    const bool is_list = !std::all_of(steps_.begin(), steps_.end(), names_one_value);
    if (counts_) {
        if (is_list) {
            out += std::to_string(found.size());
            return;
        }
        // Only arrays and objects have a length here: that of a string is null in Java's library.
        if (found.empty()) return;
        const json::Kind kind = tree.value(found.front()).kind;
        if (kind != json::Kind::array && kind != json::Kind::object) return;
        out += std::to_string(tree.size(found.front()));
        return;
    }
    if (!is_list) {
        if (!found.empty()) append_value_text(out, tree, found.front());
        return;
    }
    out += '[';
    for (std::size_t i = 0; i < found.size(); ++i) {
        if (i > 0) out += ", ";
        append_element_text(out, tree, found[i]);
    }
    out += ']';
}

}  // namespace postern
