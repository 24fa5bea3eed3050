/*
 * The handler ABI of Postern: what a shared object exports to serve routes, and what the gateway
 * offers to it. C11 and C++20; needs nothing but the C standard library's types.
 *
 * Rules of growth. Structures only gain fields at their end, and a reader looks at `struct_size`
 * before it touches a field that version 1 of a structure did not have. Every other ability is an
 * extension, fetched by id. POSTERN_HANDLER_ABI changes only when an existing handler would break.
 *
 * Threads, named in brackets at every function:
 *   [main]    the thread that starts and stops the gateway
 *   [shard]   one of its I/O threads: the function must not block
 *   [worker]  a thread of the pool for handlers that may block
 *   [any]     any thread, also the handler's own
 *
 * Text is UTF-8, not terminated by NUL. No function of either side lets an exception out.
 * `gateway/docs/handler-abi.md` explains all of it with examples.
 */
#ifndef POSTERN_HANDLER_H
#define POSTERN_HANDLER_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The major number of this ABI: a gateway loads only handlers built for its own. */
#define POSTERN_HANDLER_ABI 1u

/* A borrowed range of bytes. `data` may be null when `size` is 0. */
typedef struct postern_bytes {
    const char* data;
    size_t size;
} postern_bytes;

/*
 * One invocation. Not an address: never look behind it. It stays safe to name after the call was
 * answered; what is done with it then has no effect and is logged.
 */
typedef struct postern_call postern_call;

/* What happened to the connection: `postern_request.event_type`. */
enum {
    POSTERN_EVENT_CONNECT = 1,
    POSTERN_EVENT_MESSAGE = 2,
    POSTERN_EVENT_DISCONNECT = 3,
    POSTERN_EVENT_AUTHORIZE = 4
};

/* Severity of a log line. */
enum {
    POSTERN_LOG_TRACE = 0,
    POSTERN_LOG_DEBUG = 1,
    POSTERN_LOG_INFO = 2,
    POSTERN_LOG_WARN = 3,
    POSTERN_LOG_ERROR = 4
};

/*
 * `postern_handler.flags`: `invoke` never blocks, so it may run on the I/O thread itself. Without
 * it, `invoke` runs on the worker pool.
 */
#define POSTERN_HANDLER_NONBLOCKING 1u

/* What every handler needs of an event; the rest is asked for through the host. */
typedef struct postern_request {
    uint32_t struct_size;
    uint32_t event_type;         /* POSTERN_EVENT_... */
    postern_bytes route_key;     /* $connect, $disconnect, $default or a custom key */
    postern_bytes connection_id; /* 16 characters */
    postern_bytes request_id;
    postern_bytes stage;
    postern_bytes body;  /* MESSAGE: the text as the client sent it; else empty */
    int64_t deadline_ms; /* after it nobody waits any more; Unix epoch, milliseconds */
} postern_request;

/*
 * What the gateway offers to one function. Given to `init`; valid until `shutdown` has returned,
 * and as long as a call is open.
 */
typedef struct postern_host {
    uint32_t struct_size;
    void* host_data; /* the gateway's own */

    /*
     * [any] Answers with a Lambda proxy result, such as {"statusCode":200,"body":"hi"}. A call is
     * answered exactly once; another answer is dropped. `reply_json` is copied where needed.
     */
    void (*reply)(const struct postern_host* host, postern_call* call, postern_bytes reply_json);

    /* clang-format off */
    /* [any] Answers that the function failed; both texts go to the log, not to the client. */
    void (*fail)(
        const struct postern_host* host,
        postern_call* call,
        postern_bytes type,
        postern_bytes message
    );
    /* clang-format on */

    /* [any] Writes one line, marked with the name of the function. */
    void (*log)(const struct postern_host* host, int32_t level, postern_bytes line);

    /*
     * [any] The whole Lambda proxy event, made when first asked for; valid until the call is
     * answered, empty afterwards. Must not run while another thread answers the call.
     */
    postern_bytes (*event_json)(const struct postern_host* host, postern_call* call);

    /* [any] The extension's structure, valid as long as `host`; null when there is none. */
    const void* (*extension)(const struct postern_host* host, const char* id);
} postern_host;

/* What a handler exports as `postern_handler_entry`; constant for the life of the process. */
typedef struct postern_handler {
    uint32_t abi;         /* POSTERN_HANDLER_ABI */
    uint32_t struct_size; /* sizeof(postern_handler) */
    const char* name;     /* NUL-terminated; for messages */
    uint32_t flags;       /* POSTERN_HANDLER_... */

    /*
     * [main] Makes the state of one function that uses this handler; called once for each, so one
     * library may serve several. `config_json` is the function's `config`, valid during the call.
     * Returns 0, or a code that is reported and ends the start; a line logged at
     * POSTERN_LOG_ERROR before is the reason shown. May be null.
     */
    int32_t (*init)(const postern_host* host, postern_bytes config_json, void** state);

    /*
     * [shard] or [worker] Begins a call; several threads invoke at once. Answer before returning,
     * or keep `call` and answer later. `request` and all it points to are valid until then.
     */
    void (*invoke)(void* state, const postern_request* request, postern_call* call);

    /*
     * [main] Frees the state: no call is open and none will come. The handler's own threads must
     * have ended when it returns. May be null.
     */
    void (*shutdown)(void* state);

    /* [main] The handler's own extensions by id; null when there is none. May be null. */
    const void* (*extension)(const char* id);
} postern_handler;

/* The one symbol a handler exports. Declared here, it is visible despite -fvisibility=hidden. */
extern __attribute__((visibility("default"))) const postern_handler postern_handler_entry;

/* ---- Extension: answer with a status and a body, without writing JSON --------------------- */

#define POSTERN_REPLY_BODY "postern.reply-body/1"

typedef struct postern_reply_body {
    uint32_t struct_size;
    /*
     * [any] Answers like a result with just `statusCode` and `body`, which is text as it is. The
     * fastest way to answer. Bad UTF-8 in `body` is replaced by U+FFFD.
     */
    /* clang-format off */
    void (*reply_body)(
        const postern_host* host, postern_call* call, int32_t status_code, postern_bytes body
    );
    /* clang-format on */
} postern_reply_body;

/* ---- Extension: read one value of the event ------------------------------------------------ */

#define POSTERN_FIELD "postern.field/1"

/*
 * Names: source_ip, user_agent, domain_name, stage, api_id, route_key, connection_id, request_id,
 * connected_at (milliseconds), request_time (milliseconds), principal_id, authorizer:KEY,
 * stage_variable:NAME; of a MESSAGE: message_id, body; of a CONNECT: header:NAME (any letter case)
 * and query:NAME, the last value of a repeated one; of a DISCONNECT: disconnect_status_code,
 * disconnect_reason.
 */
typedef struct postern_field {
    uint32_t struct_size;
    /*
     * [any] The value as text; `data` is null when the event has none of that name. Valid until
     * the call is answered. Must not run while another thread answers the call.
     */
    postern_bytes (*field)(const postern_host* host, postern_call* call, postern_bytes name);
} postern_field;

/* ---- Extension: reach connections by id ---------------------------------------------------- */

#define POSTERN_POST_TO_CONNECTION "postern.post-to-connection/1"

/* What became of a command for a connection. */
enum {
    POSTERN_OK = 0,
    POSTERN_GONE = 1,     /* no such connection, or not any more */
    POSTERN_FULL = 2,     /* the client does not read and too much is waiting for it */
    POSTERN_TOO_LARGE = 3 /* more than 131072 bytes */
};

/*
 * [any] Told once what became of a command; before the command's function returns, or later on a
 * [shard] thread: it must not block. May be null where nobody wants to know.
 */
typedef void (*postern_done)(void* user, int32_t status);

/* Who a connection is; all of it valid only during the callback. */
typedef struct postern_connection {
    uint32_t struct_size;
    postern_bytes source_ip;
    postern_bytes user_agent; /* `data` is null when the client sent none */
    int64_t connected_at_ms;
    int64_t last_active_at_ms;
} postern_connection;

/* As postern_done; `connection` is null unless `status` is POSTERN_OK. */
typedef void (*postern_described)(void* user, int32_t status, const postern_connection* connection);

typedef struct postern_post_to_connection {
    uint32_t struct_size;
    /* clang-format off */
    /* [any] Sends `data`, which is copied, as one text message. */
    void (*post)(
        const postern_host* host,
        postern_bytes connection_id,
        postern_bytes data,
        postern_done done,
        void* user
    );
    /* [any] Asks who the connection is and when it was last active. */
    void (*get)(
        const postern_host* host, postern_bytes connection_id, postern_described done, void* user
    );
    /* [any] Closes the connection with 1000. */
    void (*close)(
        const postern_host* host, postern_bytes connection_id, postern_done done, void* user
    );
    /* clang-format on */
} postern_post_to_connection;

/* ---- Extension: send to everybody ---------------------------------------------------------- */

#define POSTERN_BROADCAST "postern.broadcast/1"

typedef struct postern_broadcast {
    uint32_t struct_size;
    /*
     * [any] Sends `data`, which is copied once, to every open connection of the call's API and
     * stage; clients that do not read are skipped. The call must not have been answered
     * (POSTERN_GONE), and must not be answered meanwhile. Returns POSTERN_OK, POSTERN_GONE or
     * POSTERN_TOO_LARGE.
     */
    int32_t (*broadcast)(const postern_host* host, postern_call* call, postern_bytes data);
} postern_broadcast;

#ifdef __cplusplus
}
#endif

#endif
