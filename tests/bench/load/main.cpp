#include "tests/bench/load/modes.hpp"

#include <array>
#include <cstdio>
#include <exception>
#include <stdexcept>
#include <string_view>

namespace postern::bench {

namespace {

struct Mode {
    std::string_view name;
    Figures (*measure)(const Options&);
};

constexpr std::array modes = {
    Mode{"echo", measure_echo},
    Mode{"latency", measure_latency},
    Mode{"idle", measure_idle},
    Mode{"connect", measure_connect},
    Mode{"callback", measure_callback},
    Mode{"broadcast", measure_broadcast},
};

Figures measure(const Options& options) {
    for (const auto& mode : modes) {
        if (mode.name == options.mode) {
            return mode.measure(options);
        }
    }
    throw std::invalid_argument("unknown mode " + options.mode);
}

/// One line of JSON, for tests/bench/run.
void print(const Figures& figures) {
    std::string line;
    for (const auto& [name, value] : figures) {
        line += (line.empty() ? "{\"" : ", \"") + name + "\": " + std::to_string(value);
    }
    std::puts((line + "}").c_str());
}

}  // namespace

}  // namespace postern::bench

int main(int argc, char** argv) {
    try {
        postern::bench::print(postern::bench::measure(postern::bench::read_options(argc, argv)));
        return 0;
    } catch (const std::invalid_argument& error) {
        std::fprintf(stderr, "load: %s\n%s", error.what(), postern::bench::usage().c_str());
        return 2;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "load: %s\n", error.what());
        return 1;
    }
}
