#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>

namespace postern {

/// 11 bytes shown as 16 characters: URL-safe base64 with one `=`, the form of every id API Gateway
/// gives to connections, messages and requests (`Zk3nQdVfIAMCE8Q=`).
///
/// Ids of different things are different types; `Tag` only tells them apart.
template <class Tag>
class EncodedId {
public:
    static constexpr std::size_t byte_count = 11;
    static constexpr std::size_t text_size = 16;
    using Bytes = std::array<std::uint8_t, byte_count>;

    /// An id of eleven zero bytes, `AAAAAAAAAAAAAAA=`.
    EncodedId() noexcept : EncodedId(Bytes{}) {}
    explicit EncodedId(const Bytes& bytes) noexcept;

    /// The id that `text` spells, or nothing unless it matches
    /// `^[A-Za-z0-9_-]{14}[AEIMQUYcgkosw048]=$`.
    [[nodiscard]] static std::optional<EncodedId> parse(std::string_view text) noexcept;

    /// The 16 characters; valid as long as this object.
    [[nodiscard]] std::string_view view() const noexcept { return {text_.data(), text_.size()}; }
    [[nodiscard]] Bytes bytes() const noexcept;

    friend bool operator==(const EncodedId&, const EncodedId&) = default;

private:
    std::array<char, text_size> text_;
};

struct ConnectionTag;
struct RequestTag;
struct MessageTag;

/// Names one client connection, for its whole life and never again.
using ConnectionId = EncodedId<ConnectionTag>;
/// Names one invocation: the `requestId` of an event, a log line or an error frame.
using RequestId = EncodedId<RequestTag>;
/// Names one message of a client.
using MessageId = EncodedId<MessageTag>;

extern template class EncodedId<ConnectionTag>;
extern template class EncodedId<RequestTag>;
extern template class EncodedId<MessageTag>;

}  // namespace postern

template <class Tag>
struct std::hash<postern::EncodedId<Tag>> {
    std::size_t operator()(const postern::EncodedId<Tag>& id) const noexcept {
        return std::hash<std::string_view>{}(id.view());
    }
};
