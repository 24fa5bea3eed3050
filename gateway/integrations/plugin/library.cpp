#include "gateway/integrations/plugin/library.hpp"

#include <dlfcn.h>

#include <cstddef>
#include <cstdint>

namespace postern::integrations {
namespace {

constexpr std::uint32_t known_flags = POSTERN_HANDLER_NONBLOCKING;

/// What is wrong with `handler`, or nothing. A handler of another ABI may look different beyond its
/// first two fields.
std::string complaint_about(const postern_handler& handler) {
    if (handler.abi != POSTERN_HANDLER_ABI) {
        return "it was built for handler ABI " + std::to_string(handler.abi) +
               " and this gateway speaks ABI " + std::to_string(POSTERN_HANDLER_ABI) +
               "; rebuild it with this gateway's postern/handler.h";
    }
    if (handler.struct_size < sizeof(postern_handler)) {
        return "its postern_handler says struct_size " + std::to_string(handler.struct_size) +
               ", but ABI 1 has at least " + std::to_string(sizeof(postern_handler)) +
               " bytes; set it to sizeof(postern_handler)";
    }
    if (handler.invoke == nullptr) return "its postern_handler has no invoke function";
    if ((handler.flags & ~known_flags) != 0) {
        return "it sets flags " + std::to_string(handler.flags) + ", and this gateway knows only " +
               std::to_string(known_flags);
    }
    return {};
}

std::string last_error() {
    const char* const text = ::dlerror();  // NOLINT(concurrency-mt-unsafe): main thread only
    return text == nullptr ? "unknown reason" : text;
}

}  // namespace

std::variant<const postern_handler*, std::string> open_handler(const std::filesystem::path& path) {
    std::error_code ignored;
    if (!std::filesystem::exists(path, ignored)) return "there is no such file";
    // A path without a slash would be looked up in the system's library folders.
    const std::string file = std::filesystem::absolute(path).string();
    void* const library = ::dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    if (library == nullptr) return "it cannot be loaded: " + last_error();
    const void* const symbol = ::dlsym(library, "postern_handler_entry");
    if (symbol == nullptr) {
        return "it exports no postern_handler_entry, so it is no handler; define it in a file that "
               "includes postern/handler.h (in C++ by POSTERN_HANDLER)";
    }
    const auto* const handler = static_cast<const postern_handler*>(symbol);
    if (std::string complaint = complaint_about(*handler); !complaint.empty()) return complaint;
    return handler;
}

}  // namespace postern::integrations
