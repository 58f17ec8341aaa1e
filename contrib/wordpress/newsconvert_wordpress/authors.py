"""Which of an article's authors have an account in WordPress: a mapping that the site keeps, as TOML."""

from __future__ import annotations

import tomllib
from pathlib import Path

from convert.article import Author
from convert.diagnostics import UsageError, diagnostic


class Authors:
    """Names of bylines and the accounts that they stand for: numbers, or login names that `resolve` looks up."""

    def __init__(self, accounts: dict[str, int | str] | None = None) -> None:
        self._accounts = {_folded(name): account for name, account in (accounts or {}).items()}

    @classmethod
    def load(cls, path: Path) -> Authors:
        """Read a mapping file: a table `authors`, name = account. Raises UsageError."""
        try:
            table = tomllib.loads(path.read_text(encoding="utf-8")).get("authors")
        except (OSError, ValueError) as error:
            raise UsageError(diagnostic("usage.invalid", f"--authors {path}: {error}")) from error
        if not isinstance(table, dict) or not all(_is_account(value) for value in table.values()):
            detail = f'--authors {path}: a table [authors] is wanted, such as "Jane Roe" = "jroe"'
            raise UsageError(diagnostic("usage.invalid", detail))
        return cls(table)

    def logins(self) -> list[str]:
        """Return the accounts that are given by their login names, once each."""
        return sorted({account for account in self._accounts.values() if isinstance(account, str)})

    def resolve(self, numbers: dict[str, int]) -> None:
        """Put the numbers of accounts in the place of their login names. Raises UsageError for one that is missing."""
        for name, account in self._accounts.items():
            if isinstance(account, str):
                if account not in numbers:
                    raise UsageError(diagnostic("usage.invalid", f"--authors: the site has no user {account!r}"))
                self._accounts[name] = numbers[account]

    def account(self, authors: tuple[Author, ...]) -> int | str | None:
        """Return the account of the first author, None where any of the authors has none: then the byline stands."""
        found = [self._accounts.get(_folded(author.name)) for author in authors]
        return found[0] if found and None not in found and len(set(found)) == 1 else None


def _is_account(value: object) -> bool:
    return (isinstance(value, int) and not isinstance(value, bool) and value > 0) or (
        isinstance(value, str) and bool(value.strip())
    )


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())
