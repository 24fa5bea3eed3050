/* A handler with one thing wrong, which BROKEN_... definitions choose; else the least that is
 * right. */
#include <postern/handler.h>

#ifndef BROKEN_ABI
#define BROKEN_ABI POSTERN_HANDLER_ABI
#endif
#ifndef BROKEN_STRUCT_SIZE
#define BROKEN_STRUCT_SIZE sizeof(postern_handler)
#endif
#ifndef BROKEN_FLAGS
#define BROKEN_FLAGS 0u
#endif

#ifdef BROKEN_NO_ENTRY
int no_handler_at_all(void);
int no_handler_at_all(void) {
    return 1;
}
#else

#ifndef BROKEN_INVOKE
#define BROKEN_INVOKE broken_invoke
static void broken_invoke(void* state, const postern_request* request, postern_call* call) {
    (void)state;
    (void)request;
    (void)call;
}
#endif

const postern_handler postern_handler_entry = {
    .abi = BROKEN_ABI,
    .struct_size = BROKEN_STRUCT_SIZE,
    .name = "broken",
    .flags = BROKEN_FLAGS,
    .invoke = BROKEN_INVOKE,
};
#endif
