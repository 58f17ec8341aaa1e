"""WordPress over HTTP: one call at a time, tried again where that may help."""

from __future__ import annotations

import ipaddress
import time
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, Final

import httpx

from convert.diagnostics import MachineError, UsageError, diagnostic

ATTEMPTS: Final = 6
"""With waits of 0.5, 1, 2, 4 and 8 seconds: a site that restarts is back by then."""

_FIRST_WAIT: Final = 0.5
_LONGEST_WAIT: Final = 60.0
_TIMEOUT: Final = 60.0
_AGAIN: Final = (
    HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.INTERNAL_SERVER_ERROR,
    HTTPStatus.BAD_GATEWAY,
    HTTPStatus.SERVICE_UNAVAILABLE,
    HTTPStatus.GATEWAY_TIMEOUT,
)


class RefusedError(Exception):
    """WordPress does not take this one call; others may succeed."""

    def __init__(self, status: int, answer: dict[str, Any]) -> None:
        super().__init__(str(answer.get("message") or f"HTTP status {status}"))
        self.status = status
        self.code = str(answer.get("code") or f"http_{status}")
        data = answer.get("data")
        self.data: dict[str, Any] = data if isinstance(data, dict) else {}


class WordPress:
    """A site and a user of it. `base` is https, or this machine."""

    def __init__(
        self,
        base: str,
        user: str,
        password: str,
        *,
        transport: httpx.BaseTransport | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._base = _checked(base)
        self._sleep = sleep
        self._http = httpx.Client(
            auth=httpx.BasicAuth(user, password),
            timeout=_TIMEOUT,
            transport=transport,
            headers={"User-Agent": "newsconvert-wordpress", "Accept": "application/json"},
        )

    def close(self) -> None:
        """Close the connection."""
        self._http.close()

    def get(self, route: str, **query: str) -> Any:
        """Ask for something. Raises as `post` does."""
        return self._answer("GET", route, query, None)

    def post(self, route: str, values: dict[str, Any]) -> Any:
        """Send values to a route; return the answer.

        Raises RefusedError for what is wrong with this call alone, UsageError where the user is not let in, and
        MachineError for a site that does not answer, or not as WordPress does.
        """
        return self._answer("POST", route, {}, values)

    def _answer(self, method: str, route: str, query: dict[str, str], values: dict[str, Any] | None) -> Any:
        response = self._response(method, route, query, values)
        if response.is_redirect:
            target = response.headers.get("Location", "elsewhere")
            raise unreachable(f"{self._base} redirects to {target}; name the site by that address")
        try:
            answer = response.json()
        except ValueError:
            answer = None
        if response.is_success and answer is not None:
            return answer
        if response.status_code == HTTPStatus.UNAUTHORIZED:
            said = answer.get("message", "") if isinstance(answer, dict) else ""
            raise UsageError(diagnostic("target.denied", said))
        if not isinstance(answer, dict) or "code" not in answer:
            if response.status_code == HTTPStatus.INTERNAL_SERVER_ERROR:
                raise RefusedError(response.status_code, {})
            raise unreachable(f"{self._base} does not answer as WordPress does (status {response.status_code})")
        raise RefusedError(response.status_code, answer)

    def _response(
        self, method: str, route: str, query: dict[str, str], values: dict[str, Any] | None
    ) -> httpx.Response:
        """Call, and call again after a while where the site is busy or out of reach."""
        wait, why = _FIRST_WAIT, ""
        for attempt in range(1, ATTEMPTS + 1):
            try:
                # The route as a parameter works with every setting of the site's addresses.
                response = self._http.request(method, self._base, params={"rest_route": route, **query}, json=values)
            except httpx.TransportError as error:
                why, asked = f"{type(error).__name__}: {error}", None
            else:
                if response.status_code not in _AGAIN:
                    return response
                if response.status_code == HTTPStatus.INTERNAL_SERVER_ERROR and attempt == ATTEMPTS:
                    return response
                why, asked = f"status {response.status_code}", _seconds(response.headers.get("Retry-After"))
            if attempt < ATTEMPTS:
                self._sleep(wait if asked is None else min(asked, _LONGEST_WAIT))
                wait *= 2
        raise unreachable(f"{self._base} after {ATTEMPTS} attempts: {why}")


def _seconds(value: str | None) -> float | None:
    return float(value) if value is not None and value.isdecimal() else None


def unreachable(detail: str) -> MachineError:
    """Return the error of a site that is not there, or is no WordPress."""
    return MachineError(diagnostic("target.unreachable", detail))


def _checked(base: str) -> str:
    """Return the address that calls go to. Raises UsageError where a password would travel in the clear."""
    try:
        url = httpx.URL(base)
    except httpx.InvalidURL as error:
        raise UsageError(diagnostic("usage.invalid", f"--site {base!r}: {error}")) from error
    if url.scheme not in ("http", "https") or not url.host or url.userinfo:
        raise UsageError(diagnostic("usage.invalid", f"--site {base!r}: write it like https://news.example"))
    if url.scheme == "http" and not _is_here(url.host):
        raise UsageError(diagnostic("usage.invalid", f"--site {base!r}: the password would travel openly; use https"))
    return str(url.copy_with(query=None, fragment=None, path=url.path.rstrip("/") + "/"))


def _is_here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
