#include "gateway/core/api/definition_parts.hpp"
#include "gateway/core/api/server_texts.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdint>
#include <initializer_list>

namespace postern::native {
namespace {

constexpr std::int64_t most_shards = 255;  // a connection id has one byte for its shard
constexpr std::int64_t most_worker_threads = 4'096;
constexpr std::int64_t most_waiting_calls = 10'000'000;

/// A text that must have a form; `form` says which, for the one who has to write it.
std::optional<std::string> formed(
    ObjectReader& reader,
    std::string_view key,
    bool (*is_formed)(std::string_view),
    const char* form
) {
    auto value = reader.text(key);
    if (value && !is_formed(*value)) {
        reader.report(key, in_quotes(*value) + " is not possible here; write " + form);
    }
    return value;
}

bool is_key_id(std::string_view text) {
    // SigV4 puts it before a slash.
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return c > ' ' && c < '\x7f' && c != '/' && c != ',';
    });
}

Credential read_credential(const Place& place, Findings& findings) {
    // No value of a credential is ever repeated in a problem.
    ObjectReader reader(place, credential_keys, findings);
    Credential credential;
    for (const std::string_view key : {"accessKeyId", "secretAccessKey"}) {
        if (!reader.has(key)) reader.report_missing(key, in_quotes(key) + ": \"…\"");
    }
    if (auto id = reader.text("accessKeyId")) {
        if (!is_key_id(*id)) {
            reader.report("accessKeyId", "use letters, digits and no white space, comma or slash");
        }
        credential.access_key_id = *std::move(id);
    }
    if (auto secret = reader.text("secretAccessKey")) {
        if (secret->empty()) reader.report("secretAccessKey", "is empty; anybody could sign");
        credential.secret_access_key = *std::move(secret);
    }
    credential.session_token = reader.text("sessionToken");
    if (credential.session_token && credential.session_token->empty()) {
        reader.report("sessionToken", "is empty; remove it from lasting credentials");
    }
    if (const auto expiration = reader.text("expiration")) {
        credential.expiration = parse_expiration(*expiration);
        if (!credential.expiration) {
            reader.report("expiration", "is not a time; write for example 2030-01-31T12:00:00Z");
        }
    }
    return credential;
}

std::vector<Credential> read_credentials(ObjectReader& reader, Findings& findings) {
    std::vector<Credential> credentials;
    const auto list = reader.array("credentials");
    if (!list) return credentials;
    for (std::size_t i = 0; i < list->value.size(); ++i) {
        const Place place{list->value[i], pointer_to(list->pointer, std::to_string(i))};
        Credential credential = read_credential(place, findings);
        const bool is_known = std::any_of(
            credentials.begin(),
            credentials.end(),
            [&credential](const Credential& other) {
                return other.access_key_id == credential.access_key_id;
            }
        );
        if (is_known && !credential.access_key_id.empty()) {
            findings.problems.push_back(
                {pointer_to(place.pointer, "accessKeyId"),
                 "another credential has the same accessKeyId; remove one of them"}
            );
        }
        credentials.push_back(std::move(credential));
    }
    return credentials;
}

TlsFiles read_tls(const Place& place, Findings& findings) {
    ObjectReader reader(place, tls_keys, findings);
    const auto file = [&reader](std::string_view key, std::string_view example) {
        const auto path = reader.text(key);
        if (!reader.has(key)) reader.report_missing(key, example);
        if (path && (path->empty() || path->find('\0') != std::string::npos)) {
            reader.report(key, "names no file; write the path of a PEM file");
        }
        return path.value_or("");
    };
    TlsFiles tls;
    tls.certificate = file("certificate", R"("certificate": "cert.pem")");
    tls.private_key = file("privateKey", R"("privateKey": "key.pem")");
    tls.only = reader.flag("only").value_or(false);
    return tls;
}

void read_texts(ObjectReader& reader, ServerSettings& server) {
    server.listen = formed(
        reader,
        "listen",
        is_listen_address,
        "a numeric address and a port, such as 127.0.0.1:3001 or [::1]:3001"
    );
    server.admin = formed(
        reader,
        "admin",
        [](std::string_view text) { return text == "off" || is_listen_address(text); },
        "a numeric address and a port, such as 127.0.0.1:3002, or \"off\""
    );
    server.region = formed(reader, "region", is_region, "a region such as us-east-1");
    server.account_id = formed(reader, "accountId", is_account_id, "twelve digits");
    server.domain_name =
        formed(reader, "domainName", is_host, "a host name, with its port if clients give one");
}

void read_choices(ObjectReader& reader, ServerSettings& server) {
    if (const auto auth = reader.choice("callbackAuth", {"AWS_IAM", "NONE"})) {
        server.callback_auth = *auth == 0 ? CallbackAuth::aws_iam : CallbackAuth::none;
    }
    if (const auto parity = reader.choice("parity", {"strict", "extended"})) {
        server.parity = *parity == 0 ? Parity::strict : Parity::extended;
    }
    if (reader.choice("logLevel", {"trace", "debug", "info", "warn", "error"})) {
        server.log_level = reader.text("logLevel");
    }
    if (reader.choice("logFormat", {"text", "json"})) server.log_format = reader.text("logFormat");
}

void read_workers(const Place& place, ServerSettings& server, Findings& findings) {
    ObjectReader reader(place, workers_keys, findings);
    if (const auto threads = reader.integer("threads", 1, most_worker_threads, "threads")) {
        server.worker_threads = static_cast<std::size_t>(*threads);
    }
    if (const auto queue = reader.integer("queue", 1, most_waiting_calls, "calls")) {
        server.worker_queue = static_cast<std::size_t>(*queue);
    }
}

}  // namespace

ServerSettings read_server(const Place& place, std::optional<Parity> parity, Findings& findings) {
    ObjectReader reader(place, server_keys, findings);
    ServerSettings server;
    read_texts(reader, server);
    read_choices(reader, server);
    if (const auto threads = reader.integer("threads", 1, most_shards, "threads")) {
        server.threads = static_cast<unsigned>(*threads);
    }
    const auto drain =
        reader.integer("drainTimeoutInMillis", 0, longest_time.count(), "milliseconds");
    if (drain) server.drain_timeout = std::chrono::milliseconds(*drain);
    server.credentials = read_credentials(reader, findings);
    if (const auto tls = reader.object("tls")) server.tls = read_tls(*tls, findings);
    if (const auto limits = reader.object("limits")) {
        const Parity asked = parity.value_or(server.parity.value_or(Parity::strict));
        server.limits = read_limits(*limits, asked, findings);
    }
    if (const auto workers = reader.object("workers")) read_workers(*workers, server, findings);
    return server;
}

}  // namespace postern::native
