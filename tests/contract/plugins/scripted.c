/* Built twice: as it is for the worker pool, and with SCRIPTED_FLAGS for the I/O thread. */
#include "scripted.h"

#ifndef SCRIPTED_FLAGS
#define SCRIPTED_FLAGS 0u
#endif

static scripted_actions actions;

__attribute__((visibility("default"))) void scripted_set_actions(const scripted_actions* wanted);

void scripted_set_actions(const scripted_actions* wanted) {
    actions = *wanted;
}

static int32_t scripted_init(const postern_host* host, postern_bytes config_json, void** state) {
    /* The state of a function is its host, so that calls can be told apart by function. */
    *state = (void*)(uintptr_t)host;
    return actions.on_init ? actions.on_init(actions.user, host, config_json) : 0;
}

static void scripted_invoke(void* state, const postern_request* request, postern_call* call) {
    actions.on_invoke(actions.user, (const postern_host*)state, request, call);
}

static void scripted_shutdown(void* state) {
    if (actions.on_shutdown) actions.on_shutdown(actions.user, (const postern_host*)state);
}

const postern_handler postern_handler_entry = {
    .abi = POSTERN_HANDLER_ABI,
    .struct_size = sizeof(postern_handler),
    .name = "scripted",
    .flags = SCRIPTED_FLAGS,
    .init = scripted_init,
    .invoke = scripted_invoke,
    .shutdown = scripted_shutdown,
};
