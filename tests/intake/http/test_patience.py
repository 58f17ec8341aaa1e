"""Who is let in where all connections are taken."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace

import pytest
import uvicorn
from uvicorn.server import ServerState

from convert.intake.http.patience import at_most


class Wire(asyncio.Transport):
    """A connection that keeps what is written to it."""

    def __init__(self):
        super().__init__()
        self.written, self.closed = b"", False

    def write(self, data):
        self.written += data

    def close(self):
        self.closed = True

    def is_closing(self):
        return self.closed


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
    loop.close()


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
