#include <postern/handler.h>

/* Answers nothing: the least a handler can be. */
static const postern_host* the_host;

static int32_t quiet_init(const postern_host* host, postern_bytes config_json, void** state) {
    (void)config_json;
    (void)state;
    the_host = host;
    return 0;
}

static void quiet_invoke(void* state, const postern_request* request, postern_call* call) {
    static const char nothing[] = "{\"statusCode\":200}";
    const postern_bytes result = {nothing, sizeof nothing - 1};
    (void)state;
    (void)request;
    the_host->reply(the_host, call, result);
}

const postern_handler postern_handler_entry = {
    .abi = POSTERN_HANDLER_ABI,
    .struct_size = sizeof(postern_handler),
    .name = "quiet",
    .init = quiet_init,
    .invoke = quiet_invoke,
};
