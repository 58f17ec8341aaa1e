"""A receiver of webhooks that fails as it is told to."""

from __future__ import annotations

import json
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Taken:
    """One request as it came."""

    path: str
    headers: dict[str, str]
    body: bytes
    answered: int

    @property
    def json(self) -> dict:
        return json.loads(self.body)


@dataclass
class Receiver:
    """Answers with the statuses that are planned, in their order, and 200 when there are none left.

    A status may be `(status, headers)`; `drop` closes the connection without an answer, `endless` never ends one,
    `slow` takes 20 seconds.
    """

    planned: list = field(default_factory=list)
    requests: list[Taken] = field(default_factory=list)

    def __enter__(self):
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                plan = receiver.planned.pop(0) if receiver.planned else 200
                status, headers = plan if isinstance(plan, tuple) else (plan, {})
                receiver.requests.append(Taken(self.path, dict(self.headers), body, status))
                if status == "drop":
                    self.close_connection = True
                    return
                if status == "slow":
                    time.sleep(20)
                    status = 200
                if status == "endless":
                    self.endless()
                    return
                self.send_response(status)
                for name, value in {"Content-Length": "2", **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(b"ok")

            def endless(self):
                self.send_response(200)
                self.send_header("Transfer-Encoding", "chunked")
                self.end_headers()
                try:
                    for _ in range(2000):
                        self.wfile.write(b"400\r\n" + b"x" * 1024 + b"\r\n")
                        time.sleep(0.001)
                except OSError:
                    receiver.hung_up = True

            def log_message(self, *args):
                pass

        self.hung_up = False
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *error):
        self.server.shutdown()
        self.server.server_close()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}/news"
