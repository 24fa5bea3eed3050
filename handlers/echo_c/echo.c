/* Answers every message with itself: a handler in plain C, with one state for each function. */
#include <postern/handler.h>
#include <stdlib.h>

typedef struct echo_state {
    const postern_host* host;
    const postern_reply_body* replies;
} echo_state;

static int32_t echo_init(const postern_host* host, postern_bytes config_json, void** state) {
    static const char lacking[] = "the gateway lacks " POSTERN_REPLY_BODY;
    echo_state* const self = malloc(sizeof *self);
    (void)config_json;
    if (self == NULL) return 1;
    self->host = host;
    self->replies = host->extension(host, POSTERN_REPLY_BODY);
    if (self->replies == NULL) {
        const postern_bytes line = {lacking, sizeof lacking - 1};
        host->log(host, POSTERN_LOG_ERROR, line);
        free(self);
        return 2;
    }
    *state = self;
    return 0;
}

static void echo_invoke(void* state, const postern_request* request, postern_call* call) {
    const echo_state* const self = state;
    self->replies->reply_body(self->host, call, 200, request->body);
}

static void echo_shutdown(void* state) {
    free(state);
}

const postern_handler postern_handler_entry = {
    .abi = POSTERN_HANDLER_ABI,
    .struct_size = sizeof(postern_handler),
    .name = "echo_c",
    .flags = POSTERN_HANDLER_NONBLOCKING,
    .init = echo_init,
    .invoke = echo_invoke,
    .shutdown = echo_shutdown,
};
