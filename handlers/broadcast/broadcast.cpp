#include <postern/handler.hpp>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <optional>
#include <string_view>
#include <thread>

namespace {

/// The longest an integration may take at all.
constexpr std::chrono::milliseconds longest_work{29'000};

/// What `text` asks for when it is nothing but a number of milliseconds.
std::optional<std::chrono::milliseconds> work_in(std::string_view text) {
    int milliseconds = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, milliseconds);
    if (error != std::errc() || stop != end || milliseconds < 0) return std::nullopt;
    return std::min(std::chrono::milliseconds(milliseconds), longest_work);
}

}  // namespace

/// Sends every message to all clients of the stage, its sender included.
///
/// A message that is just a number is worked on for that many milliseconds first: clients served
/// meanwhile show that a slow call holds up nobody.
struct Broadcast {
    void operator()(const postern::Request& request, postern::Call& call) {
        if (request.event() == postern::EventKind::message) {
            if (const auto work = work_in(request.body())) std::this_thread::sleep_for(*work);
            call.broadcast(request.body());
        }
        call.reply({});
    }
};

POSTERN_HANDLER(Broadcast, "broadcast", postern::blocking);
