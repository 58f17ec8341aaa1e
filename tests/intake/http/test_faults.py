"""Clients that are slow, huge or too many; inputs that hang or kill; signals; what is left in memory afterwards."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest

from tests.batch.running import article
from tests.evil import EVIL, installed
from tests.intake.http.serving import PLAIN, serving

HEAD = b"POST /convert HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\n"


@pytest.fixture(scope="module")
def strict():
    """A service that waits for nobody, and answers two requests at once."""
    with serving("--max-seconds", 3, "--concurrency", 2, "--max-bytes", "100k") as running:
        yield running


def connected(service) -> socket.socket:
    return socket.create_connection(service.address, timeout=60)


def status(connection: socket.socket) -> int:
    return int(connection.recv(4096).split(b" ")[1])


def test_a_body_that_dribbles_is_cut_off(strict):
    with connected(strict) as connection:
        connection.sendall(HEAD + b"Content-Length: 1000\r\n\r\n")
        start = time.monotonic()

        def dribble():
            for _ in range(100):
                try:
                    connection.sendall(b"x")
                except OSError:
                    return
                time.sleep(0.2)

        dribbling = threading.Thread(target=dribble)
        dribbling.start()
        assert status(connection) == 408
        assert time.monotonic() - start < 15
        while connection.recv(4096):
            pass  # it is closed
        dribbling.join()


def test_a_head_that_dribbles_is_cut_off(strict):
    with connected(strict) as connection:
        connection.sendall(b"POST /convert HTTP/1.1\r\nHost: loc")
        assert connection.recv(100) == b""


@pytest.mark.parametrize("chunked", [False, True])
def test_a_huge_body_is_refused_while_it_comes(strict, chunked):
    with connected(strict) as connection:
        connection.settimeout(20)
        if not chunked:
            connection.sendall(HEAD + b"Content-Length: 100000000000\r\n\r\n")
            assert status(connection) == 413
            return
        connection.sendall(HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
        piece = b"4000\r\n" + b"x" * 0x4000 + b"\r\n"
        for _ in range(7):
            connection.sendall(piece)
        assert status(connection) == 413, "it waits for the end"


def test_a_body_of_two_lengths_is_refused_and_nothing_after_it_is_taken_for_a_request(strict):
    with connected(strict) as connection:
        connection.settimeout(20)
        hidden = b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n"
        connection.sendall(HEAD + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + hidden)
        told = b""
        while some := connection.recv(65536):
            told += some
    assert told.startswith(b"HTTP/1.1 400")
    assert told.count(b"HTTP/1.1 ") == 1
    assert b"http.length" in told


def test_who_sends_all_before_it_reads_learns_why(strict):
    with strict.client() as client:
        response = client.post("/convert", content=b"x" * 5_000_000, headers=PLAIN)
    assert response.status_code == 413


def test_too_many_at_once_are_put_off(strict):
    held = [connected(strict) for _ in range(2)]
    for connection in held:
        connection.sendall(HEAD + b"Content-Length: 10\r\n\r\n")
    time.sleep(0.5)
    with strict.client() as client:
        response = client.post("/convert", content=article(1), headers=PLAIN)
        assert client.get("/health").status_code == 200
    for connection in held:
        connection.close()
    assert (response.status_code, response.json()["code"]) == (429, "http.busy")
    assert int(response.headers["retry-after"]) >= 1
    deadline = time.monotonic() + 30
    with strict.client() as client:
        while client.post("/convert", content=article(1), headers=PLAIN).status_code == 429:
            assert time.monotonic() < deadline, "who has gone is still counted"


def sockets(pid: int) -> int:
    """Count the sockets that a process holds; what it closes meanwhile is none."""
    found = 0
    for one in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(FileNotFoundError):
            found += str(one.readlink()).startswith("socket:")
    return found


def test_those_who_say_nothing_keep_nobody_out(strict):
    """Sixteen connections are held for a request in hand: past that the one that is idle longest goes."""
    held = [connected(strict) for _ in range(100)]
    try:
        with strict.client() as client:
            assert client.get("/health").status_code == 200
            assert client.post("/convert", content=article(1), headers=PLAIN).status_code == 200
        assert 20 < sockets(strict.process.pid) < 60
        held[0].settimeout(5)
        assert held[0].recv(1) == b"", "the first is idle longest"
        held[-1].sendall(b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert status(held[-1]) == 200
    finally:
        for connection in held:
            connection.close()


def test_who_has_a_request_in_hand_is_not_closed_for_another(strict):
    with connected(strict) as busy:
        busy.sendall(HEAD + b"Content-Length: 500\r\n\r\n")
        time.sleep(0.3)
        held = [connected(strict) for _ in range(60)]
        body = article(1).encode().ljust(500)
        busy.sendall(body[:500])
        busy.settimeout(20)
        assert status(busy) == 200
        for connection in held:
            connection.close()


def test_nonsense_is_no_http(strict):
    with connected(strict) as connection:
        connection.sendall(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n")
        assert connection.recv(4096)[:12] in (b"", b"HTTP/1.1 400")
    with strict.client() as client:
        assert client.get("/health").status_code == 200


STATUS = {"batch.poison": 500, "plugin.failed": 500, "batch.timeout": 504}


def test_what_hangs_or_kills_costs_itself_alone(tmp_path):
    expected = {**EVIL, "hangs in C": "batch.timeout"}  # over HTTP it is seen that its time was up
    results: dict[str, tuple[int, str | None]] = {}
    with serving("--max-seconds", 4, env=installed(tmp_path)) as running:

        def ask(name: str, text: str) -> None:
            with running.client() as client:
                response = client.post("/convert", json={"id": name, "text": text})
                results[name] = (response.status_code, response.json().get("code"))

        texts = {name: f"EVIL: this one {name}" for name in EVIL} | {str(n): article(n) for n in range(20)}
        threads = [threading.Thread(target=ask, args=pair) for pair in texts.items()]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        with running.client() as client:
            deaths = client.get("/metrics").text
            assert client.get("/health").json()["status"] == "ok"
            assert client.post("/convert", content=article(3), headers=PLAIN).status_code == 200
    assert {name: results[name] for name in EVIL} == {name: (STATUS[code], code) for name, code in expected.items()}
    assert {results[str(number)] for number in range(20)} == {(200, None)}
    assert float(deaths.partition("\nnewsconvert_worker_deaths_total ")[2].split("\n")[0]) >= 2


def test_nothing_is_kept_in_memory(strict):
    body = "\n\n".join(article(number) for number in range(200))[:90_000]

    def round_(client, count):
        for _ in range(count):
            client.post("/convert", content=body, headers=PLAIN)
            client.post("/convert", content=b"x" * 1_000_000, headers=PLAIN)
            client.post("/validate", content=b"<a>" * 20_000, headers={"Content-Type": "text/xml"})

    with strict.client() as client:
        round_(client, 10)
        before = strict.memory()
        round_(client, 30)
        grown = strict.memory() - before
    assert grown < 30_000_000, f"{grown} bytes more than before"


def test_sigterm_ends_it_when_what_is_in_hand_is_answered():
    with serving("--max-seconds", 10) as running, connected(running) as connection:
        body = article(1).encode()
        connection.sendall(HEAD + b"Content-Length: %d\r\n\r\n" % len(body) + body[:20])
        time.sleep(0.5)
        running.process.send_signal(signal.SIGTERM)
        time.sleep(0.5)
        connection.sendall(body[20:])
        assert status(connection) == 200
        assert running.process.wait(30) == 0


def test_a_token_is_asked_for(tmp_path):
    token = tmp_path / "token"
    token.write_text("a-token-that-is-long-enough\n")
    with serving("--host", "0.0.0.0", "--token", token) as running:  # noqa: S104 - with a token
        address = running.url.replace("0.0.0.0", "127.0.0.1")  # noqa: S104 - with a token
        with running.client() as client:
            client.base_url = address
            for given in (
                None,
                "Bearer wrong",
                "Bearer",
                "Basic a-token-that-is-long-enough",
                "a-token-that-is-long-enough",
            ):
                headers = {**PLAIN, **({"Authorization": given} if given else {})}
                response = client.post("/convert", content=article(1), headers=headers)
                assert (response.status_code, response.json()["code"]) == (401, "http.token")
                assert response.headers["www-authenticate"] == "Bearer"
            headers = {**PLAIN, "Authorization": "Bearer a-token-that-is-long-enough"}
            assert client.post("/convert", content=article(1), headers=headers).status_code == 200
            assert client.get("/metrics").status_code == 401
            assert client.get("/health").status_code == client.get("/").status_code == 200


def command(*options: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "convert", "serve", *map(str, options)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_it_is_not_open_to_others_without_a_token(tmp_path):
    done = command("--host", "0.0.0.0")  # noqa: S104 - it is refused
    assert done.returncode == 2
    assert "set a token" in done.stderr
    short = tmp_path / "short"
    short.write_text("short")
    assert command("--token", short).returncode == 2
    assert command("--token", tmp_path / "absent").returncode == 2


def test_an_address_in_use_is_said(strict):
    done = command("--port", strict.address[1])
    assert done.returncode == 3
    assert "machine.address" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_absent_extra_is_said():
    code = "import sys; sys.modules['uvicorn'] = None; sys.argv[1:] = ['serve']; from convert.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, env=os.environ)
    assert done.returncode == 3
    assert "newsconvert[server]" in done.stderr
    assert len(done.stderr.strip().split("\n")) == 1
