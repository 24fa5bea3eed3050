#include "gateway/observe/metrics.hpp"

#include <charconv>
#include <cstdint>
#include <functional>

namespace postern::observe {
namespace {

using Pick = std::function<std::uint64_t(const Counters&)>;

/// Writes lines of the exposition format.
class Exposition {
public:
    explicit Exposition(std::string& out) : out_(out) {}

    void family(std::string_view name, std::string_view type, std::string_view help) {
        out_.append("# HELP ").append(name).append(" ").append(help);
        out_.append("\n# TYPE ").append(name).append(" ").append(type).append("\n");
    }
    void sample(std::string_view name, std::string_view labels, std::string_view value) {
        out_.append(name);
        if (!labels.empty()) out_.append("{").append(labels).append("}");
        out_.append(" ").append(value).append("\n");
    }
    void sample(std::string_view name, std::string_view labels, std::uint64_t value) {
        sample(name, labels, std::string_view(std::to_string(value)));
    }

private:
    std::string& out_;
};

std::string label(std::string_view name, std::string_view value) {
    std::string text(name);
    text.append("=\"");
    for (const char c : value) {
        if (c == '\\' || c == '"') text.push_back('\\');
        if (c == '\n') {
            text.append("\\n");
        } else {
            text.push_back(c);
        }
    }
    text.push_back('"');
    return text;
}

std::string seconds(double value) {
    char buffer[32];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
    return {buffer, end};
}

std::string close_label(std::size_t kind) {
    if (kind < 16) return std::to_string(1'000 + kind);
    return std::to_string(kind - 15) + "xxx";
}

constexpr std::string_view action_names[] = {"post", "get", "delete", "other"};
constexpr std::string_view rule_names[] = {
    "message_size", "frame_size", "idle_timeout", "connection_duration"};

}  // namespace

Counters& Metrics::add_shard() {
    const std::scoped_lock lock(mutex_);
    return *shards_.emplace_back(std::make_unique<Counters>());
}

std::size_t Metrics::route_position(std::string_view api_id, std::string_view route_key) {
    const std::scoped_lock lock(mutex_);
    for (std::size_t i = 0; i < routes_.size(); ++i) {
        if (routes_[i].api_id == api_id && routes_[i].route_key == route_key) return i;
    }
    if (routes_.size() + 1 < Counters::max_routes) {
        routes_.push_back({std::string(api_id), std::string(route_key)});
        return routes_.size() - 1;
    }
    return Counters::max_routes - 1;
}

std::string Metrics::render() const {
    const std::scoped_lock lock(mutex_);
    const auto sum = [this](const Pick& pick) {
        std::uint64_t total = 0;
        for (const auto& shard : shards_)
            total += pick(*shard);
        return total;
    };
    std::string out;
    Exposition text(out);

    text.family("postern_connections", "gauge", "Open WebSocket connections.");
    text.sample("postern_connections", "", sum([](const Counters& c) {
                    return c.open_connections.value();
                }));

    text.family(
        "postern_connects_total", "counter", "Handshakes by the status they were answered with."
    );
    for (std::size_t status = 0; status < Counters::status_count; ++status) {
        const auto count = sum([status](const Counters& c) { return c.connects_[status].value(); });
        if (count != 0)
            text.sample("postern_connects_total", label("status", std::to_string(status)), count);
    }

    text.family("postern_messages_total", "counter", "Messages of clients by the route they took.");
    for (std::size_t route = 0; route < Counters::max_routes; ++route) {
        const auto count = sum([route](const Counters& c) { return c.messages_[route].value(); });
        if (count == 0 && route >= routes_.size()) continue;
        const bool is_named = route < routes_.size();
        std::string labels = label("api", is_named ? routes_[route].api_id : "");
        labels.append(",").append(label("route", is_named ? routes_[route].route_key : "(others)"));
        text.sample("postern_messages_total", labels, count);
    }

    const std::string_view latency = "postern_integration_latency_seconds";
    text.family(latency, "histogram", "Time from invoking an integration to its answer.");
    std::uint64_t cumulative = 0;
    for (std::size_t i = 0; i < Counters::latency_bounds_us.size() + 1; ++i) {
        cumulative += sum([i](const Counters& c) { return c.latency_buckets_[i].value(); });
        const bool is_last = i == Counters::latency_bounds_us.size();
        const std::string bound =
            is_last ? "+Inf" : seconds(static_cast<double>(Counters::latency_bounds_us[i]) / 1e6);
        text.sample("postern_integration_latency_seconds_bucket", label("le", bound), cumulative);
    }
    const auto sum_ns = sum([](const Counters& c) { return c.latency_sum_ns_.value(); });
    text.sample(
        "postern_integration_latency_seconds_sum",
        "",
        std::string_view(seconds(static_cast<double>(sum_ns) / 1e9))
    );
    text.sample("postern_integration_latency_seconds_count", "", cumulative);

    text.family(
        "postern_errors_total", "counter", "Failed messages and handshakes by kind of error."
    );
    for (std::size_t kind = 1; kind <= static_cast<std::size_t>(Errc::invalid_body); ++kind) {
        const auto count = sum([kind](const Counters& c) { return c.errors_[kind].value(); });
        text.sample("postern_errors_total", label("kind", name_of(static_cast<Errc>(kind))), count);
    }

    text.family(
        "postern_callbacks_total", "counter", "Calls of @connections by action and status."
    );
    for (std::size_t action = 0; action < 4; ++action) {
        for (std::size_t status = 0; status < Counters::status_count; ++status) {
            const auto count =
                sum([&](const Counters& c) { return c.callbacks_[action][status].value(); });
            if (count == 0) continue;
            std::string labels = label("action", action_names[action]);
            labels.append(",").append(label("status", std::to_string(status)));
            text.sample("postern_callbacks_total", labels, count);
        }
    }

    text.family("postern_received_bytes_total", "counter", "Bytes read from WebSocket clients.");
    text.sample("postern_received_bytes_total", "", sum([](const Counters& c) {
                    return c.received_bytes.value();
                }));
    text.family("postern_sent_bytes_total", "counter", "Bytes written to WebSocket clients.");
    text.sample("postern_sent_bytes_total", "", sum([](const Counters& c) {
                    return c.sent_bytes.value();
                }));

    text.family(
        "postern_outbox_refusals_total",
        "counter",
        "Messages refused because their client does not read."
    );
    text.sample("postern_outbox_refusals_total", "", sum([](const Counters& c) {
                    return c.outbox_refusals_.value();
                }));
    text.family(
        "postern_write_stalls_total",
        "counter",
        "Connections closed because they took no bytes for too long."
    );
    text.sample("postern_write_stalls_total", "", sum([](const Counters& c) {
                    return c.write_stalls.value();
                }));

    text.family("postern_closes_total", "counter", "Ended connections by close code.");
    for (std::size_t kind = 0; kind < Counters::close_kinds; ++kind) {
        const auto count = sum([kind](const Counters& c) { return c.closes_[kind].value(); });
        if (count != 0)
            text.sample("postern_closes_total", label("code", close_label(kind)), count);
    }

    text.family(
        "postern_aws_would_refuse_total",
        "counter",
        "Messages, and connections by their settings, that AWS would not have allowed."
    );
    for (std::size_t rule = 0; rule < std::size(rule_names); ++rule) {
        const auto count = sum([rule](const Counters& c) { return c.aws_refusals_[rule].value(); });
        if (count != 0) {
            text.sample("postern_aws_would_refuse_total", label("rule", rule_names[rule]), count);
        }
    }
    return out;
}

}  // namespace postern::observe
