"""Starts the servers under measurement and runs the load generator against them."""

import json
import pathlib
import subprocess


class Server:
    """A server process, pinned to some cores, that prints `ready public=http://ADDRESS:PORT`."""

    def __init__(self, name, command, cores=None, path="/dev"):
        self.name, self.path = name, path
        self._process = subprocess.Popen(
            [*pinned(cores), *map(str, command)],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        ready = self._process.stdout.readline()
        if not ready.startswith("ready "):
            _, complaint = self._process.communicate(timeout=10)
            raise RuntimeError(f"{name} did not start: {ready}{complaint}")
        self.port = int(ready.split("public=")[1].split()[0].rsplit(":", 1)[1])

    @property
    def pid(self):
        return self._process.pid

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._process.terminate()
        try:
            self._process.communicate(timeout=15)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.communicate()


def pinned(cores):
    """The beginning of a command that runs on `cores` ("0", "1-3"), or anywhere."""
    return [] if cores is None else ["taskset", "-c", cores]


def run_load(bin_folder, server, mode, cores=None, **options):
    """Figures of one run of the load generator; options as keywords (`in_flight=16`)."""
    command = [pathlib.Path(bin_folder, "load"), mode, "--port", server.port, "--path", server.path]
    if mode == "idle":
        command += ["--server-pid", server.pid]
    for name, value in options.items():
        command += ["--" + name.replace("_", "-"), value]
    result = subprocess.run(
        [*pinned(cores), *map(str, command)], capture_output=True, text=True, timeout=300
    )
    if result.returncode != 0:
        raise RuntimeError(f"load {mode} against {server.name}: {result.stderr.strip()}")
    return json.loads(result.stdout)
