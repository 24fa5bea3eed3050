#include "gateway/core/expression/json_path.hpp"

#include <gtest/gtest.h>

#include <span>
#include <string>
#include <string_view>

namespace postern {
namespace {

std::string found(std::string_view path, std::string_view message) {
    const auto parsed = JsonPath::parse(path);
    const auto tree = json::Tree::parse(message, json::Dialect::lenient);
    std::string out;
    parsed.value().append_found(out, tree.value());
    return out;
}

constexpr std::string_view shop =
    R"({"books":[{"title":"A","price":8.5,"tags":["x","y"]},{"title":"B","price":12},)"
    R"({"title":"C","price":8.5,"isbn":null}],"bike":{"price":20,"title":"red"},)"
    R"("odd name":{"]":"bracket"}})";

struct Row {
    std::string_view path;
    std::string_view text;
    std::string_view reason;
};

void expect_all(std::span<const Row> rows) {
    for (const Row& row : rows) {
        EXPECT_EQ(found(row.path, shop), row.text) << row.path << ": " << row.reason;
    }
}

TEST(JsonPath, GoesDownByNamesAndIndexes) {
    constexpr Row rows[] = {
        {".bike.title", "red", "names with dots"},
        {"bike.title", "red", "the first dot may be missing"},
        {"['bike']['title']", "red", "quoted names"},
        {"[\"bike\"].title", "red", "double quotes"},
        {"['odd name'][']']", "bracket", "names that need quotes"},
        {".books[1].title", "B", "an index"},
        {".books.[1].title", "B", "an index behind a dot"},
        {".books[ 1 ].title", "B", "spaces within brackets"},
        {".books[-1].title", "C", "from the end"},
        {".books[-3].title", "A", "the first from the end"},
        {".books[-4].title", "", "before the first"},
        {".books[3].title", "", "behind the last"},
        {".books.title", "", "an array has no names"},
        {".bike[0]", "", "an object has no indexes"},
        {".bike", "{price=20, title=red}", "a whole object"},
        {".books[2].isbn", "", "null"},
    };
    expect_all(rows);
}

TEST(JsonPath, ListsWhatIndefinitePathsFind) {
    constexpr Row rows[] = {
        {"..title", "[A, B, C, red]", "descendants"},
        {"..['title']", "[A, B, C, red]", "descendants, quoted"},
        {"..nothing", "[]", "nothing found"},
        {".books..title", "[A, B, C]", "descendants below a value"},
        {".books[*].title", "[A, B, C]", "all elements"},
        {".books.*.title", "[A, B, C]", "all elements with a dot"},
        {".bike.*", "[20, red]", "all members"},
        {".books[*].isbn", "[null]", "null in a list"},
        {".books[0,2].title", "[A, C]", "several elements"},
        {".books[0, -1, 7].title", "[A, C]", "from either end, if there"},
        {".books[1:].title", "[B, C]", "a range to the end"},
        {".books[:2].title", "[A, B]", "a range from the front"},
        {".books[0:1].title", "[A]", "a range excludes its end"},
        {".books[-2:].title", "[B, C]", "a range from the end"},
        {".books[:-1].title", "[A, B]", "a range up to the end"},
        {".books[:].title", "[A, B, C]", "the whole range"},
        {".bike[:]", "[]", "an object has no ranges"},
        {"..tags[1]", "[y]", "elements of descendants"},
        {"..[1]", "[{title=B, price=12}, y]", "second elements anywhere"},
    };
    expect_all(rows);
}

TEST(JsonPath, FiltersElements) {
    constexpr Row rows[] = {
        {".books[?(@.price == 8.5)].title", "[A, C]", "equal numbers"},
        {".books[?(@.price==8.50)].title", "[A, C]", "by value, however written"},
        {".books[?(@.price != 8.5)].title", "[B]", "unequal"},
        {".books[?(@.price < 12)].title", "[A, C]", "less"},
        {".books[?(@.price <= 12)].title", "[A, B, C]", "less or equal"},
        {".books[?(@.price > 8.5)].title", "[B]", "greater"},
        {".books[?(12 >= @.price)].title", "[A, B, C]", "greater or equal, sides swapped"},
        {".books[?(@.title == 'B')].price", "[12]", "a string"},
        {".books[?(@.title > \"A\")].title", "[B, C]", "strings are ordered"},
        {".books[?(@.title == 8.5)].title", "[]", "kinds differ"},
        {".books[?(@.isbn)].title", "[C]", "existence, even of null"},
        {".books[?(@.isbn == null)].title", "[C]", "null"},
        {".books[?(@.missing != 1)].title", "[]", "nothing to compare"},
        {".books[?(@.tags[0] == 'x')].title", "[A]", "a path with an index"},
        {".books[?(@['title'] == 'A')].title", "[A]", "a quoted path"},
        {".books[?(@.price == 8.5 && @.title != 'A')].title", "[C]", "and"},
        {".books[?(@.price == 12 || @.tags)].title", "[A, B]", "or"},
        {".bike[?(@.price == 20)].title", "[red]", "an object is asked itself"},
        {".bike[?(@.price == 21)].title", "[]", "and may fail"},
        {"..[?(@.price > 10)].title", "[B, red]", "anywhere, every value once"},
    };
    expect_all(rows);
}

TEST(JsonPath, CountsWithLength) {
    constexpr Row rows[] = {
        {".books.length()", "3", "an array"},
        {".bike.length()", "2", "an object"},
        {".bike.title.length()", "", "a string has none"},
        {".missing.length()", "", "nothing has none"},
        {"..title.length()", "4", "a list"},
        {"..missing.length()", "0", "an empty list"},
        {".length()", "3", "the message"},
    };
    expect_all(rows);
}

TEST(JsonPath, KnowsWhichPathsAScanFinds) {
    const struct {
        std::string_view path;
        bool is_plain;
        bool is_definite;
    } rows[] = {
        {"", true, true},
        {".a.b[2]['c d']", true, true},
        {".a[-1]", false, true},
        {".a.length()", false, true},
        {".a[*]", false, false},
        {"..a", false, false},
        {".a[0,1]", false, false},
        {".a[?(@.b)]", false, false},
    };
    for (const auto& row : rows) {
        const auto path = JsonPath::parse(row.path).value();
        EXPECT_EQ(path.is_plain(), row.is_plain) << row.path;
        EXPECT_EQ(path.is_definite(), row.is_definite) << row.path;
    }
}

TEST(JsonPath, SaysWhatIsWrongAndWhere) {
    const struct {
        std::string_view path;
        std::string_view what;
    } rows[] = {
        {".", "character 2: a name is missing"},
        {"..", "character 3: a name is missing"},
        {".a.", "character 4: a name is missing"},
        {".a...b", "character 5: a name is missing"},
        {".a b", "character 3: expected '.' or '['"},
        {".a[", "character 4: '[' takes a number, a quoted name, '*' or a filter"},
        {".a['b", "character 4: '[' takes"},
        {".a[1", "character 5: a closing ']' is missing"},
        {".a[1:2:3]", "character 7: a closing ']' is missing"},
        {".a[1,]", "character 6: a number must follow the ','"},
        {".a['b','c']", "character 7: only one name may stand between '[' and ']'"},
        {".a[99999999999999999999]", "'[' takes a number"},
        {".a.size()", "the only function known is length()"},
        {".a.length().b", "nothing may follow length()"},
        {"..a..b..c", "a path may contain '..' twice at most"},
        {".a[?@.b]", "a filter is written [?(@.name == 'value')]"},
        {".a[?(@.b]", "expected ')', '&&', '||' or one of"},
        {".a[?(@.b)", "character 10: a closing ']' is missing"},
        {".a[?(@.b == c)]", "a filter compares paths that start with '@'"},
        {".a[?(@. == 1)]", "a name must follow the '.'"},
        {".a[?(@[b])]", "a filter's '[' takes a quoted name or a number"},
        {".a[?(@.b =~ /x/)]", "expected ')'"},
    };
    for (const auto& row : rows) {
        const auto path = JsonPath::parse(row.path);
        ASSERT_FALSE(path) << row.path;
        EXPECT_NE(path.error().front().what.find(row.what), std::string::npos)
            << path.error().front().what;
    }
}

TEST(JsonPath, RefusesEndlessPaths) {
    std::string path;
    for (int i = 0; i < 100; ++i) {
        path += ".a";
    }
    EXPECT_TRUE(JsonPath::parse(path));
    EXPECT_FALSE(JsonPath::parse(path + ".a"));
}

}  // namespace
}  // namespace postern
