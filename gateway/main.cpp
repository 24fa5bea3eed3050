#include "gateway/app/commands.hpp"
#include "gateway/app/options.hpp"

#include <csignal>
#include <exception>
#include <iostream>

int main(int argc, char** argv) {
    // Writing to a client that is gone is an error value, never the end of the process.
    std::signal(SIGPIPE, SIG_IGN);
    try {
        return postern::app::execute(postern::app::read_command_line(argc, argv));
    } catch (const std::exception& failure) {
        std::cerr << "postern: " << failure.what() << '\n';
        return 1;
    }
}
