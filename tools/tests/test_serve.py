"""The door before Odoo's workers."""

import asyncio
import importlib.util
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

PATH = Path(__file__).resolve().parents[1] / "run" / "serve.py"
spec = importlib.util.spec_from_file_location("serve", PATH)
serve = importlib.util.module_from_spec(spec)
spec.loader.exec_module(serve)


def test_the_visitor_is_named_by_the_door_alone():
    head = b"GET /odoo HTTP/1.1\r\nHost: j.example\r\nX-Forwarded-For: 6.6.6.6\r\nA: b\r\n\r\n"
    is_socket, made = serve.rewrite(head, "10.0.0.7")
    assert not is_socket
    assert made == (
        b"GET /odoo HTTP/1.1\r\nHost: j.example\r\nA: b\r\nX-Forwarded-For: 10.0.0.7\r\n"
        b"X-Forwarded-Host: j.example\r\nX-Forwarded-Proto: http\r\n\r\n"
    )


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (b"/websocket?version=1", True),
        (b"/websocket", True),
        (b"/websocket/health", False),
        (b"/x?a=/websocket", False),
    ],
)
def test_only_the_websocket_goes_to_its_port(path, expected):
    head = b"GET " + path + b" HTTP/1.1\r\nHost: x\r\n\r\n"
    assert serve.rewrite(head, "::1")[0] is expected


class Echo(BaseHTTPRequestHandler):
    """Answers with the visitor's address and the length of what came."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        answer = f"{self.headers['X-Forwarded-For']} {len(body)}".encode()
        self.send_response(200)
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_words):
        """Say nothing."""


def test_a_request_goes_through_whole():
    back = HTTPServer(("127.0.0.1", 0), Echo)
    threading.Thread(target=back.serve_forever, daemon=True).start()

    async def ask():
        door = serve.Door(back.server_port, 1)
        async with await asyncio.start_server(door.enter, "127.0.0.1", 0) as server:
            port = server.sockets[0].getsockname()[1]
            request = Request(f"http://127.0.0.1:{port}/x", data=b"y" * 300_000)
            return await asyncio.to_thread(lambda: urlopen(request, timeout=10).read())

    try:
        assert asyncio.run(ask()) == b"127.0.0.1 300000"
    finally:
        back.shutdown()
        back.server_close()
