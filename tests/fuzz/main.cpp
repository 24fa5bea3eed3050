// Replays recorded inputs through a fuzz target built without libFuzzer, so that past failures and
// the corpus run in every test build.

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

void replay(const std::string& input) {
    // An exact heap copy lets a sanitizer see a read past the end.
    const std::vector<std::uint8_t> bytes(input.begin(), input.end());
    LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
}

/// Replays every file under `folder`, which may be missing; returns how many there were.
std::size_t replay_folder(const std::filesystem::path& folder) {
    if (!std::filesystem::exists(folder)) {
        return 0;
    }
    std::size_t replayed = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (!entry.is_regular_file()) {
            continue;
        }
        // Before the call, so that a crash is preceded by the file that caused it.
        std::printf("%s\n", entry.path().c_str());
        std::fflush(stdout);
        std::ifstream file(entry.path(), std::ios::binary);
        const std::istreambuf_iterator<char> begin(file);
        const std::string input(begin, std::istreambuf_iterator<char>());
        replay(input);
        ++replayed;
    }
    return replayed;
}

}  // namespace

/// usage: fuzz_SUBJECT FOLDER...
int main(int argc, char** argv) try {
    replay("");
    std::size_t replayed = 0;
    for (int index = 1; index < argc; ++index) {
        replayed += replay_folder(argv[index]);
    }
    if (replayed == 0) {
        std::fputs("no input found: a fuzz target needs a corpus\n", stderr);
        return 1;
    }
    std::printf("%zu inputs replayed\n", replayed);
    return 0;
} catch (const std::exception& error) {
    std::fprintf(stderr, "uncaught: %s\n", error.what());
    return 1;
}
