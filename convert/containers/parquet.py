"""Parquet: a table of texts by columns, a record a row. It is read by pyarrow, which is the extra `parquet`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from convert.containers.members import Fault, Member
from convert.containers.records import member
from convert.diagnostics import diagnostic

if TYPE_CHECKING:
    from pyarrow.parquet import ParquetFile

_MAGIC: Final = b"PAR1"
_ROWS: Final = 64
"""Rows in memory at a time."""


def is_parquet(head: bytes) -> bool:
    """Tell whether a file begins as Parquet does."""
    return head.startswith(_MAGIC)


def in_parquet(file: BinaryIO, most: int, mapping: Mapping[str, str]) -> Iterator[Member | Fault]:
    """Yield a member a row of a file that can be sought in. Its name is the row's id, else its number."""
    try:
        from pyarrow import ArrowException
        from pyarrow.parquet import ParquetFile
    except ImportError:
        detail = "Parquet needs the extra parquet: pip install newsconvert[parquet]"
        yield Fault("", diagnostic("read.extra", detail))
        return
    number = 0
    try:
        for number, values in enumerate(_rows(ParquetFile(file)), 1):
            yield member(values, number, most, mapping)
    except (ArrowException, OSError, UnicodeDecodeError) as error:
        yield Fault("", diagnostic("read.damaged", f"after row {number}: {error}"))


def _rows(table: ParquetFile) -> Iterator[dict[str, Any]]:
    for batch in table.iter_batches(batch_size=_ROWS):
        for row in batch.to_pylist():
            yield {str(key): _plain(value) for key, value in row.items() if value is not None}


def _plain(value: Any) -> Any:
    """Return a cell as JSON has it, which is what metadata is read from."""
    if isinstance(value, date):  # a datetime too
        return value.isoformat()
    return value.decode() if isinstance(value, bytes) else value
