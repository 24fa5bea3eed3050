#pragma once

#include "gateway/core/api/json_document.hpp"
#include "gateway/core/api/keys.hpp"
#include "gateway/core/api/model.hpp"
#include "gateway/core/error.hpp"

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace postern::native {

/// What reading a definition found, apart from the definition.
struct Findings {
    Problems problems;
    std::vector<Note> notes;
};

/// A value of the document, and where it stands. The document outlives it.
struct Place {
    const Json& value;
    std::string pointer;
};

/// `text` in double quotes, escaped as in JSON so that it prints on one line.
[[nodiscard]] std::string in_quotes(std::string_view text);

/// `names` for a sentence: `"a", "b" or "c"`.
[[nodiscard]] std::string one_of(std::span<const std::string_view> names);

/// ` (did you mean "target"?)`, or nothing when no name is near.
[[nodiscard]] std::string did_you_mean(
    std::string_view written, std::span<const std::string_view> names
);

/// Reads the members of one object; everything unexpected becomes a problem, at once and with its
/// place.
///
/// A getter answers nothing when the member is absent and when it is wrong; the problem was then
/// reported.
class ObjectReader {
public:
    /// Reports what is no object, and keys that `keys` does not have or that are not served; notes
    /// those that are ignored. `findings` outlives the reader.
    ObjectReader(Place object, const KeyTable& keys, Findings& findings);

    /// Whether the object has that member, of whatever type.
    [[nodiscard]] bool has(std::string_view key) const;
    /// The pointer of the member, whether it exists or not.
    [[nodiscard]] std::string pointer(std::string_view key) const;
    /// Whether a key that is not served was reported: other things may then be missing for a
    /// reason.
    [[nodiscard]] bool has_unserved() const noexcept { return has_unserved_; }

    [[nodiscard]] std::optional<std::string> text(std::string_view key);
    [[nodiscard]] std::optional<bool> flag(std::string_view key);
    /// A whole number within the bounds. `unit` completes the sentence, such as `milliseconds`.
    [[nodiscard]] std::optional<std::int64_t> integer(
        std::string_view key, std::int64_t least, std::int64_t most, std::string_view unit
    );
    /// The position among `choices` of the text given.
    [[nodiscard]] std::optional<std::size_t> choice(
        std::string_view key, std::initializer_list<std::string_view> choices
    );
    /// Whether the member is absent or the one text that is served. The texts of `unserved` are
    /// known to AWS; `advice` says what to do without them.
    bool is_served_choice(
        std::string_view key,
        std::string_view served,
        std::initializer_list<std::string_view> unserved,
        std::string_view advice
    );
    [[nodiscard]] std::optional<Place> object(std::string_view key);
    [[nodiscard]] std::optional<Place> array(std::string_view key);
    /// A member of any type.
    [[nodiscard]] std::optional<Place> any(std::string_view key) const;
    /// The members of the object at `key`, each with its name; none when absent.
    [[nodiscard]] std::vector<std::pair<std::string, Place>> entries(std::string_view key);

    /// Reports a problem with the object, or with one member of it.
    void report(std::string what);
    void report(std::string_view key, std::string what);
    /// Reports that `key` is missing; `example` is what to write.
    void report_missing(std::string_view key, std::string_view example);
    /// Reports a member that repeats the name it stands under and differs from it.
    void check_repeats_name(std::string_view key, std::string_view name);

private:
    void check_keys(const KeyTable& keys);
    void check_key(const std::string& name, const KeyTable& keys);
    [[nodiscard]] std::optional<Place> typed(
        std::string_view key, bool (*is_type)(const Json&), std::string_view type
    );

    Place object_;
    Findings& findings_;
    bool is_object_;
    bool has_unserved_ = false;
};

}  // namespace postern::native
