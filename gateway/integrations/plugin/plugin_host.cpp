#include "gateway/integrations/plugin/plugin_host.hpp"

#include "gateway/integrations/plugin/handler_runtime.hpp"
#include "gateway/integrations/plugin/library.hpp"

#include <string_view>
#include <utility>
#include <variant>

namespace postern::integrations {
namespace {

/// One function of a definition, ready to be invoked.
class PluginIntegration final : public ports::Integration {
public:
    PluginIntegration(HandlerRuntime& runtime, HandlerInstance& instance)
        : runtime_(runtime),
          instance_(instance) {}
    ~PluginIntegration() override { runtime_.retire(instance_); }

    void invoke(ports::Call& call) override { instance_.invoke(call); }

private:
    HandlerRuntime& runtime_;
    HandlerInstance& instance_;
};

/// `name` as part of a JSON pointer (RFC 6901 §3).
std::string pointer_to(std::string_view name) {
    std::string pointer = "/functions/";
    for (const char c : name) {
        if (c == '~') {
            pointer += "~0";
        } else if (c == '/') {
            pointer += "~1";
        } else {
            pointer += c;
        }
    }
    return pointer + "/plugin";
}

}  // namespace

PluginHost::PluginHost(PluginLimits limits, ports::Connections& connections, ports::Log& log)
    : runtime_(std::make_unique<HandlerRuntime>(limits, connections, log)) {}

PluginHost::~PluginHost() {
    if (stop(std::chrono::milliseconds(0))) return;
    HandlerRuntime::leave_to_handlers(std::move(runtime_));
}

Loaded<std::shared_ptr<ports::Integration>> PluginHost::load(
    const std::string& name, const PluginFunction& function, const std::filesystem::path& library
) {
    collect();
    const auto refused = [&](const std::string& reason) {
        return Problems{
            {pointer_to(name),
             "function '" + name + "': plugin '" + library.string() + "': " + reason}};
    };
    const auto opened = open_handler(library);
    if (const auto* const reason = std::get_if<std::string>(&opened)) return refused(*reason);
    const postern_handler& handler = *std::get<const postern_handler*>(opened);
    auto started = runtime_->start(name, handler, function.config_json);
    if (const auto* const reason = std::get_if<std::string>(&started)) return refused(*reason);
    return std::make_shared<PluginIntegration>(*runtime_, *std::get<HandlerInstance*>(started));
}

std::size_t PluginHost::collect() {
    return runtime_->collect();
}

std::size_t PluginHost::open_calls() const {
    return runtime_->open_calls();
}

bool PluginHost::stop(std::chrono::milliseconds patience) {
    return runtime_->stop(patience);
}

}  // namespace postern::integrations
