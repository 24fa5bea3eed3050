#pragma once

#include <cstdint>
#include <span>
#include <string_view>

/// Which keys the objects of a definition may have. One table per kind of object, in the order in
/// which `write_native_json` puts them; `config/schema/postern.schema.json` says the same.
namespace postern::native {

/// What becomes of a key.
enum class KeyUse : std::uint8_t {
    served,    ///< Read and obeyed.
    ignored,   ///< Accepted without effect; `check` says so.
    unserved,  ///< Known to `apigatewayv2` or to Lambda, and a problem here.
};

struct Key {
    std::string_view name;
    KeyUse use = KeyUse::served;
    /// `ignored`: why it has no effect. `unserved`: what to do instead.
    std::string_view remark{};
};

/// A kind of object: its name in the schema's `definitions` (empty for the whole file), its keys.
struct KeyTable {
    std::string_view kind;
    std::span<const Key> keys;
};

extern const KeyTable file_keys;
extern const KeyTable function_keys;
extern const KeyTable api_keys;
extern const KeyTable integration_keys;
extern const KeyTable route_keys;
extern const KeyTable stage_keys;
extern const KeyTable route_settings_keys;
extern const KeyTable server_keys;
extern const KeyTable credential_keys;
extern const KeyTable tls_keys;
extern const KeyTable limits_keys;
extern const KeyTable workers_keys;

/// All tables, for whoever compares them with the schema.
[[nodiscard]] std::span<const KeyTable* const> all_key_tables() noexcept;

}  // namespace postern::native
