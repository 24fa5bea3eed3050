// The schema for editors and the reader must say the same about every key.

#include "gateway/core/api/definition_parts.hpp"
#include "tests/unit/core/api/sample_definitions.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <fstream>
#include <set>

namespace postern::native {
namespace {

Json read_schema() {
    std::ifstream file(POSTERN_SOURCE_DIR "/config/schema/postern.schema.json");
    return Json::parse(file);
}

/// The part of the schema that is about `kind`.
const Json& part_of(const Json& schema, std::string_view kind) {
    return kind.empty() ? schema : schema.at("definitions").at(kind);
}

TEST(Schema, HasAPartForEveryKindOfObjectAndNoOther) {
    const Json schema = read_schema();
    std::set<std::string> kinds;
    for (const KeyTable* table : all_key_tables()) {
        if (!table->kind.empty()) kinds.emplace(table->kind);
    }
    std::set<std::string> parts;
    for (const auto& [name, part] : schema.at("definitions").items())
        parts.insert(name);
    EXPECT_EQ(parts, kinds);
}

TEST(Schema, HasTheKeysThatTheReaderAccepts) {
    const Json schema = read_schema();
    for (const KeyTable* table : all_key_tables()) {
        std::set<std::string> accepted;
        for (const Key& key : table->keys) {
            if (key.use != KeyUse::unserved) accepted.emplace(key.name);
        }
        const Json& part = part_of(schema, table->kind);
        std::set<std::string> described;
        for (const auto& [name, property] : part.at("properties").items()) {
            described.insert(name);
            EXPECT_TRUE(property.contains("description") || property.contains("$ref"))
                << table->kind << ' ' << name;
        }
        EXPECT_EQ(described, accepted) << table->kind;
        EXPECT_EQ(part.at("additionalProperties"), false) << table->kind;
    }
}

TEST(Schema, GivesTheDefaultsThatTheReaderHas) {
    const Json schema = read_schema();
    Json server = Json::object();
    for (const char* kind : {"limits", "workers"}) {
        for (const auto& [name, property] : part_of(schema, kind).at("properties").items()) {
            server[kind][name] = property.at("default");
        }
    }
    const auto definition = read_native_json(definition_of_server(server.dump()));
    ASSERT_TRUE(definition);
    EXPECT_EQ(definition->server, ServerSettings{});
}

TEST(Schema, BoundsNumbersAsTheReaderDoes) {
    const Json schema = read_schema();
    const auto accepts = [](const char* kind, const std::string& name, std::int64_t value) {
        const Json server = {{kind, {{name, value}}}};
        return read_native_json(definition_of_server(server.dump()), Parity::extended).has_value();
    };
    int numbers = 0;
    for (const char* kind : {"limits", "workers"}) {
        for (const auto& [name, property] : part_of(schema, kind).at("properties").items()) {
            if (property.at("type") != "integer") continue;
            ++numbers;
            const auto least = property.at("minimum").get<std::int64_t>();
            const auto most = property.at("maximum").get<std::int64_t>();
            EXPECT_TRUE(accepts(kind, name, least)) << name;
            EXPECT_FALSE(accepts(kind, name, least - 1)) << name;
            EXPECT_TRUE(accepts(kind, name, most)) << name;
            EXPECT_FALSE(accepts(kind, name, most + 1)) << name;
        }
    }
    EXPECT_EQ(numbers, 14);
}

}  // namespace
}  // namespace postern::native
