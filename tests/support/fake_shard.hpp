#pragma once

#include "gateway/core/random.hpp"
#include "gateway/pipeline/services.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace postern::tests {

/// A session that writes down what it is sent.
class FakeSession final : public ports::Session {
public:
    explicit FakeSession(std::shared_ptr<const ConnectionFacts> facts) : facts_(std::move(facts)) {}

    [[nodiscard]] const std::shared_ptr<const ConnectionFacts>& facts() const noexcept override {
        return facts_;
    }
    [[nodiscard]] ports::Delivery send(std::string_view text) override {
        if (delivery == ports::Delivery::queued) sent.emplace_back(text);
        return delivery;
    }
    void close_not_reading() override { is_closed_not_reading = true; }

    std::vector<std::string> sent;
    ports::Delivery delivery = ports::Delivery::queued;
    bool is_closed_not_reading = false;

private:
    std::shared_ptr<const ConnectionFacts> facts_;
};

/// A shard with a dial for a clock and a list for a queue: nothing happens unless a test lets it.
class FakeShard final : public ports::ShardThread,
                        public ports::ConnectionRegistry,
                        public ports::Observer,
                        public ports::Log {
public:
    [[nodiscard]] unsigned index() const noexcept override { return 3; }
    [[nodiscard]] bool is_current() const noexcept override { return is_current_thread; }
    void post(std::function<void()> work) override { posted.push_back(std::move(work)); }
    [[nodiscard]] Tick now() const noexcept override { return clock; }
    [[nodiscard]] Instant wall_now() const noexcept override { return Instant(clock); }
    [[nodiscard]] ports::Session* find(const ConnectionId& id) noexcept override {
        return session && session->facts()->id == id ? &*session : nullptr;
    }
    void message_routed(std::size_t route) override { routed.push_back(route); }
    void integration_finished(std::chrono::nanoseconds) override { ++finished; }
    void error(Errc kind) override { errors.push_back(kind); }
    void outbox_refused() override { ++refused; }
    [[nodiscard]] bool is_enabled(ports::LogLevel) const noexcept override { return true; }
    void write(ports::LogLevel, std::string_view line) override { lines.emplace_back(line); }

    /// Lets time pass until calls are due.
    void pass(Tick time) {
        clock += time;
        deadlines.advance(clock, [this](DeadlineEntry& entry) { calls.expire(entry); });
    }
    void run_posted() {
        for (auto& work : std::exchange(posted, {}))
            work();
    }

    Tick clock{1'000};
    bool is_current_thread = true;
    std::vector<std::function<void()>> posted;
    std::optional<FakeSession> session;
    std::vector<std::size_t> routed;
    std::vector<Errc> errors;
    std::vector<std::string> lines;
    int finished = 0;
    int refused = 0;
    Deadlines deadlines{Tick(10), 64, Tick(1'000)};
    FastRandom random{FastRandom::Seed{1, 2, 3, 4}};
    pipeline::CallPool calls{*this, deadlines};
    pipeline::Services services{*this, *this, *this, *this, calls, random, nullptr};
};

/// Facts of a connection to stage `prod` of API `abcdef1234`.
inline std::shared_ptr<const ConnectionFacts> make_facts() {
    auto facts = std::make_shared<ConnectionFacts>();
    facts->id = *ConnectionId::parse("L0SM9cOFvHcCI_w=");
    facts->api_id = "abcdef1234";
    facts->stage = "prod";
    facts->domain_name = "abcdef1234.execute-api.us-east-1.amazonaws.com";
    facts->source_ip = "203.0.113.24";
    return facts;
}

/// A snapshot of one API whose routes are all served by `integration`; `two_way` names those with a
/// route response.
inline std::shared_ptr<const pipeline::Snapshot> make_snapshot(
    ports::Integration* integration,
    const std::vector<std::string>& route_keys,
    const std::vector<std::string>& two_way = {}
) {
    Api api;
    api.api_id = "abcdef1234";
    api.route_selection_expression = "$request.body.action";
    Integration backend;
    backend.integration_type = "AWS_PROXY";
    backend.function = "f";
    backend.timeout = std::chrono::milliseconds(500);
    api.integrations.emplace("i", backend);
    for (const std::string& key : route_keys) {
        Route route;
        route.route_key = key;
        route.integration = "i";
        for (const std::string& name : two_way) {
            if (name == key) route.route_response_selection_expression = "$default";
        }
        api.routes.emplace(key, route);
    }
    api.stages.emplace("prod", Stage{"prod", std::make_shared<StageVariables>()});
    auto snapshot = std::make_shared<pipeline::Snapshot>();
    snapshot->version = 1;
    snapshot->apis.emplace_back(api);
    auto& bound = snapshot->routes.emplace_back();
    for (const CompiledRoute& route : snapshot->apis.front().routes()) {
        bound.push_back({&route, integration, route.index});
    }
    return snapshot;
}

}  // namespace postern::tests
