#include "late_answers.hpp"

#include <nlohmann/json.hpp>
#include <postern/handler.hpp>

#include <charconv>
#include <chrono>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

namespace faulty {

using nlohmann::json;

/// One call, and how it shall go wrong.
struct Case {
    const postern::Host& host;
    const postern::Request& request;
    postern::Call& call;
    LateAnswers& late;
    /// What follows the colon in `status:501`.
    std::string_view argument;
};

int number_in(std::string_view text) {
    int number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

void answer_raw(const Case& it, postern_call* call, std::string_view proxy_result) {
    it.host.raw().reply(&it.host.raw(), call, {proxy_result.data(), proxy_result.size()});
}

constexpr std::string_view first_answer = R"({"statusCode":200,"body":"first"})";
constexpr std::string_view second_answer = R"({"statusCode":200,"body":"second"})";

void answer_twice(Case& it) {
    postern_call* const call = it.call.release();
    answer_raw(it, call, first_answer);
    answer_raw(it, call, second_answer);
}

void answer_twice_from_threads(Case& it) {
    postern_call* const call = it.call.release();
    answer_raw(it, call, first_answer);
    std::thread([&] { answer_raw(it, call, second_answer); }).join();
}

/// Answers when the connection of the call has been closed.
void answer_after_close(Case& it) {
    auto answer = std::make_shared<postern::Call>(std::move(it.call));
    const auto on_closed = [](void* user, std::int32_t) {
        const std::unique_ptr<std::shared_ptr<postern::Call>> kept(
            static_cast<std::shared_ptr<postern::Call>*>(user)
        );
        (*kept)->reply("after close");
    };
    const postern_host& host = it.host.raw();
    const auto* const connections = static_cast<const postern_post_to_connection*>(
        host.extension(&host, POSTERN_POST_TO_CONNECTION)
    );
    const std::string_view id = it.request.connection_id();
    connections->close(
        &host, {id.data(), id.size()}, on_closed, new std::shared_ptr<postern::Call>(answer)
    );
}

/// Posts to the connection of the call, and answers with what came of it as a status.
void post_to_itself(Case& it) {
    const std::string id(it.request.connection_id());
    auto answer = std::make_shared<postern::Call>(std::move(it.call));
    it.host.post(id, "posted", [answer](postern::Delivery delivery) {
        answer->reply({}, delivery == postern::Delivery::gone ? 410 : 200);
    });
}

void reply_status(Case& it) {
    const json result{{"statusCode", number_in(it.argument)}, {"body", "x"}};
    it.call.reply_json(result.dump());
}

struct Behaviour {
    std::string_view name;
    void (*run)(Case& it);
};

constexpr Behaviour behaviours[] = {
    {"echo",
     [](Case& it) {
         it.call.reply(it.request.body());
     }},
    {"event",
     [](Case& it) {
         it.call.reply(it.call.event_json());
     }},
    {"throw",
     [](Case&) {
         throw std::runtime_error("asked to throw");
     }},
    {"throw_int",
     [](Case&) {
         throw 42;
     }},
    {"fail",
     [](Case& it) {
         it.call.fail("Faulty.Failure", "asked to fail");
     }},
    {"drop",
     [](Case& it) {
         const postern::Call dropped = std::move(it.call);
     }},
    {"never",
     [](Case& it) {
         it.late.keep(std::move(it.call));
     }},
    {"release",
     [](Case& it) {
         const std::size_t count = it.late.release();
         it.call.reply(std::to_string(count));
     }},
    {"late",
     [](Case& it) {
         it.late.answer_after(
             std::chrono::milliseconds(number_in(it.argument)), std::move(it.call)
         );
     }},
    {"block",
     [](Case& it) {
         std::this_thread::sleep_for(std::chrono::milliseconds(number_in(it.argument)));
         it.call.reply("unblocked");
     }},
    {"twice", &answer_twice},
    {"twice_from_threads", &answer_twice_from_threads},
    {"after_close", &answer_after_close},
    {"post_to_itself", &post_to_itself},
    {"status", &reply_status},
    {"null",
     [](Case& it) {
         it.call.reply_json("null");
     }},
    {"garbage",
     [](Case& it) {
         it.call.reply_json("{not JSON");
     }},
    {"nothing",
     [](Case& it) {
         it.call.reply_json({});
     }},
    {"no_body",
     [](Case& it) {
         it.call.reply_json(R"({"statusCode":200})");
     }},
    {"no_status",
     [](Case& it) {
         it.call.reply_json(R"({"body":"x"})");
     }},
    {"extra_headers",
     [](Case& it) {
         it.call.reply_json(R"({"statusCode":200,"headers":{"X-A":"1"},"body":"b"})");
     }},
};

/// Misbehaves as it is told, by the first of these that is there:
///
/// - `result` of a message, `{"result":…}`: it answers exactly that;
/// - `do` of a message, `{"do":"status:501"}`; names are those of the table above;
/// - the query of a handshake: `protocol=chat1` (`protocolHeader` sets the header's name), or
///   `connect=throw`; a number alone, `connect=401`, means `status:401`;
/// - `connect`, `message` and `disconnect` of its configuration.
///
/// `init` of the configuration is the reason why it refuses to start.
class Faulty {
public:
    Faulty(const postern::Host& host, std::string_view config_json)
        : host_(host),
          config_(json::parse(config_json)) {
        if (config_.contains("init")) {
            throw std::runtime_error(config_.at("init").get<std::string>());
        }
    }

    void operator()(const postern::Request& request, postern::Call& call) {
        switch (request.event()) {
            case postern::EventKind::connect:
                connect(request, call);
                return;
            case postern::EventKind::disconnect:
                run(configured("disconnect", "status:200"), request, call);
                return;
            default:
                message(request, call);
        }
    }

private:
    [[nodiscard]] std::string configured(const char* event, const char* otherwise) const {
        return config_.value(event, otherwise);
    }

    void connect(const postern::Request& request, postern::Call& call) {
        const auto name = call.field("query:protocolHeader").value_or("Sec-WebSocket-Protocol");
        if (const auto protocol = call.field("query:protocol")) {
            const json headers{{std::string(name), std::string(*protocol)}};
            call.reply_json(json{{"statusCode", 200}, {"headers", headers}}.dump());
            return;
        }
        const auto asked = call.field("query:connect");
        run(asked ? std::string(*asked) : configured("connect", "status:200"), request, call);
    }

    void message(const postern::Request& request, postern::Call& call) {
        const json asked = json::parse(request.body(), nullptr, false);
        if (asked.is_object() && asked.contains("result")) {
            call.reply_json(asked.at("result").dump());
            return;
        }
        const bool has_order = asked.is_object() && asked.contains("do");
        run(has_order ? asked.at("do").get<std::string>() : configured("message", "echo"),
            request,
            call);
    }

    void run(std::string_view order, const postern::Request& request, postern::Call& call) {
        const std::size_t colon = order.find(':');
        std::string_view name = order.substr(0, colon);
        std::string_view argument =
            colon == order.npos ? std::string_view() : order.substr(colon + 1);
        if (number_in(name) != 0) {
            argument = name;
            name = "status";
        }
        Case it{host_, request, call, late_, argument};
        for (const Behaviour& behaviour : behaviours) {
            if (behaviour.name == name) {
                behaviour.run(it);
                return;
            }
        }
        throw std::invalid_argument("no behaviour is called " + std::string(name));
    }

    const postern::Host& host_;
    json config_;
    LateAnswers late_;
};

}  // namespace faulty

POSTERN_HANDLER(faulty::Faulty, "faulty", postern::blocking);
