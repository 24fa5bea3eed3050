// Every statement marked with a complaint must be found by coroutines.py; nothing compiles this.
asio::awaitable<void> bad(Stream& stream, Call call) {
    co_await invoke(Call{1, 2});                              // bad: braced list
    co_await invoke({1, 2});                                  // bad: braced list
    auto sum = co_await first() + co_await second();          // bad: more than one co_await
    co_await (call.is_open ? read(stream) : write(stream));   // bad: ?:
    co_await run([call]() { return call.id; });               // bad: lambda that captures by value
    co_await run([=]() { return call.id; });                  // bad: lambda that captures by value
    co_await run([&stream, id = call.id]() { use(id); });     // bad: lambda that captures by value
    std::vector<int> both{co_await first(), 1};               // bad: braced list
    if (co_await is_open(stream) && co_await is_idle(stream)) // bad: more than one co_await
        co_return;
    while (co_await more(Options{.deep = true})) {            // bad: braced list
        next();
    }
    co_return co_await finish(
        stream,
        Reason{1000, "bye"}                                   // bad-above 2: braced list
    );
}
