"""Parquet: a table of texts by columns, a record a row. It is read by pyarrow, which is the extra `parquet`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from convert.containers.bounds import BombError, Budget
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


def in_parquet(file: BinaryIO, most: int, mapping: Mapping[str, str], budget: Budget) -> Iterator[Member | Fault]:
    """Yield a member a row of a file that can be sought in. Its name is the row's id, else its number.

    What its row groups say that they unpack to is taken from the budget.
    """
    try:
        from pyarrow import ArrowException
        from pyarrow.parquet import ParquetFile
    except ImportError:
        detail = "Parquet needs the extra parquet: pip install newsconvert[parquet]"
        yield Fault("", diagnostic("read.extra", detail))
        return
    number = 0
    try:
        for number, values in enumerate(_rows(_opened(file, ParquetFile), budget), 1):
            yield member(values, number, most, mapping, "surrogateescape")
    except BombError as error:
        yield Fault("", diagnostic("read.bomb", str(error)))
    except (ArrowException, OSError) as error:
        yield Fault("", diagnostic("read.damaged", f"after row {number}: {error}"))


def _opened(file: BinaryIO, reader: type[ParquetFile]) -> ParquetFile:
    """Open a table so that a text that stands in many rows is in memory once."""
    from pyarrow import types

    table = reader(file)
    kinds = (types.is_string, types.is_large_string, types.is_binary, types.is_large_binary)
    texts = [column.name for column in table.schema_arrow if any(kind(column.type) for kind in kinds)]
    return reader(file, metadata=table.metadata, read_dictionary=texts)


def _rows(table: ParquetFile, budget: Budget) -> Iterator[dict[str, Any]]:
    for number in range(table.metadata.num_row_groups):
        budget.spend(table.metadata.row_group(number).total_byte_size)
        for batch in table.iter_batches(batch_size=_ROWS, row_groups=[number]):
            columns = list(zip(map(str, batch.schema.names), batch.columns, strict=True))
            for row in range(batch.num_rows):
                cells = ((name, _plain(column[row])) for name, column in columns)
                yield {name: value for name, value in cells if value is not None}


def _plain(cell: Any) -> Any:
    """Return a cell as JSON has it, which is what metadata is read from; of no UTF-8 the bytes are kept as they are."""
    value = _value(cell)
    if isinstance(value, date):  # a datetime too
        return value.isoformat()
    return value.decode(errors="surrogateescape") if isinstance(value, bytes) else value


def _value(cell: Any) -> Any:
    """Return a cell as Python has it; a time that Python cannot hold is its number, which no metadata takes for one."""
    from pyarrow import timestamp, types

    if types.is_timestamp(cell.type) and cell.type.unit == "ns":
        cell = cell.cast(timestamp("us", cell.type.tz), safe=False)
    try:
        return cell.as_py()
    except (ValueError, OverflowError, LookupError, NotImplementedError):
        return getattr(cell, "value", None)
