#pragma once

#include <cstddef>

/// What this program has on the heap. Linking `postern_counted_memory` replaces `operator new` for
/// the whole program.
namespace postern::tests::memory {

/// Calls of `operator new` so far, on all threads.
[[nodiscard]] std::size_t allocations() noexcept;
/// Blocks not freed yet.
[[nodiscard]] std::size_t live_blocks() noexcept;
/// Bytes of these blocks, as they were asked for.
[[nodiscard]] std::size_t live_bytes() noexcept;

}  // namespace postern::tests::memory
