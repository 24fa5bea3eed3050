// The suite's witness: writes every event to `events.jsonl` in the folder of its configuration.
//
// A MESSAGE is answered with its own event. A CONNECT can ask, in its query, for `refuse=STATUS`,
// for `wait=MILLISECONDS`, or with `hold=NAME` to be kept until the file NAME appears in the
// folder.

#include "postern/handler.hpp"

#include <fcntl.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <thread>

class Recorder {
public:
    Recorder(const postern::Host& /*host*/, std::string_view config)
        : folder_(nlohmann::json::parse(config).at("folder").get<std::string>()) {}

    void operator()(const postern::Request& request, postern::Call& call) const {
        const std::string event(call.event_json());
        record(event);
        if (request.event() == postern::EventKind::connect) {
            decide(call);
        } else {
            call.reply(event);
        }
    }

private:
    /// One write of one line, so that lines of several threads do not mix.
    void record(const std::string& event) const {
        const auto file = folder_ / "events.jsonl";
        const int out = ::open(file.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
        if (out < 0) throw std::runtime_error("cannot write " + file.string());
        const std::string line = event + "\n";
        const auto written = ::write(out, line.data(), line.size());
        ::close(out);
        if (written != static_cast<ssize_t>(line.size())) throw std::runtime_error("short write");
    }

    void decide(postern::Call& call) const {
        if (const auto name = call.field("query:hold")) {
            const auto awaited = folder_ / std::string(*name);
            while (!std::filesystem::exists(awaited))
                nap(std::chrono::milliseconds(2));
        }
        if (const auto wait = call.field("query:wait")) {
            nap(std::chrono::milliseconds(std::stoi(std::string(*wait))));
        }
        const auto refuse = call.field("query:refuse");
        call.reply("", refuse ? std::stoi(std::string(*refuse)) : 200);
    }

    static void nap(std::chrono::milliseconds duration) { std::this_thread::sleep_for(duration); }

    std::filesystem::path folder_;
};

POSTERN_HANDLER(Recorder, "recorder", postern::blocking);
