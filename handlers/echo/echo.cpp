#include <postern/handler.hpp>

/// Answers every message with itself, and lets every connection in.
struct Echo {
    void operator()(const postern::Request& request, postern::Call& call) {
        call.reply(request.body());
    }
};

POSTERN_HANDLER(Echo, "echo", postern::nonblocking);
