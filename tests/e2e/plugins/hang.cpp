// Breaks the one promise of a non-blocking handler: a message keeps its shard for good.

#include "postern/handler.hpp"

#include <unistd.h>

#include <string_view>

class Hang {
public:
    Hang(const postern::Host& host, std::string_view /*config*/) : host_(host) {}

    void operator()(const postern::Request& request, postern::Call& call) const {
        if (request.event() != postern::EventKind::message) {
            call.reply("");
            return;
        }
        host_.log(postern::Severity::warn, "message=hanging");
        for (;;)
            ::pause();
    }

private:
    const postern::Host& host_;
};

POSTERN_HANDLER(Hang, "hang", postern::nonblocking);
