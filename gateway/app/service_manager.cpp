#include "gateway/app/service_manager.hpp"

#include <systemd/sd-daemon.h>

#include <chrono>
#include <string>

namespace postern::app {

void notify_ready() {
    ::sd_notify(0, "READY=1");
}

void notify_reloading() {
    const auto now = std::chrono::duration_cast<std::chrono::microseconds>(
        std::chrono::steady_clock::now().time_since_epoch()
    );
    const std::string text = "RELOADING=1\nMONOTONIC_USEC=" + std::to_string(now.count());
    ::sd_notify(0, text.c_str());
}

void notify_stopping() {
    ::sd_notify(0, "STOPPING=1");
}

}  // namespace postern::app
