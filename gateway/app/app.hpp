#pragma once

#include "gateway/app/drain.hpp"
#include "gateway/app/file_watch.hpp"
#include "gateway/app/functions.hpp"
#include "gateway/app/settings.hpp"
#include "gateway/core/api/model.hpp"
#include "gateway/net/admin_server.hpp"
#include "gateway/net/public_server.hpp"
#include "gateway/net/shard.hpp"
#include "gateway/net/shard_connections.hpp"
#include "gateway/net/tls.hpp"
#include "gateway/observe/log.hpp"
#include "gateway/observe/metrics.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace postern::app {

/// The running gateway: builds shards, ports and adapters, and takes them down again. The
/// composition root; everything that knows everything is here. Main thread only.
class App {
public:
    /// Reads the definition again, for a reload.
    using Reload = std::function<Loaded<Definition>()>;

    App(RunOptions options, Settings settings, Reload reload, observe::Log& log);
    ~App();
    App(const App&) = delete;
    App& operator=(const App&) = delete;

    /// Loads plugins and certificates and makes everything ready except the sockets.
    [[nodiscard]] Problems prepare(const Definition& definition);
    /// Binds every socket and starts the shards; a text says which socket cannot be had.
    [[nodiscard]] std::optional<std::string> listen();
    /// `ADDRESS:PORT` of the public listener.
    [[nodiscard]] std::string public_address() const;
    /// The ready line, without line end.
    [[nodiscard]] std::string ready_line() const;
    /// Reloads whenever `file` changes.
    void watch(const std::filesystem::path& file);
    /// Serves until a signal ends it; the exit status.
    [[nodiscard]] int serve();

private:
    struct Worker {
        std::unique_ptr<net::Shard> shard;
        std::unique_ptr<net::PublicServer> server;
        std::thread thread;
        /// Set by the thread when its loop has ended.
        std::unique_ptr<std::atomic<bool>> has_ended = std::make_unique<std::atomic<bool>>(false);
    };

    void wait_for_signal();
    void on_signal(int number);
    void reload();
    [[nodiscard]] Problems try_reload();
    void begin_drain();
    void stop_shards();
    [[nodiscard]] bool have_shards_ended() const;
    [[nodiscard]] pipeline::CallbackAccess access() const;

    RunOptions options_;
    Settings settings_;
    Reload reload_;
    observe::Log& log_;
    observe::Metrics metrics_;
    net::ShardConnections connections_;
    Functions functions_;
    net::TlsContext tls_;
    bool is_tls_only_ = false;
    std::shared_ptr<const pipeline::Snapshot> snapshot_;
    std::uint64_t version_ = 0;

    boost::asio::io_context main_;
    boost::asio::signal_set signals_;
    std::vector<Worker> workers_;
    std::unique_ptr<net::AdminServer> admin_;
    std::optional<FileWatch> watch_;
    std::optional<Drain> drain_;
    std::atomic<bool> is_draining_{false};
    int status_ = 0;
};

}  // namespace postern::app
