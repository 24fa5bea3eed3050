#include <postern/handler.h>

#include <stdexcept>
#include <string_view>

namespace {

/// Breaks the rule that no exception leaves a handler, in every function it has.
std::int32_t init(const postern_host*, postern_bytes config, void**) {
    if (std::string_view(config.data, config.size) != "{}") throw std::runtime_error("in init");
    return 0;
}

void invoke(void*, const postern_request* request, postern_call*) {
    if (request->body.size == 0) throw std::runtime_error("in invoke");
    throw 42;
}

void shutdown(void*) {
    throw std::runtime_error("in shutdown");
}

}  // namespace

const postern_handler postern_handler_entry = {
    POSTERN_HANDLER_ABI,
    sizeof(postern_handler),
    "throwing",
    0,
    &init,
    &invoke,
    &shutdown,
    nullptr};
