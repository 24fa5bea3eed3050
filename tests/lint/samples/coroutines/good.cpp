// Nothing here may be complained about; nothing compiles this.
asio::awaitable<std::pair<int, int>> good(Stream& stream, Call call) {
    const Call named{1, 2};
    co_await invoke(named);
    const auto [read_error, size] = co_await stream.async_read(buffer(), as_tuple(deferred));
    auto text = size > 0 ? "some; co_await {}" : R"(none ? { : co_await)";
    if (!read_error && text[0] == '{') {
        co_await write(stream, text[1], 1'000'000);
    } else {
        const char* const names[] = {"a", "b"};
        co_await write(stream, names[0]);
    }
    const auto on_shard = [&stream, &call]() -> asio::awaitable<void> {
        std::array<int, 2> pair{1, 2};
        co_await invoke(stream, call, pair[0]);
    };
    co_await run([&stream](int code) { stream.close({code, "done"}); });
    asio::co_spawn(executor, on_shard(), [call](std::exception_ptr) { report({call.id}); });
    for (int turn = 0; turn < 2; ++turn) {
        co_await (first(stream) || second(stream));  // a comment with { ? }
    }
    switch (call.kind) {
        case Kind::post: {
            co_await post(stream);
            break;
        }
        default:
            co_await wait(stream);
    }
    co_return std::pair{1, 2};
}
