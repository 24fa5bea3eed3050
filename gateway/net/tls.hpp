#pragma once

#include "gateway/core/api/model.hpp"
#include "gateway/core/error.hpp"

#include <memory>

struct ssl_ctx_st;

namespace postern::net {

/// A loaded certificate and key, shared by the connections that use it. Immutable; a reload makes a
/// new one.
using TlsContext = std::shared_ptr<ssl_ctx_st>;

/// Loads certificate chain and private key (PEM) for TLS 1.2 and 1.3, or says which file is wrong
/// and why.
[[nodiscard]] Loaded<TlsContext> load_tls(const TlsFiles& files);

}  // namespace postern::net
