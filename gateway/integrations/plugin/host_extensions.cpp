#include "gateway/core/encoding/utf8.hpp"
#include "gateway/core/quotas.hpp"
#include "gateway/integrations/plugin/answering.hpp"
#include "gateway/integrations/plugin/function_host.hpp"
#include "gateway/integrations/plugin/host_functions.hpp"

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace postern::integrations {
namespace {

std::string_view view(postern_bytes bytes) noexcept {
    return {bytes.data, bytes.size};
}
postern_bytes bytes(std::string_view text) noexcept {
    return {text.data(), text.size()};
}

/// Whether `part` lies in `whole`: a handler that answers with what the client sent.
bool is_part_of(std::string_view part, std::string_view whole) {
    const std::less_equal<> precedes;
    return precedes(whole.data(), part.data()) &&
           precedes(part.data() + part.size(), whole.data() + whole.size());
}

void reply_body(
    const postern_host* host, postern_call* handle, std::int32_t status_code, postern_bytes body
) {
    const std::string_view text = view(body);
    answer(FunctionHost::of(host), handle, [status_code, text](ports::Call& call) {
        // A client's message is UTF-8 as a whole; a part of one may still begin inside a character,
        // but then it is shorter.
        const bool is_whole_message =
            text.size() == call.event().body.size() && is_part_of(text, call.event().body);
        if (is_whole_message || utf8::is_valid(text)) {
            call.complete({ports::Reply::Form::body, status_code, text});
        } else {
            const std::string valid = utf8::replace_invalid(text);
            call.complete({ports::Reply::Form::body, status_code, valid});
        }
    });
}

postern_bytes field(const postern_host* host, postern_call* handle, postern_bytes name) {
    CallSlot* const slot = FunctionHost::of(host).services().slots.find(handle);
    if (slot == nullptr) return {nullptr, 0};
    const auto value = slot->reader.field(slot->call->event(), view(name));
    if (!value) return {nullptr, 0};
    // An empty value is there all the same, so it must not look absent.
    return value->data() == nullptr ? bytes("") : bytes(*value);
}

std::int32_t status_of(callback::Outcome outcome) noexcept {
    switch (outcome) {
        case callback::Outcome::done:
            return POSTERN_OK;
        case callback::Outcome::outbox_full:
            return POSTERN_FULL;
        case callback::Outcome::gone:
            break;
    }
    return POSTERN_GONE;
}

void tell(postern_done done, void* user, std::int32_t status) {
    if (done != nullptr) done(user, status);
}

/// Runs `command(Connections&, ConnectionId)` when there can be such a connection, else `gone()`.
template <class Command, class Gone>
void reach(const postern_host* host, postern_bytes connection_id, Command command, Gone gone) {
    ports::Connections* const connections = FunctionHost::of(host).services().connections.load();
    const auto id = ConnectionId::parse(view(connection_id));
    if (connections == nullptr || !id) {
        gone();
    } else {
        command(*connections, *id);
    }
}

void post(
    const postern_host* host,
    postern_bytes connection_id,
    postern_bytes data,
    postern_done done,
    void* user
) {
    if (data.size > quotas::message_bytes) {
        tell(done, user, POSTERN_TOO_LARGE);
        return;
    }
    reach(
        host,
        connection_id,
        [=](ports::Connections& connections, const ConnectionId& id) {
            connections.post(
                id,
                std::string(view(data)),
                ports::Connections::any_shard,
                [done, user](callback::Outcome outcome) { tell(done, user, status_of(outcome)); }
            );
        },
        [=] { tell(done, user, POSTERN_GONE); }
    );
}

void close(const postern_host* host, postern_bytes connection_id, postern_done done, void* user) {
    reach(
        host,
        connection_id,
        [=](ports::Connections& connections, const ConnectionId& id) {
            connections.close(
                id,
                ports::Connections::any_shard,
                [done, user](callback::Outcome outcome) { tell(done, user, status_of(outcome)); }
            );
        },
        [=] { tell(done, user, POSTERN_GONE); }
    );
}

void describe(
    postern_described done,
    void* user,
    const std::variant<callback::Description, callback::Outcome>& found
) {
    if (const auto* const outcome = std::get_if<callback::Outcome>(&found)) {
        done(user, status_of(*outcome), nullptr);
        return;
    }
    const auto& description = std::get<callback::Description>(found);
    postern_connection connection{};
    connection.struct_size = sizeof connection;
    connection.source_ip = bytes(description.source_ip);
    if (description.user_agent) connection.user_agent = bytes(*description.user_agent);
    connection.connected_at_ms = description.connected_at.time_since_epoch().count();
    connection.last_active_at_ms = description.last_active_at.time_since_epoch().count();
    done(user, POSTERN_OK, &connection);
}

void get(
    const postern_host* host, postern_bytes connection_id, postern_described done, void* user
) {
    reach(
        host,
        connection_id,
        [=](ports::Connections& connections, const ConnectionId& id) {
            connections.get(id, ports::Connections::any_shard, [done, user](const auto& found) {
                describe(done, user, found);
            });
        },
        [=] { done(user, POSTERN_GONE, nullptr); }
    );
}

std::int32_t broadcast(const postern_host* host, postern_call* handle, postern_bytes data) {
    if (data.size > quotas::message_bytes) return POSTERN_TOO_LARGE;
    HostServices& services = FunctionHost::of(host).services();
    CallSlot* const slot = services.slots.find(handle);
    ports::Connections* const connections = services.connections.load();
    if (slot == nullptr || connections == nullptr) return POSTERN_GONE;
    const ConnectionFacts& facts = *slot->call->event().connection;
    const std::string_view text = view(data);
    connections->broadcast(
        facts.api_id,
        facts.stage,
        std::make_shared<const std::string>(
            utf8::is_valid(text) ? std::string(text) : utf8::replace_invalid(text)
        )
    );
    return POSTERN_OK;
}

constexpr postern_reply_body reply_body_extension{sizeof(postern_reply_body), &reply_body};
constexpr postern_field field_extension{sizeof(postern_field), &field};
constexpr postern_post_to_connection post_extension{
    sizeof(postern_post_to_connection), &post, &get, &close};
constexpr postern_broadcast broadcast_extension{sizeof(postern_broadcast), &broadcast};

struct Extension {
    std::string_view id;
    const void* structure;
};

constexpr Extension extensions[] = {
    {POSTERN_REPLY_BODY, &reply_body_extension},
    {POSTERN_FIELD, &field_extension},
    {POSTERN_POST_TO_CONNECTION, &post_extension},
    {POSTERN_BROADCAST, &broadcast_extension},
};

}  // namespace

const void* host_extension(const postern_host* /*host*/, const char* id) noexcept {
    if (id == nullptr) return nullptr;
    for (const Extension& extension : extensions) {
        if (extension.id == id) return extension.structure;
    }
    return nullptr;
}

}  // namespace postern::integrations
