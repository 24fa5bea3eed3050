#include "gateway/pipeline/callback.hpp"

#include <utility>
#include <variant>

namespace postern::pipeline {
namespace {

std::optional<HttpAnswer> authenticate(
    const CallbackRequest& request, const CallbackAccess& access, Instant now
) {
    if (access.auth == CallbackAuth::none) return std::nullopt;
    std::vector<sigv4::Credential> credentials;
    credentials.reserve(access.credentials.size());
    for (const Credential& known : access.credentials) {
        sigv4::Credential credential{
            known.access_key_id, known.secret_access_key, {}, known.expiration};
        if (known.session_token) credential.session_token = *known.session_token;
        credentials.push_back(credential);
    }
    const std::string payload_sha256 = sigv4::sha256_hex(request.body);
    const sigv4::Request signed_request{
        request.method, request.target, request.headers, payload_sha256};
    const sigv4::Scope scope{access.region};
    const auto verdict = sigv4::verify(signed_request, credentials, scope, now);
    if (const auto* refusal = std::get_if<sigv4::Refusal>(&verdict)) {
        return error_answer(403, refusal->error_type, refusal->message);
    }
    return std::nullopt;
}

HttpAnswer answer_to(callback::Action action, callback::Outcome outcome) {
    switch (outcome) {
        case callback::Outcome::done:
            return action == callback::Action::remove ? callback::removed() : callback::posted();
        case callback::Outcome::gone:
            return callback::gone();
        case callback::Outcome::outbox_full:
            return callback::limit_exceeded();
    }
    return callback::internal_error();
}

}  // namespace

CallbackCheck check_callback(
    const CallbackRequest& request,
    const CallbackAccess& access,
    std::size_t message_bytes,
    Instant now
) {
    CallbackCheck check;
    const auto read = callback::read_command(request.method, request.rest);
    if (const auto* unknown = std::get_if<callback::NoSuchRoute>(&read)) {
        check.refusal = callback::no_such_route(unknown->route, unknown->method);
        return check;
    }
    check.refusal = authenticate(request, access, now);
    if (check.refusal) return check;
    const auto& command = std::get<callback::Command>(read);
    if (!command.connection_id) {
        check.refusal = callback::invalid_connection_id(command.connection_id_text);
        return check;
    }
    if (command.action == callback::Action::post && request.body.size() > message_bytes) {
        check.refusal = callback::payload_too_large();
        return check;
    }
    check.action = command.action;
    check.connection_id = *command.connection_id;
    return check;
}

void run_callback(
    callback::Action action,
    ports::ConnectionTarget target,
    std::string body,
    ports::Connections& connections,
    unsigned reply_shard,
    std::function<void(HttpAnswer)> answer
) {
    if (action == callback::Action::get) {
        connections.get(std::move(target), reply_shard, [answer = std::move(answer)](auto result) {
            const auto* description = std::get_if<callback::Description>(&result);
            answer(description != nullptr ? callback::described(*description) : callback::gone());
        });
        return;
    }
    auto done = [action, answer = std::move(answer)](callback::Outcome outcome) {
        answer(answer_to(action, outcome));
    };
    if (action == callback::Action::post) {
        connections.post(std::move(target), std::move(body), reply_shard, std::move(done));
    } else {
        connections.close(std::move(target), reply_shard, std::move(done));
    }
}

}  // namespace postern::pipeline
