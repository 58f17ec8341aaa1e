"""Who is let in where all connections are taken."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace

import pytest
import uvicorn
from uvicorn.server import ServerState

from convert.intake.http import patience
from convert.intake.http.patience import at_most


class Wire(asyncio.Transport):
    """A connection that keeps what is written to it."""

    def __init__(self):
        super().__init__()
        self.written, self.closed = b"", False
        self.left, self.aborted = 0, False

    def write(self, data):
        self.written += data

    def close(self):
        self.closed = True

    def is_closing(self):
        return self.closed

    def get_write_buffer_size(self):
        return self.left

    def abort(self):
        self.aborted = True


@pytest.fixture
def connect():
    """Open connections to a service that holds two."""
    loop = asyncio.new_event_loop()
    config, state, kind = uvicorn.Config(app=lambda: None, log_config=None), ServerState(), at_most(2)

    def connected(*, busy):
        one = kind(config, state, {}, loop)
        one.connection_made(Wire())
        one.cycle = SimpleNamespace(response_complete=not busy)
        return one

    yield connected
    for one in tuple(state.connections):
        one._wait_no_more()
        one._look_no_more()
    loop.close()


@pytest.fixture
def paced(monkeypatch):
    """Look every twentieth of a second; let some time pass."""
    monkeypatch.setattr(patience, "_PACE", 0.05)
    return lambda one, seconds: one.loop.run_until_complete(asyncio.sleep(seconds))


def test_who_does_not_take_its_response_is_cut_off(connect, paced):
    one = connect(busy=True)
    one.transport.left = 1_000_000
    one.pause_writing()
    paced(one, 0.3)
    assert one.transport.aborted


def test_the_rest_of_a_response_holds_no_connection_that_was_closed(connect, paced):
    one = connect(busy=False)
    one.transport.left = 100
    one.timeout_keep_alive_handler()
    paced(one, 0.3)
    assert (one.transport.closed, one.transport.aborted) == (True, True)


@pytest.mark.parametrize("taken", [100_000, 300_000])
def test_who_takes_it_slowly_gets_it(connect, paced, taken):
    one = connect(busy=True)
    one.transport.left = 300_000
    one.pause_writing()
    while one.transport.left:
        one.transport.left = max(one.transport.left - taken, 0)
        paced(one, 0.06)
    paced(one, 0.1)
    assert not one.transport.aborted


def test_a_response_that_is_taken_is_looked_at_no_more(connect, paced):
    one = connect(busy=True)
    one.transport.left = 1_000_000
    one.pause_writing()
    one.resume_writing()
    paced(one, 0.2)
    assert not one.transport.aborted


def test_the_one_that_is_idle_longest_makes_room(connect):
    first, second, third = connect(busy=False), connect(busy=False), connect(busy=False)
    assert [one.transport.closed for one in (first, second, third)] == [True, False, False]
    assert first.transport.written == third.transport.written == b""


def test_who_has_a_request_in_hand_is_left_alone(connect):
    first, second, third = connect(busy=True), connect(busy=False), connect(busy=False)
    assert [one.transport.closed for one in (first, second, third)] == [False, True, False]


def test_where_all_are_busy_the_new_one_is_told_to_come_again(connect):
    first, second, third = connect(busy=True), connect(busy=True), connect(busy=False)
    assert [one.transport.closed for one in (first, second, third)] == [False, False, True]
    assert third.transport.written.startswith(b"HTTP/1.1 503 ")
    assert b"Retry-After: 1\r\n" in third.transport.written
