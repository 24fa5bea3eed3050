#include "clock.hpp"                   // bad: repository root
#include "gateway/net/listener.hpp"    // bad: must not know net
#include <boost/asio/io_context.hpp>   // bad: must not include
#include <boost/system/result.hpp>
#include <nlohmann/json.hpp>
#include <openssl/rand.h>              // bad: must not include
#include <openssl/sha.h>
#include <spdlog/spdlog.h>             // bad: must not include
#include <thread>                      // bad: is pure
#include <unistd.h>                    // bad: must not include
#include <vector>

auto now() {
    return std::chrono::system_clock::now();  // bad: is pure
}
