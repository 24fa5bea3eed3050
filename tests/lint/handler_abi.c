/* Prints size and field offsets of every structure of the handler ABI, for
 * tests/lint/handler_abi.txt. */
#include <postern/handler.h>
#include <stdio.h>

#define SIZE(type) printf("%s %zu\n", #type, sizeof(type))
#define FIELD(type, field) printf("  %s %zu\n", #field, offsetof(type, field))

int main(void) {
    printf("POSTERN_HANDLER_ABI %u\n", POSTERN_HANDLER_ABI);
    SIZE(postern_bytes);
    FIELD(postern_bytes, data);
    FIELD(postern_bytes, size);
    SIZE(postern_request);
    FIELD(postern_request, struct_size);
    FIELD(postern_request, event_type);
    FIELD(postern_request, route_key);
    FIELD(postern_request, connection_id);
    FIELD(postern_request, request_id);
    FIELD(postern_request, stage);
    FIELD(postern_request, body);
    FIELD(postern_request, deadline_ms);
    SIZE(postern_host);
    FIELD(postern_host, struct_size);
    FIELD(postern_host, host_data);
    FIELD(postern_host, reply);
    FIELD(postern_host, fail);
    FIELD(postern_host, log);
    FIELD(postern_host, event_json);
    FIELD(postern_host, extension);
    SIZE(postern_handler);
    FIELD(postern_handler, abi);
    FIELD(postern_handler, struct_size);
    FIELD(postern_handler, name);
    FIELD(postern_handler, flags);
    FIELD(postern_handler, init);
    FIELD(postern_handler, invoke);
    FIELD(postern_handler, shutdown);
    FIELD(postern_handler, extension);
    SIZE(postern_reply_body);
    FIELD(postern_reply_body, struct_size);
    FIELD(postern_reply_body, reply_body);
    SIZE(postern_field);
    FIELD(postern_field, struct_size);
    FIELD(postern_field, field);
    SIZE(postern_connection);
    FIELD(postern_connection, struct_size);
    FIELD(postern_connection, source_ip);
    FIELD(postern_connection, user_agent);
    FIELD(postern_connection, connected_at_ms);
    FIELD(postern_connection, last_active_at_ms);
    SIZE(postern_post_to_connection);
    FIELD(postern_post_to_connection, struct_size);
    FIELD(postern_post_to_connection, post);
    FIELD(postern_post_to_connection, get);
    FIELD(postern_post_to_connection, close);
    SIZE(postern_broadcast);
    FIELD(postern_broadcast, struct_size);
    FIELD(postern_broadcast, broadcast);
    return 0;
}
