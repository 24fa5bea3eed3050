#pragma once

#include "gateway/core/error.hpp"
#include "gateway/core/event/facts.hpp"

#include <string_view>

namespace postern::ports {

/// What an integration answered. Views are valid only during `Call::complete`.
struct Reply {
    enum class Form {
        payload,  ///< `bytes` is a Lambda proxy result as JSON, as a function returns it.
        body,     ///< `bytes` is the message body itself and `status_code` its status: no JSON was
                  ///< made of it.
    };
    Form form = Form::payload;
    int status_code = 200;
    std::string_view bytes;
};

/// Why there is no answer. Views are valid only during `Call::complete`.
struct Failure {
    Errc error = Errc::integration_failed;
    /// As Lambda reports it (`Runtime.ExitError`, an exception's type); for the log.
    std::string_view type;
    std::string_view message;
};

/// One invocation under way: what is asked, and where the answer goes.
///
/// The pipeline makes it; the integration answers it. It stays alive and unchanged until the
/// integration has called `complete` or `fail`, also past its deadline; a late answer is taken and
/// dropped.
class Call {
public:
    Call() = default;
    Call(const Call&) = delete;
    Call& operator=(const Call&) = delete;

    /// What happened; immutable while the call is open. Any thread.
    [[nodiscard]] virtual const Event& event() const noexcept = 0;
    /// When the pipeline will give up. Any thread.
    [[nodiscard]] virtual Instant deadline() const noexcept = 0;
    /// The shard that owns the call, from 0. Any thread.
    [[nodiscard]] virtual unsigned shard() const noexcept = 0;
    /// Answers. Any thread, exactly one of `complete` and `fail`, exactly once; the call must not
    /// be touched after.
    virtual void complete(const Reply& reply) = 0;
    virtual void fail(const Failure& failure) = 0;

protected:
    ~Call() = default;
};

/// Something that can be invoked: a plugin, a function process, an HTTP backend. Lives until every
/// call is answered.
class Integration {
public:
    Integration() = default;
    Integration(const Integration&) = delete;
    Integration& operator=(const Integration&) = delete;
    virtual ~Integration() = default;

    /// Begins an invocation; may answer before it returns. Called on the shard that owns `call`;
    /// must not block.
    virtual void invoke(Call& call) = 0;
};

}  // namespace postern::ports
