#pragma once

#include "gateway/ports/connections.hpp"
#include "gateway/ports/integration.hpp"
#include "gateway/ports/log.hpp"

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace postern::contract {

/// What a handler answered.
struct Answer {
    enum class Kind { payload, body, failure };
    Kind kind = Kind::payload;
    int status_code = 0;
    std::string text;
    std::string failure_type;
    Errc error = Errc::ok;

    friend bool operator==(const Answer&, const Answer&) = default;
};

/// A call that remembers every answer it is given. Answers may come from any thread.
class FakeCall final : public ports::Call {
public:
    explicit FakeCall(EventType type = EventType::message, unsigned shard = 0) : shard_(shard) {
        auto connection = std::make_shared<ConnectionFacts>();
        connection->id = *ConnectionId::parse("Zk3nQdVfIAMCE8Q=");
        connection->api_id = "chat";
        connection->stage = "dev";
        connection->domain_name = "localhost:3001";
        connection->source_ip = "192.0.2.7";
        connection->connected_at = Instant(std::chrono::milliseconds(1'771'484'645'123));
        event_.connection = std::move(connection);
        event_.type = type;
        event_.route_key = "$default";
        event_.request_time = Instant(std::chrono::milliseconds(1'771'484'647'440));
        if (type == EventType::connect) event_.handshake = std::make_unique<Handshake>();
    }

    /// To be changed before the call is invoked.
    Event& mutable_event() { return event_; }

    [[nodiscard]] const Event& event() const noexcept override { return event_; }
    [[nodiscard]] Instant deadline() const noexcept override {
        return Instant(std::chrono::milliseconds(1'771'484'650'000));
    }
    [[nodiscard]] unsigned shard() const noexcept override { return shard_; }

    void complete(const ports::Reply& reply) override {
        const bool is_body = reply.form == ports::Reply::Form::body;
        add(
            {is_body ? Answer::Kind::body : Answer::Kind::payload,
             reply.status_code,
             std::string(reply.bytes),
             {},
             Errc::ok}
        );
    }
    void fail(const ports::Failure& failure) override {
        add(
            {Answer::Kind::failure,
             0,
             std::string(failure.message),
             std::string(failure.type),
             failure.error}
        );
    }

    /// Waits for the first answer.
    [[nodiscard]] Answer wait() {
        std::unique_lock lock(mutex_);
        answered_.wait(lock, [this] { return !answers_.empty(); });
        return answers_.front();
    }
    /// Every answer so far; more than one is a defect of the host.
    [[nodiscard]] std::vector<Answer> answers() const {
        const std::lock_guard lock(mutex_);
        return answers_;
    }

private:
    void add(Answer answer) {
        const std::lock_guard lock(mutex_);
        answers_.push_back(std::move(answer));
        answered_.notify_all();
    }

    unsigned shard_;
    Event event_;
    mutable std::mutex mutex_;
    std::condition_variable answered_;
    std::vector<Answer> answers_;
};

/// Connections of which some are known; remembers what is asked of them. Any thread.
class FakeConnections final : public ports::Connections {
public:
    struct Posted {
        std::string connection_id;
        std::string data;
    };

    void post(ports::ConnectionTarget target, std::string data, unsigned, Done done) override {
        callback::Outcome outcome = callback::Outcome::done;
        {
            const std::lock_guard lock(mutex_);
            outcome = next_outcome;
            posted_.push_back({std::string(target.id.view()), std::move(data)});
        }
        done(outcome);
    }
    void get(ports::ConnectionTarget, unsigned, Described done) override {
        if (next_outcome != callback::Outcome::done) {
            done(next_outcome);
            return;
        }
        callback::Description description;
        description.source_ip = "192.0.2.7";
        description.connected_at = Instant(std::chrono::milliseconds(1'000));
        description.last_active_at = Instant(std::chrono::milliseconds(2'000));
        done(description);
    }
    void close(ports::ConnectionTarget target, unsigned, Done done) override {
        {
            const std::lock_guard lock(mutex_);
            closed_.emplace_back(target.id.view());
        }
        done(next_outcome);
    }
    void broadcast(std::string api_id, std::string stage, std::shared_ptr<const std::string> data)
        override {
        const std::lock_guard lock(mutex_);
        broadcasts_.push_back(api_id + "/" + stage + " " + *data);
    }

    [[nodiscard]] std::vector<Posted> posted() const {
        const std::lock_guard lock(mutex_);
        return posted_;
    }
    [[nodiscard]] std::vector<std::string> closed() const {
        const std::lock_guard lock(mutex_);
        return closed_;
    }
    [[nodiscard]] std::vector<std::string> broadcasts() const {
        const std::lock_guard lock(mutex_);
        return broadcasts_;
    }

    /// What becomes of commands; set before they are given.
    callback::Outcome next_outcome = callback::Outcome::done;

private:
    mutable std::mutex mutex_;
    std::vector<Posted> posted_;
    std::vector<std::string> closed_;
    std::vector<std::string> broadcasts_;
};

/// A log that keeps its lines. Any thread.
class FakeLog final : public ports::Log {
public:
    struct Line {
        ports::LogLevel level;
        std::string text;
    };

    [[nodiscard]] bool is_enabled(ports::LogLevel) const noexcept override { return true; }
    void write(ports::LogLevel level, std::string_view line) override {
        const std::lock_guard lock(mutex_);
        lines_.push_back({level, std::string(line)});
    }

    /// Whether a line of that level contains `part`.
    [[nodiscard]] bool has(ports::LogLevel level, std::string_view part) const {
        return count(level, part) != 0;
    }
    [[nodiscard]] std::size_t count(ports::LogLevel level, std::string_view part) const {
        const std::lock_guard lock(mutex_);
        std::size_t found = 0;
        for (const Line& line : lines_) {
            if (line.level == level && line.text.find(part) != std::string::npos) ++found;
        }
        return found;
    }

private:
    mutable std::mutex mutex_;
    std::vector<Line> lines_;
};

}  // namespace postern::contract
