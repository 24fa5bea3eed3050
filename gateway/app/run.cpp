#include "gateway/app/run.hpp"

#include "gateway/app/app.hpp"
#include "gateway/loaders/project.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <iostream>
#include <optional>
#include <string>

namespace postern::app {
namespace {

std::optional<Parity> parity_of(const RunOptions& options) {
    if (!options.parity) return std::nullopt;
    return *options.parity == "extended" ? Parity::extended : Parity::strict;
}

int report(const loaders::Refusal& refusal) {
    std::cerr << loaders::describe(refusal);
    return 2;
}

/// Whether the stage's name alone leads to its API.
bool is_unique_stage(const Definition& definition, const std::string& stage) {
    return std::ranges::count_if(definition.apis, [&stage](const auto& api) {
               return api.second.stages.contains(stage);
           }) == 1;
}

/// Ready-to-paste commands, for a person at a terminal.
void print_banner(const std::string& address, const Definition& definition) {
    for (const auto& [api_id, api] : definition.apis) {
        for (const auto& [stage, unused] : api.stages) {
            const std::string path =
                is_unique_stage(definition, stage) ? "/" + stage : "/" + api_id + "/" + stage;
            const std::string endpoint = " --endpoint http://" + address + path;
            std::cout << "\n  " << api_id << " " << stage << "\n    connect   postern connect ws://"
                      << address << path << "\n    post      postern post CONNECTION_ID 'hello'"
                      << endpoint << "\n    inspect   postern get CONNECTION_ID" << endpoint
                      << "\n";
        }
    }
    std::cout << std::endl;
}

observe::LogFormat format_of(const Settings& settings) {
    if (settings.log_format == "json") return observe::LogFormat::json;
    if (settings.log_format == "text") return observe::LogFormat::text;
    return ::isatty(STDERR_FILENO) != 0 ? observe::LogFormat::text : observe::LogFormat::json;
}

/// A connection is a descriptor, and the soft limit is often 1024; the hard one is what the
/// operator allows.
void raise_descriptor_limit() {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == limit.rlim_max) return;
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

void warn_about_open_callbacks(const Settings& settings, observe::Log& log) {
    if (!settings.is_open_by_default) return;
    log.write(
        ports::LogLevel::warn,
        "@connections is open to every program of this machine, because no credential is "
        "configured; give "
        "--access-key-id and --secret-access-key to require signatures"
    );
}

}  // namespace

int run(const RunOptions& options) {
    const auto open = [&options] {
        return loaders::open_project(options.path, parity_of(options));
    };
    auto project = open();
    if (!project) return report(project.error());
    const auto settings = settle(options, project->definition.server);
    if (!settings) return report({project->file, settings.error()});

    observe::Log log(
        observe::parse_log_level(settings->log_level).value_or(ports::LogLevel::info),
        format_of(*settings)
    );
    const auto reload = [&open]() -> Loaded<Definition> {
        auto again = open();
        if (!again) return again.error().problems;
        return std::move(again->definition);
    };
    raise_descriptor_limit();
    App app(options, *settings, reload, log);
    Problems problems = app.prepare(project->definition);
    if (!problems.empty()) return report({project->file, problems});
    if (const auto trouble = app.listen()) {
        std::cerr << "postern: " << *trouble << '\n';
        return 1;
    }
    warn_about_open_callbacks(*settings, log);
    if (options.is_watching && !project->file.empty()) app.watch(project->file);
    std::cout << app.ready_line() << std::endl;
    if (::isatty(STDOUT_FILENO) != 0) print_banner(app.public_address(), project->definition);
    return app.serve();
}

}  // namespace postern::app
