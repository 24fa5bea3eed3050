#pragma once

namespace postern::app {

/// Tells systemd about this process, where it runs as a `Type=notify` service; elsewhere does
/// nothing.
void notify_ready();
void notify_reloading();
void notify_stopping();

}  // namespace postern::app
