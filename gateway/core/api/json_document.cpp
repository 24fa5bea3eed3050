#include "gateway/core/api/json_document.hpp"

#include "gateway/core/encoding/utf8.hpp"
#include "gateway/core/json/text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstddef>
#include <unordered_map>
#include <utility>
#include <vector>

namespace postern::native {
namespace {

/// `LINE:COLUMN` of the byte before `end`, both from 1; columns count bytes.
std::string place_in(std::string_view text, std::size_t end) {
    const std::string_view before = text.substr(0, std::min(end, text.size()));
    const auto line = 1 + std::count(before.begin(), before.end(), '\n');
    const std::size_t line_start = before.rfind('\n') + 1;  // npos + 1 is 0
    const std::size_t column = std::max<std::size_t>(before.size() - line_start, 1);
    return std::to_string(line) + ":" + std::to_string(column);
}

/// The last characters of the line up to the byte before `end`, in quotes and safe to print.
std::string tail_before(std::string_view text, std::size_t end) {
    constexpr std::size_t longest = 24;
    std::string_view tail = text.substr(0, end);
    tail.remove_prefix(tail.rfind('\n') + 1);
    if (tail.size() > longest) tail.remove_prefix(tail.size() - longest);
    tail.remove_prefix(std::min(tail.find_first_not_of(" \t"), tail.size()));
    std::string result;
    json::append_string(result, utf8::replace_invalid(tail));
    return result;
}

/// Builds the document from the parser's events, refusing what a plain parse would let pass.
class Builder final : public nlohmann::json_sax<Json> {
public:
    Builder(std::string_view text, Json& root, Problems& repeated_keys)
        : text_(text),
          root_(root),
          repeated_keys_(repeated_keys) {}

    /// Why parsing stopped.
    [[nodiscard]] Problems take_failure() { return std::move(failure_); }

    bool null() override { return put(nullptr); }
    bool boolean(bool value) override { return put(value); }
    bool number_integer(number_integer_t value) override { return put(value); }
    bool number_unsigned(number_unsigned_t value) override { return put(value); }
    bool number_float(number_float_t value, const string_t&) override { return put(value); }
    bool string(string_t& value) override { return put(std::move(value)); }
    bool binary(binary_t&) override { return false; }

    bool start_object(std::size_t) override { return open(Json::object()); }
    bool start_array(std::size_t) override { return open(Json::array()); }
    bool end_object() override { return close(); }
    bool end_array() override { return close(); }

    bool key(string_t& value) override {
        Level& level = levels_.back();
        level.key = value;
        if (level.container->contains(value)) {
            repeated_keys_.push_back(
                {pointer_to(pointer(), value), "the key is given twice; remove one of the two"}
            );
        }
        return true;
    }

    bool parse_error(std::size_t position, const std::string&, const nlohmann::json::exception&)
        override {
        std::string what =
            "not JSON: the text ends too early; close every quote, bracket and brace";
        if (position > 0 && position <= text_.size()) {
            const char last = text_[position - 1];
            what = "not JSON: stuck at " + tail_before(text_, position) + "; ";
            what += last == '/' || last == '#'
                        ? "JSON has no comments, remove it"
                        : "look for a missing or superfluous comma, quote or brace";
        }
        failure_ = {Problem{place_in(text_, position), std::move(what)}};
        return false;
    }

private:
    struct Level {
        Json* container;
        /// Of the member being read; elements go by the array's size.
        std::string key;
    };

    bool open(Json container) {
        if (levels_.size() == max_depth) {
            failure_.assign(
                {{pointer(),
                  "nested deeper than " + std::to_string(max_depth) +
                      " levels; make the structure flatter"}}
            );
            return false;
        }
        Json& placed = place(std::move(container));
        levels_.push_back({&placed, {}});
        return true;
    }

    bool close() {
        levels_.pop_back();
        return true;
    }

    bool put(Json value) {
        place(std::move(value));
        return true;
    }

    Json& place(Json value) {
        if (levels_.empty()) return root_ = std::move(value);
        Level& level = levels_.back();
        if (level.container->is_object()) {
            return (*level.container)[level.key] = std::move(value);
        }
        level.container->push_back(std::move(value));
        return level.container->back();
    }

    [[nodiscard]] std::string pointer() const {
        std::string result;
        for (std::size_t i = 0; i + 1 < levels_.size(); ++i) {
            const Level& level = levels_[i];
            const bool is_object = level.container->is_object();
            result = pointer_to(
                result, is_object ? level.key : std::to_string(level.container->size() - 1)
            );
        }
        return result;
    }

    std::string_view text_;
    Json& root_;
    std::vector<Level> levels_;
    Problems& repeated_keys_;
    Problems failure_;
};

using Places = std::unordered_map<std::string, std::size_t>;

void number_places(const Json& value, const std::string& pointer, Places& places) {
    places.emplace(pointer, places.size());
    if (value.is_object()) {
        for (const auto& [key, member] : value.items()) {
            number_places(member, pointer_to(pointer, key), places);
        }
    } else if (value.is_array()) {
        for (std::size_t i = 0; i < value.size(); ++i) {
            number_places(value[i], pointer_to(pointer, std::to_string(i)), places);
        }
    }
}

std::size_t place_of(std::string pointer, const Places& places) {
    while (!pointer.empty()) {
        const auto found = places.find(pointer);
        if (found != places.end()) return found->second;
        pointer.resize(pointer.rfind('/'));
    }
    return 0;
}

template <class Finding>
void sort_findings(std::vector<Finding>& findings, const Json& document) {
    if (findings.empty()) return;
    Places places;
    number_places(document, {}, places);
    std::stable_sort(
        findings.begin(),
        findings.end(),
        [&places](const Finding& left, const Finding& right) {
            return place_of(left.where, places) < place_of(right.where, places);
        }
    );
}

}  // namespace

Loaded<Json> parse_document(std::string_view text, Problems& repeated_keys) {
    Json document;
    Builder builder(text, document, repeated_keys);
    if (!Json::sax_parse(text, &builder)) return builder.take_failure();
    return {boost::system::in_place_value, std::move(document)};
}

std::string pointer_to(std::string_view pointer, std::string_view key) {
    std::string result(pointer);
    result += '/';
    for (const char c : key) {
        if (c == '~') {
            result += "~0";
        } else if (c == '/') {
            result += "~1";
        } else {
            result += c;
        }
    }
    return result;
}

void sort_by_place(Problems& problems, const Json& document) {
    sort_findings(problems, document);
}

void sort_by_place(std::vector<Note>& notes, const Json& document) {
    sort_findings(notes, document);
}

}  // namespace postern::native
