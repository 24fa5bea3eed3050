#!/usr/bin/env python3
"""Every mode of the load generator works against the servers that come with it, for an instant."""

import sys
import unittest

from programs import Server, run_load

BIN = sys.argv.pop() if len(sys.argv) > 1 else "build/bench/bin"
BRIEF = {"seconds": 0.1, "warm_up": 0.05, "connections": 4}


class SmokeTest(unittest.TestCase):
    def test_plain_beast_serves_every_mode(self):
        with Server("plain Beast", [f"{BIN}/plain_beast", 2]) as server:
            modes = {
                "echo": dict(in_flight=3, bytes=70_000, idle=2),
                "latency": dict(rate=500),
                "idle": {},
                "connect": {},
                "callback": dict(http=2, sign="id:secret"),
                "broadcast": dict(rounds=2),
            }
            for mode, options in modes.items():
                with self.subTest(mode=mode):
                    figures = run_load(BIN, server, mode, **BRIEF, **options)
                    positive = [value for value in figures.values() if value > 0]
                    self.assertTrue(positive or mode == "idle", figures)

    def test_epoll_broadcast_reaches_everyone(self):
        with Server("epoll", [f"{BIN}/epoll_broadcast"]) as server:
            figures = run_load(BIN, server, "broadcast", **BRIEF, trigger="message", rounds=2)
            self.assertGreater(figures["deliveries_per_second"], 0)

    def test_a_server_that_is_gone_is_an_error(self):
        with Server("epoll", [f"{BIN}/epoll_broadcast"]) as server:
            pass
        with self.assertRaisesRegex(RuntimeError, "Connection refused"):
            run_load(BIN, server, "echo", **BRIEF)


if __name__ == "__main__":
    unittest.main()
