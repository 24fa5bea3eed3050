/// The C++ layer over `handler.h`: a handler is a class with one function and one macro line.
///
///     struct Echo {
///         void operator()(const postern::Request& request, postern::Call& call) {
///             call.reply(request.body());
///         }
///     };
///     POSTERN_HANDLER(Echo, "echo", postern::nonblocking);
///
/// C++17, header only, needs nothing but the standard library. Exceptions end here: one that leaves
/// the handler fails its call with the exception's type and text. For threads and lifetimes see
/// `handler.h`; whatever is said of a C function there holds for the C++ one.
#pragma once

#include "postern/handler.h"

#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <typeinfo>
#include <utility>

namespace postern {

/// Flags for `POSTERN_HANDLER`: whether calls may block, which decides the thread they run on.
inline constexpr std::uint32_t blocking = 0;
inline constexpr std::uint32_t nonblocking = POSTERN_HANDLER_NONBLOCKING;

enum class EventKind : std::uint32_t {
    connect = POSTERN_EVENT_CONNECT,
    message = POSTERN_EVENT_MESSAGE,
    disconnect = POSTERN_EVENT_DISCONNECT,
    authorize = POSTERN_EVENT_AUTHORIZE,
};

enum class Severity : std::int32_t {
    trace = POSTERN_LOG_TRACE,
    debug = POSTERN_LOG_DEBUG,
    info = POSTERN_LOG_INFO,
    warn = POSTERN_LOG_WARN,
    error = POSTERN_LOG_ERROR,
};

/// What became of a command for a connection.
enum class Delivery : std::int32_t {
    ok = POSTERN_OK,
    gone = POSTERN_GONE,
    full = POSTERN_FULL,
    too_large = POSTERN_TOO_LARGE,
};

namespace abi {

inline postern_bytes bytes(std::string_view text) noexcept {
    return {text.data(), text.size()};
}
inline std::string_view view(postern_bytes bytes) noexcept {
    return {bytes.data, bytes.size};
}

template <class Extension>
const Extension& required(const postern_host& host, const char* id) {
    const void* const found = host.extension(&host, id);
    if (found == nullptr) throw std::runtime_error(std::string("the gateway lacks ") + id);
    return *static_cast<const Extension*>(found);
}

/// Runs `done`, which `new` made, once. Nobody is left to hear about an exception of it.
template <class Function>
void run_done(void* user, std::int32_t status) noexcept {
    const std::unique_ptr<Function> done(static_cast<Function*>(user));
    (*done)(static_cast<Delivery>(status));
}

}  // namespace abi

/// The gateway as one function sees it. Any thread; lives until the handler is destroyed, so a
/// handler may keep a reference.
class Host {
public:
    /// Throws `std::runtime_error` when the gateway lacks an extension of this header.
    explicit Host(const postern_host& host)
        : host_(&host),
          reply_body_(&abi::required<postern_reply_body>(host, POSTERN_REPLY_BODY)),
          field_(&abi::required<postern_field>(host, POSTERN_FIELD)),
          post_(&abi::required<postern_post_to_connection>(host, POSTERN_POST_TO_CONNECTION)),
          broadcast_(&abi::required<postern_broadcast>(host, POSTERN_BROADCAST)) {}

    /// Writes one line of `key=value` fields or text; never message contents or secrets.
    void log(Severity severity, std::string_view line) const noexcept {
        host_->log(host_, static_cast<std::int32_t>(severity), abi::bytes(line));
    }

    /// Sends one text message to a connection.
    void post(std::string_view connection_id, std::string_view data) const noexcept {
        post_->post(host_, abi::bytes(connection_id), abi::bytes(data), nullptr, nullptr);
    }
    /// The same; then `done(Delivery)` runs once, here or later on a shard thread. It must neither
    /// block nor throw.
    template <class Done>
    void post(std::string_view connection_id, std::string_view data, Done done) const {
        auto kept = std::make_unique<Done>(std::move(done));
        post_->post(
            host_, abi::bytes(connection_id), abi::bytes(data), &abi::run_done<Done>, kept.release()
        );
    }
    /// Closes a connection with 1000.
    void close(std::string_view connection_id) const noexcept {
        post_->close(host_, abi::bytes(connection_id), nullptr, nullptr);
    }

    /// The C structure, for extensions that this header does not wrap.
    [[nodiscard]] const postern_host& raw() const noexcept { return *host_; }

private:
    friend class Call;

    const postern_host* host_;
    const postern_reply_body* reply_body_;
    const postern_field* field_;
    const postern_post_to_connection* post_;
    const postern_broadcast* broadcast_;
};

/// What is asked. Views are valid until the call is answered.
class Request {
public:
    explicit Request(const postern_request& request) noexcept : request_(&request) {}

    [[nodiscard]] EventKind event() const noexcept {
        return static_cast<EventKind>(request_->event_type);
    }
    [[nodiscard]] std::string_view route_key() const noexcept {
        return abi::view(request_->route_key);
    }
    [[nodiscard]] std::string_view connection_id() const noexcept {
        return abi::view(request_->connection_id);
    }
    [[nodiscard]] std::string_view request_id() const noexcept {
        return abi::view(request_->request_id);
    }
    [[nodiscard]] std::string_view stage() const noexcept { return abi::view(request_->stage); }
    /// The message exactly as the client sent it; empty for other events.
    [[nodiscard]] std::string_view body() const noexcept { return abi::view(request_->body); }
    /// After it nobody waits any more; Unix epoch, milliseconds.
    [[nodiscard]] std::int64_t deadline_ms() const noexcept { return request_->deadline_ms; }

private:
    const postern_request* request_;
};

/// The duty to answer one invocation, exactly once, on any thread. To answer later, move it away;
/// one that ends unanswered fails its call.
class Call {
public:
    Call(const Host& host, postern_call* call) noexcept : host_(&host), call_(call) {}
    Call(Call&& other) noexcept : host_(other.host_), call_(std::exchange(other.call_, nullptr)) {}
    Call& operator=(Call&& other) noexcept {
        if (this != &other) {
            abandon();
            host_ = other.host_;
            call_ = std::exchange(other.call_, nullptr);
        }
        return *this;
    }
    Call(const Call&) = delete;
    Call& operator=(const Call&) = delete;
    ~Call() { abandon(); }

    /// Answers with `body` as it is; `$connect` and `$disconnect` look at the status only.
    void reply(std::string_view body, int status_code = 200) noexcept {
        if (postern_call* const call = take()) {
            host_->reply_body_->reply_body(host_->host_, call, status_code, abi::bytes(body));
        }
    }
    /// Answers with a Lambda proxy result, such as `{"statusCode":200,"body":"hi"}`.
    void reply_json(std::string_view proxy_result) noexcept {
        if (postern_call* const call = take()) {
            host_->host_->reply(host_->host_, call, abi::bytes(proxy_result));
        }
    }
    /// Answers that the function failed; the log shows type and message, the client neither.
    void fail(std::string_view type, std::string_view message) noexcept {
        if (postern_call* const call = take()) {
            host_->host_->fail(host_->host_, call, abi::bytes(type), abi::bytes(message));
        }
    }

    /// The whole Lambda proxy event; valid until answered.
    [[nodiscard]] std::string_view event_json() const noexcept {
        return call_ == nullptr ? std::string_view()
                                : abi::view(host_->host_->event_json(host_->host_, call_));
    }
    /// One value of the event, such as `source_ip`, `header:Origin` or `query:token`; valid until
    /// answered. `handler.h` lists the names.
    [[nodiscard]] std::optional<std::string_view> field(std::string_view name) const noexcept {
        if (call_ == nullptr) return std::nullopt;
        const postern_bytes value = host_->field_->field(host_->host_, call_, abi::bytes(name));
        if (value.data == nullptr) return std::nullopt;
        return abi::view(value);
    }
    /// Sends `data` to every connection of this call's API and stage.
    Delivery broadcast(std::string_view data) const noexcept {
        if (call_ == nullptr) return Delivery::gone;
        return static_cast<Delivery>(
            host_->broadcast_->broadcast(host_->host_, call_, abi::bytes(data))
        );
    }

    /// Whether this object still owes an answer.
    explicit operator bool() const noexcept { return call_ != nullptr; }

    /// Gives up the duty without answering: the C handle, for code that answers through the C ABI.
    [[nodiscard]] postern_call* release() noexcept { return take(); }

private:
    [[nodiscard]] postern_call* take() noexcept { return std::exchange(call_, nullptr); }
    void abandon() noexcept { fail("Handler.NoAnswer", "the handler dropped its call unanswered"); }

    const Host* host_;
    postern_call* call_;
};

namespace abi {

/// The C functions of one handler class.
///
/// `Handler` is made from `(const Host&, std::string_view config_json)`, or from nothing when it
/// has no such constructor; an exception refuses the function at start. Its `operator()(const
/// Request&, Call&)` runs on several threads at once.
template <class Handler>
class Entry {
public:
    static std::int32_t init(
        const postern_host* host, postern_bytes config, void** state
    ) noexcept {
        try {
            *state = new State(*host, view(config));
            return 0;
        } catch (const std::exception& error) {
            host->log(host, POSTERN_LOG_ERROR, bytes(error.what()));
        } catch (...) {
            host->log(host, POSTERN_LOG_ERROR, bytes("an exception of unknown type"));
        }
        return 1;
    }

    static void invoke(void* state, const postern_request* request, postern_call* handle) noexcept {
        State& self = *static_cast<State*>(state);
        Call call(self.host, handle);
        try {
            self.handler(Request(*request), call);
        } catch (const std::exception& error) {
            report(self.host, call, typeid(error).name(), error.what());
        } catch (...) {
            report(self.host, call, "Handler.Exception", "an exception of unknown type");
        }
    }

    static void shutdown(void* state) noexcept { delete static_cast<State*>(state); }

private:
    struct State {
        State(const postern_host& raw, std::string_view config)
            : host(raw),
              handler(make(host, config)) {}
        static Handler make(const Host& host, std::string_view config) {
            if constexpr (std::is_constructible_v<Handler, const Host&, std::string_view>) {
                return Handler(host, config);
            } else {
                return Handler();
            }
        }
        Host host;
        Handler handler;
    };

    static void report(const Host& host, Call& call, const char* type, const char* what) noexcept {
        if (call) {
            call.fail(type, what);
        } else {
            // Answered, or moved away: the call takes its own course.
            host.log(Severity::error, what);
        }
    }
};

}  // namespace abi
}  // namespace postern

/// Exports `Handler` under `handler_name`; `handler_flags` is `postern::blocking` or
/// `postern::nonblocking`. Once in a library, outside every namespace.
#define POSTERN_HANDLER(Handler, handler_name, handler_flags) \
    const postern_handler postern_handler_entry = {           \
        POSTERN_HANDLER_ABI,                                  \
        static_cast<std::uint32_t>(sizeof(postern_handler)),  \
        handler_name,                                         \
        handler_flags,                                        \
        &postern::abi::Entry<Handler>::init,                  \
        &postern::abi::Entry<Handler>::invoke,                \
        &postern::abi::Entry<Handler>::shutdown,              \
        nullptr,                                              \
    }
