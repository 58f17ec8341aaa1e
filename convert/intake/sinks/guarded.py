"""A sink of somebody else's, held to the contract: what it raises is a reason to try again, and names the plugin."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from convert import plugins
from convert.diagnostics import ConvertError, MachineError
from convert.intake.sinks import Delivery, Reply, Sink, Verdict
from convert.plugins import Plugin


@dataclass(frozen=True, slots=True)
class _Guarded:
    plugin: Plugin
    sink: Sink

    def send(self, delivery: Delivery) -> Reply:
        """See Sink."""
        try:
            with plugins.held():
                reply = self.sink.send(delivery)
            if not isinstance(reply, Reply):
                raise TypeError(f"it returns a {type(reply).__name__}, no Reply")
        except Exception as error:  # noqa: BLE001 - the plugin's own
            return Reply(Verdict.LATER, plugins.failed(self.plugin, error).message)
        return reply

    def close(self) -> None:
        """See Sink."""
        with suppress(Exception), plugins.held():
            self.sink.close()


def opened_by(plugin: Plugin, address: str, secret: bytes | None) -> Sink:
    """Open a plugin's sink. Raises ConvertError as the plugin does, else MachineError that names it."""
    try:
        with plugins.held():
            return _Guarded(plugin, plugin.target.open(address, secret))
    except ConvertError:
        raise
    except Exception as error:
        raise MachineError(plugins.failed(plugin, error)) from error
