"""What the service counts, as Prometheus reads it."""

from __future__ import annotations

from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest

MEDIA: Final = "text/plain; version=0.0.4; charset=utf-8"

_SECONDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


class Metrics:
    """The counters of one service."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self.requests = Counter(
            "newsconvert_requests", "Requests answered.", ("path", "status"), registry=self._registry
        )
        self.seconds = Histogram(
            "newsconvert_request_seconds",
            "Time from a request's head to its answer.",
            ("path",),
            buckets=_SECONDS,
            registry=self._registry,
        )
        self.outcomes = Counter(
            "newsconvert_outcomes",
            "What became of the bodies: a status, or the code of the reason why there is none.",
            ("path", "outcome"),
            registry=self._registry,
        )
        self.in_hand = Gauge("newsconvert_in_hand", "Requests that are being answered.", registry=self._registry)
        self.deaths = Counter(
            "newsconvert_worker_deaths", "Workers that died over their work.", registry=self._registry
        )

    def page(self) -> bytes:
        """Return all of it in the text format of Prometheus."""
        return generate_latest(self._registry)
