// The scanner against nlohmann/json: any bytes are refused or accepted alike, values come out
// alike.

#include "gateway/core/encoding/utf8.hpp"
#include "gateway/core/json/scanner.hpp"
#include "gateway/core/json/text.hpp"
#include "gateway/core/json/tree.hpp"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

using postern::json::Dialect;
using postern::json::Kind;
using postern::json::Tree;

void require(bool fact) {
    if (!fact) std::abort();
}

/// Texts on which the two differ by intention: what only nlohmann accepts (a byte order mark, NUL
/// as the end, any depth), and what only it refuses (lone surrogates, numbers beyond `double`).
bool is_comparable(std::string_view text) {
    std::size_t opened = 0;
    for (const char c : text) {
        if (c == '\0') return false;
        if (c == '[' || c == '{') ++opened;
    }
    return opened <= postern::json::Scanner::max_depth && postern::utf8::is_valid(text) &&
           !text.starts_with("\xEF\xBB\xBF") && text.find("\\ud") == std::string_view::npos &&
           text.find("\\uD") == std::string_view::npos;
}

bool is_too_large_a_number(std::string_view text) {
    try {
        [[maybe_unused]] const nlohmann::json parsed = nlohmann::json::parse(text);
    } catch (const nlohmann::json::out_of_range&) {
        return true;
    } catch (const nlohmann::json::exception&) {
        return false;
    }
    return false;
}

std::string unescaped(std::string_view inside) {
    std::string out;
    postern::json::append_unescaped(out, inside);
    return out;
}

void require_same(const Tree& tree, Tree::Node node, const nlohmann::json& document) {
    switch (tree.value(node).kind) {
        case Kind::null:
            require(document.is_null());
            break;
        case Kind::boolean:
            require(document.get<bool>() == (tree.value(node).text == "true"));
            break;
        case Kind::number:
            require(document.is_number());
            break;
        case Kind::string:
            require(document.get_ref<const std::string&>() == unescaped(tree.value(node).text));
            break;
        case Kind::array: {
            require(document.is_array() && document.size() == tree.size(node));
            std::size_t index = 0;
            tree.each_child(node, [&](Tree::Node child) {
                require_same(tree, child, document[index++]);
            });
            break;
        }
        case Kind::object:
            require(document.is_object() && document.size() == tree.size(node));
            tree.each_child(node, [&](Tree::Node child) {
                const auto member = document.find(unescaped(tree.key(child).text));
                require(member != document.end());
                require_same(tree, child, *member);
            });
            break;
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(bytes), size);
    const bool is_strict = postern::json::is_json(text, Dialect::strict);
    const bool is_lenient = postern::json::is_json(text, Dialect::lenient);
    require(is_lenient || !is_strict);

    const auto tree = Tree::parse(text, Dialect::strict);
    require(tree.has_value() == is_strict);
    require(Tree::parse(text, Dialect::lenient).has_value() == is_lenient);

    if (postern::utf8::is_valid(text)) {
        std::string quoted;
        postern::json::append_string(quoted, text);
        require(postern::json::is_json(quoted, Dialect::strict));
        require(unescaped(std::string_view(quoted).substr(1, quoted.size() - 2)) == text);
    }

    if (!is_comparable(text)) return 0;
    const nlohmann::json document = nlohmann::json::parse(text, nullptr, false);
    if (document.is_discarded()) {
        require(!is_strict || is_too_large_a_number(text));
        return 0;
    }
    require(is_strict);
    require_same(*tree, tree->root(), document);
    return 0;
}
