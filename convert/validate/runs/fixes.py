"""Certain mends: put in place in a copy beside the file, or in the file itself when asked."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from convert.diagnostics import MachineError, diagnostic
from convert.validate.examined import Edit, Examined
from convert.validate.formats import examine

if TYPE_CHECKING:
    from convert.validate.runs.options import Options


def apply(data: bytes, edits: tuple[Edit, ...]) -> bytes:
    """Return the bytes with the edits in place. Of edits that overlap the first one holds."""
    parts: list[bytes] = []
    position = 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        if edit.start >= position:
            parts += (data[position : edit.start], edit.replacement)
            position = edit.end
    return b"".join((*parts, data[position:]))


def mend(path: Path, data: bytes, examined: Examined, options: Options) -> tuple[str, bytes, Examined]:
    """Write the mended document; return its name, its bytes and what is still found in it.

    The copy of `a.xml` is `a.fixed.xml`. Raises MachineError when it cannot be written.
    """
    mended = apply(data, examined.edits)
    target = path if options.in_place else path.with_name(f"{path.stem}.fixed{path.suffix}")
    _write(target, mended)
    return str(target), mended, examine(mended, options.format)


def _write(target: Path, data: bytes) -> None:
    """Write so that a reader sees the old or the new file, never half of it; the file keeps its mode."""
    try:
        mode = target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask()
        handle, draft = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
            Path(draft).chmod(mode)
            Path(draft).replace(target)
        except BaseException:
            Path(draft).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise MachineError(diagnostic("write.failed", f"{target.name}: {error.strerror}")) from error


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
