#pragma once

#include "gateway/integrations/plugin/plugin_host.hpp"
#include "tests/contract/fakes.hpp"
#include "tests/contract/plugins/scripted.h"

#include <dlfcn.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace postern::contract {

inline std::filesystem::path shipped(const std::string& name) {
    return std::filesystem::path(POSTERN_HANDLER_FOLDER) / ("lib" + name + ".so");
}
inline std::filesystem::path test_plugin(const std::string& name) {
    return std::filesystem::path(POSTERN_TEST_PLUGIN_FOLDER) / ("lib" + name + ".so");
}

inline std::string_view view(postern_bytes bytes) {
    return {bytes.data, bytes.size};
}
inline postern_bytes bytes(std::string_view text) {
    return {text.data(), text.size()};
}

/// A plugin host over fakes; every test ends with all handlers shut down.
class PluginTest : public testing::Test {
protected:
    explicit PluginTest(integrations::PluginLimits limits = {}) : limits_(limits) {}

    void TearDown() override {
        integration_.reset();
        EXPECT_TRUE(host().stop(std::chrono::seconds(30)))
            << "a handler still runs or owes answers";
    }

    integrations::PluginHost& host() {
        if (!host_) {
            host_ = std::make_unique<integrations::PluginHost>(limits_, connections_, log_);
        }
        return *host_;
    }

    std::shared_ptr<ports::Integration> load(
        const std::filesystem::path& path,
        const std::string& config = "{}",
        const std::string& name = "subject"
    ) {
        auto loaded = host().load(name, PluginFunction{path.filename().string(), config}, path);
        if (!loaded) {
            ADD_FAILURE() << loaded.error().front().what;
            return nullptr;
        }
        return *loaded;
    }

    /// Why `path` is refused.
    std::string problem_of(const std::filesystem::path& path, const std::string& config = "{}") {
        auto loaded = host().load("subject", PluginFunction{path.string(), config}, path);
        if (loaded) return "it was loaded";
        EXPECT_EQ(loaded.error().size(), 1U);
        EXPECT_EQ(loaded.error().front().where, "/functions/subject/plugin");
        return loaded.error().front().what;
    }

    integrations::PluginLimits limits_;
    FakeConnections connections_;
    FakeLog log_;
    std::unique_ptr<integrations::PluginHost> host_;
    std::shared_ptr<ports::Integration> integration_;
};

/// What a scripted handler does, as functions of the test.
struct Script {
    using Invoke = std::function<void(const postern_host*, const postern_request*, postern_call*)>;

    std::function<std::int32_t(const postern_host*, std::string_view)> init;
    Invoke invoke;
    std::function<void(const postern_host*)> shutdown;
};

enum class Runs { on_shard, on_worker };

/// Tests with a handler whose behaviour each test writes itself.
class ScriptedTest : public PluginTest {
protected:
    using PluginTest::PluginTest;

    std::filesystem::path scripted(Runs runs) {
        return test_plugin(runs == Runs::on_shard ? "scripted_nonblocking" : "scripted");
    }

    /// Loads the scripted handler as the integration under test.
    void start(Runs runs, Script::Invoke invoke) {
        script_.invoke = std::move(invoke);
        use_script(runs);
        integration_ = load(scripted(runs));
    }

    void use_script(Runs runs) {
        // The host loads the same library again and finds it loaded.
        void* const library = ::dlopen(scripted(runs).c_str(), RTLD_NOW | RTLD_NODELETE);
        ASSERT_NE(library, nullptr) << ::dlerror();
        const auto set_actions =
            reinterpret_cast<scripted_set_actions_function>(::dlsym(library, "scripted_set_actions")
            );
        ASSERT_NE(set_actions, nullptr);
        const scripted_actions actions{&script_, &on_init, &on_invoke, &on_shutdown};
        set_actions(&actions);
    }

    Script script_;

private:
    static Script& of(void* user) { return *static_cast<Script*>(user); }
    static std::int32_t on_init(void* user, const postern_host* host, postern_bytes config) {
        return of(user).init ? of(user).init(host, view(config)) : 0;
    }
    static void on_invoke(
        void* user, const postern_host* host, const postern_request* request, postern_call* call
    ) {
        of(user).invoke(host, request, call);
    }
    static void on_shutdown(void* user, const postern_host* host) {
        if (of(user).shutdown) of(user).shutdown(host);
    }
};

inline const postern_reply_body& replies(const postern_host* host) {
    return *static_cast<const postern_reply_body*>(host->extension(host, POSTERN_REPLY_BODY));
}
inline const postern_field& fields(const postern_host* host) {
    return *static_cast<const postern_field*>(host->extension(host, POSTERN_FIELD));
}
inline const postern_post_to_connection& posts(const postern_host* host) {
    return *static_cast<const postern_post_to_connection*>(
        host->extension(host, POSTERN_POST_TO_CONNECTION)
    );
}
inline const postern_broadcast& broadcasts(const postern_host* host) {
    return *static_cast<const postern_broadcast*>(host->extension(host, POSTERN_BROADCAST));
}

}  // namespace postern::contract
