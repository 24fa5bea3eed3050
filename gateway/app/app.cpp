#include "gateway/app/app.hpp"

#include "gateway/app/service_manager.hpp"
#include "gateway/app/snapshot_builder.hpp"

#include <boost/asio/post.hpp>
#include <sys/random.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <stdexcept>
#include <utility>

namespace postern::app {
namespace asio = boost::asio;

namespace {

/// This process in connection ids; one node until there is a cluster.
constexpr std::uint16_t node = 0;

/// Handlers whose calls have all been answered return within this.
constexpr std::chrono::milliseconds patience_after_drain{1'000};
/// A shard that was told to stop does so within this, unless a non-blocking handler blocks it.
constexpr std::chrono::milliseconds patience_with_shards{200};

FastRandom::Seed fresh_seed() {
    FastRandom::Seed seed{};
    if (::getrandom(seed.data(), sizeof seed, 0) != static_cast<ssize_t>(sizeof seed)) {
        throw std::runtime_error("getrandom failed");
    }
    return seed;
}

std::string to_text(const asio::ip::tcp::endpoint& endpoint) {
    const std::string address = endpoint.address().to_string();
    return (endpoint.address().is_v6() ? "[" + address + "]" : address) + ":" +
           std::to_string(endpoint.port());
}

std::string cannot_listen(
    const char* option,
    const asio::ip::tcp::endpoint& endpoint,
    const boost::system::system_error& error
) {
    return "cannot listen on " + to_text(endpoint) + ": " + error.code().message() +
           "; stop what uses it or give another " + option + " ADDRESS:PORT";
}

/// Whether some API has stage `name`; an empty name means all.
bool has_stage(const Definition& definition, const std::string& name) {
    return name.empty() || std::ranges::any_of(definition.apis, [&name](const auto& api) {
               return api.second.stages.contains(name);
           });
}

}  // namespace

App::App(RunOptions options, Settings settings, Reload reload, observe::Log& log)
    : options_(std::move(options)),
      settings_(std::move(settings)),
      reload_(std::move(reload)),
      log_(log),
      connections_(node),
      functions_(settings_.plugin_limits, connections_, log),
      signals_(main_, SIGTERM, SIGINT, SIGHUP) {}

App::~App() = default;

Problems App::prepare(const Definition& definition) {
    Problems problems;
    auto functions = functions_.load(definition);
    if (!functions) problems = functions.error();
    net::TlsContext tls;
    if (definition.server.tls) {
        auto context = net::load_tls(*definition.server.tls);
        if (context) {
            tls = *context;
        } else {
            const Problems more = context.error();
            problems.insert(problems.end(), more.begin(), more.end());
        }
    }
    if (!has_stage(definition, settings_.only_stage)) {
        problems.push_back(
            {"/apis",
             "no API has a stage \"" + settings_.only_stage +
                 "\"; name one of the definition's with --stage"}
        );
    }
    if (!problems.empty()) return problems;
    tls_ = std::move(tls);
    is_tls_only_ = definition.server.tls && definition.server.tls->only;
    snapshot_ = build_snapshot(
        definition, integrations_of(*functions), settings_.only_stage, metrics_, ++version_
    );
    functions_.commit(std::move(*functions));
    return {};
}

pipeline::CallbackAccess App::access() const {
    return {settings_.callback_auth, settings_.credentials, settings_.region};
}

std::optional<std::string> App::listen() {
    std::vector<net::Shard*> shards;
    asio::ip::tcp::endpoint endpoint = settings_.listen;
    try {
        net::require_free_port(main_, endpoint);
        for (unsigned i = 0; i < settings_.threads; ++i) {
            Worker worker;
            const net::Shard::Setup setup{i, node, fresh_seed(), snapshot_};
            worker.shard = std::make_unique<net::Shard>(setup, metrics_.add_shard(), log_);
            auto listener = std::make_unique<net::Listener>(
                worker.shard->io(), endpoint, net::PortSharing::shared
            );
            endpoint = listener->endpoint();
            const net::PublicServer::Setup serving{access(), tls_, is_tls_only_};
            worker.server = std::make_unique<net::PublicServer>(
                *worker.shard, std::move(listener), connections_, serving
            );
            shards.push_back(worker.shard.get());
            workers_.push_back(std::move(worker));
        }
    } catch (const boost::system::system_error& error) {
        return cannot_listen("--listen", settings_.listen, error);
    }
    if (settings_.admin) {
        try {
            auto listener = std::make_unique<net::Listener>(
                shards.front()->io(), *settings_.admin, net::PortSharing::exclusive
            );
            net::AdminServer::Questions questions;
            questions.is_ready = [this] {
                return !is_draining_.load();
            };
            questions.metrics = [this] {
                return metrics_.render();
            };
            admin_ = std::make_unique<net::AdminServer>(
                *shards.front(), std::move(listener), std::move(questions)
            );
        } catch (const boost::system::system_error& error) {
            return cannot_listen("--admin", *settings_.admin, error);
        }
    }
    connections_.set_shards(shards);
    drain_.emplace(main_, shards);
    if (admin_) admin_->start();
    for (Worker& worker : workers_) {
        worker.server->start();
        worker.thread = std::thread([&worker] {
            worker.shard->io().run();
            *worker.has_ended = true;
        });
    }
    return std::nullopt;
}

std::string App::public_address() const {
    return to_text(workers_.front().server->endpoint());
}

std::string App::ready_line() const {
    std::string line = is_tls_only_ ? "ready public=https://" : "ready public=http://";
    line.append(public_address()).append(" admin=");
    return line.append(admin_ ? "http://" + to_text(admin_->endpoint()) : "off");
}

void App::watch(const std::filesystem::path& file) {
    watch_.emplace(main_, file, [this] {
        if (!is_draining_) reload();
    });
}

int App::serve() {
    notify_ready();
    wait_for_signal();
    main_.run();
    return status_;
}

void App::wait_for_signal() {
    signals_.async_wait([this](boost::system::error_code error, int number) {
        if (error) return;
        on_signal(number);
        wait_for_signal();
    });
}

void App::on_signal(int number) {
    if (number == SIGHUP) {
        if (!is_draining_) reload();
    } else if (is_draining_.exchange(true)) {
        log_.write(ports::LogLevel::warn, "second signal: cutting what is left");
        drain_->cut();
    } else {
        begin_drain();
    }
}

void App::reload() {
    notify_reloading();
    const Problems problems = try_reload();
    for (const Problem& problem : problems) {
        std::string line("reload refused, the old definition stays where=");
        line.append(problem.where).append(" message=").append(problem.what);
        log_.write(ports::LogLevel::error, line);
    }
    if (problems.empty()) {
        log_.write(
            ports::LogLevel::info, "definition reloaded version=" + std::to_string(version_)
        );
    }
    notify_ready();
}

Problems App::try_reload() {
    const auto loaded = reload_();
    if (!loaded) return loaded.error();
    const auto settings = settle(options_, loaded->server);
    if (!settings) return settings.error();
    Problems problems = prepare(*loaded);
    if (!problems.empty()) return problems;
    settings_.credentials = settings->credentials;
    settings_.callback_auth = settings->callback_auth;
    if (settings->listen != settings_.listen || settings->admin != settings_.admin ||
        settings->threads != settings_.threads || settings->region != settings_.region) {
        log_.write(
            ports::LogLevel::warn, "listen, admin, threads and region change only with a restart"
        );
    }
    for (Worker& worker : workers_) {
        worker.shard->post([&worker, snapshot = snapshot_, tls = tls_, access = access()] {
            worker.server->use(tls);
            worker.server->use(access);
            worker.shard->use(snapshot);
        });
    }
    return {};
}

void App::begin_drain() {
    notify_stopping();
    log_.write(ports::LogLevel::info, "draining");
    for (Worker& worker : workers_) {
        worker.shard->post([&worker] { worker.server->stop_accepting(); });
    }
    drain_->start(settings_.drain_timeout, [this](Drain::Result result) {
        if (result == Drain::Result::cut) {
            status_ = 1;
            log_.write(
                ports::LogLevel::warn, "stopped before every connection and invocation had ended"
            );
        }
        stop_shards();
        main_.stop();
    });
}

bool App::have_shards_ended() const {
    const auto until = std::chrono::steady_clock::now() + patience_with_shards;
    const auto has_ended = [](const Worker& worker) {
        return worker.has_ended->load();
    };
    while (!std::ranges::all_of(workers_, has_ended)) {
        if (std::chrono::steady_clock::now() >= until) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return true;
}

void App::stop_shards() {
    for (Worker& worker : workers_)
        worker.shard->io().stop();
    if (!have_shards_ended()) {
        log_.write(ports::LogLevel::error, "a handler holds an I/O thread: ending without it");
        log_.flush();
        std::_Exit(1);
    }
    for (Worker& worker : workers_)
        worker.thread.join();
    log_.write(ports::LogLevel::info, "stopped");
    snapshot_.reset();
    for (Worker& worker : workers_)
        worker.shard->services().snapshot.reset();
    const auto patience = status_ == 0 ? patience_after_drain : std::chrono::milliseconds(0);
    if (functions_.stop(patience) == Functions::Stop::calls_open) {
        // Handlers still work on calls whose memory the shards own; nothing may be destroyed under
        // them.
        log_.flush();
        std::_Exit(status_);
    }
}

}  // namespace postern::app
