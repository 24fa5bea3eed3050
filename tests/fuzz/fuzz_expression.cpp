// Selection expressions from any text, evaluated on any message. Input: expression, line break,
// message.

#include "gateway/core/expression/selection.hpp"
#include "gateway/core/json/scanner.hpp"
#include "gateway/core/json/tree.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

using postern::json::Dialect;

void require(bool fact) {
    if (!fact) std::abort();
}

/// A path looked up on a tree and the same path picked out of the text find the same.
void require_scan_agrees_with_tree(std::string_view path, std::string_view message) {
    if (path.find('}') != std::string_view::npos) return;  // would end the variable
    const auto parsed = postern::JsonPath::parse(path);
    const auto tree = postern::json::Tree::parse(message, Dialect::lenient);
    const auto expression =
        postern::SelectionExpression::parse("${request.body" + std::string(path) + "}");
    if (!parsed || !parsed->is_plain() || !tree || !expression) return;
    std::string expected;
    parsed->append_found(expected, *tree);
    std::string scratch;
    require(expression->evaluate(message, scratch) == expected);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(bytes), size);
    const std::size_t line_break = std::min(input.find('\n'), input.size());
    const std::string_view text = input.substr(0, line_break);
    const std::string_view message = input.substr(std::min(line_break + 1, input.size()));

    const auto expression = postern::SelectionExpression::parse(text);
    if (!expression) {
        require(expression.error().size() == 1 && !expression.error().front().what.empty());
    } else {
        for (const Dialect dialect : {Dialect::strict, Dialect::lenient}) {
            std::string scratch;
            const auto result = expression->evaluate(message, scratch, dialect);
            const bool can_be_read =
                !expression->reads_body() || postern::json::is_json(message, dialect);
            require(result.has_value() == can_be_read);
        }
    }
    constexpr std::string_view variable = "$request.body";
    if (text.starts_with(variable)) {
        const std::string_view path = text.substr(variable.size());
        if (path.starts_with('.') || path.starts_with('[')) {
            require_scan_agrees_with_tree(path, message);
        }
    }
    return 0;
}
