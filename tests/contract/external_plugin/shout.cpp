#include <postern/handler.hpp>

#include <string>

/// Answers in capitals.
struct Shout {
    void operator()(const postern::Request& request, postern::Call& call) {
        std::string text(request.body());
        for (char& c : text) {
            if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
        }
        call.reply(text);
    }
};

POSTERN_HANDLER(Shout, "shout", postern::nonblocking);
