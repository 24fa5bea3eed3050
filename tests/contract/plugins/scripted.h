/* A handler that does what the test says: the test sets what its functions do. */
#ifndef POSTERN_TESTS_CONTRACT_SCRIPTED_H
#define POSTERN_TESTS_CONTRACT_SCRIPTED_H

#include <postern/handler.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What `init`, `invoke` and `shutdown` do; every pointer may be null. `user` goes to each. */
typedef struct scripted_actions {
    void* user;
    int32_t (*on_init)(void* user, const postern_host* host, postern_bytes config_json);
    /* `host` is that of the function whose call it is. */
    void (*on_invoke
    )(void* user, const postern_host* host, const postern_request* request, postern_call* call);
    void (*on_shutdown)(void* user, const postern_host* host);
} scripted_actions;

/* Exported as `scripted_set_actions`; they are copied. */
typedef void (*scripted_set_actions_function)(const scripted_actions* actions);

#ifdef __cplusplus
}
#endif

#endif
