#include <postern/handler.hpp>

#include <string>

/// Tells a client the id of its connection: what `@connections` calls it.
struct Whoami {
    void operator()(const postern::Request& request, postern::Call& call) {
        std::string body = R"({"connectionId":")";
        body.append(request.connection_id()).append(R"("})");
        call.reply(body);
    }
};

POSTERN_HANDLER(Whoami, "whoami", postern::nonblocking);
