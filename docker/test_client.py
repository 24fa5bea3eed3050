"""Talks to the demo on 127.0.0.1:3001 as docker/test wants it; exits 1 when an answer is wrong."""

import base64
import http.client
import json
import os
import socket
import sys
import urllib.parse

ADDRESS = ("127.0.0.1", 3001)


def read_exactly(stream, size):
    data = stream.read(size)
    if len(data) != size:
        raise ConnectionError("the connection ended early")
    return data


def send_text(connection, text):
    payload, mask = text.encode(), os.urandom(4)
    assert len(payload) < 126
    hidden = bytes(byte ^ mask[at % 4] for at, byte in enumerate(payload))
    connection.sendall(bytes([0x81, 0x80 | len(payload)]) + mask + hidden)


def receive_text(stream):
    first, size = read_exactly(stream, 2)
    assert first == 0x81 and size < 126, (first, size)
    return read_exactly(stream, size).decode()


def expect(what, actual, expected):
    if actual != expected:
        sys.exit(f"{what}: got {actual!r}, expected {expected!r}")
    print(f"  {what}: {actual}")


connection = socket.create_connection(ADDRESS, timeout=10)
stream = connection.makefile("rb")
key = base64.b64encode(os.urandom(16)).decode()
connection.sendall((
    "GET /dev HTTP/1.1\r\nHost: 127.0.0.1:3001\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n").encode())
expect("handshake", stream.readline().split()[1], b"101")
while stream.readline() != b"\r\n":
    pass

send_text(connection, '{"action":"echo","from":"docker/test"}')
expect("echo", receive_text(stream), '{"action":"echo","from":"docker/test"}')

send_text(connection, '{"action":"whoami"}')
connection_id = json.loads(receive_text(stream))["connectionId"]
callback = http.client.HTTPConnection(*ADDRESS, timeout=10)
callback.request("POST", f"/dev/@connections/{urllib.parse.quote(connection_id, safe='')}", b"hi")
response = callback.getresponse()
expect("unsigned callback", response.status, 403)
expect("its reason", response.getheader("x-amzn-ErrorType"), "MissingAuthenticationTokenException")
