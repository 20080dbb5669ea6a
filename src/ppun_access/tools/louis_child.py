"""Translate lines with liblouis: JSON lines on standard input and output.

Run by ``louis`` in a process of its own: the library is in C, and may fail as C does.
"""

from __future__ import annotations

import ctypes
import json
import sys
from collections.abc import Iterator
from ctypes.util import find_library
from typing import Any

DISPLAY = "unicode.dis"
DOTS_AS_UNICODE = 4 | 64
"""liblouis's modes ``dotsIO`` and ``ucBrl``."""
ROOM = 8
"""Cells that one character may take, far above what any does."""
NAMES = ("liblouis.so.20", "liblouis.so", "liblouis.dylib")
PLACES = ("", "/opt/homebrew/lib/", "/usr/local/lib/", "/usr/lib/")


def main() -> int:
    """Answer each question; with « null » when liblouis or its tables are absent."""
    library, name = _library()
    for line in sys.stdin:
        answer = None if library is None else _answer(library, name, json.loads(line))
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()
    return 0


def _answer(library: Any, name: str, question: Any) -> Any:
    if question["do"] == "probe":
        tables = (f"{DISPLAY},{table}" for table in question["tables"])
        if not all(library.lou_getTable(table.encode()) for table in tables):
            return None
        library.lou_version.restype = ctypes.c_char_p
        return {"library": name, "version": library.lou_version().decode()}
    table = f"{DISPLAY},{question['table']}".encode()
    forward = question["do"] == "forward"
    call = library.lou_translate if forward else library.lou_backTranslate
    found = [_translated(call, library, table, text) for text in question["texts"]]
    return found if forward else [text for text, _ in found]


def _library() -> tuple[Any, str]:
    """Return liblouis and where it is; None when there is none."""
    for name in _candidates():
        try:
            library = ctypes.CDLL(name)
            library.lou_getTable.restype = ctypes.c_void_p
        except (OSError, AttributeError):
            continue
        return library, name
    return None, ""


def _candidates() -> Iterator[str]:
    if found := find_library("louis"):
        yield found
    yield from (f"{place}{name}" for place in PLACES for name in NAMES)


def _translated(call: Any, library: Any, table: bytes, text: str) -> tuple[str, list[int]]:
    """Return what a function of liblouis makes of ``text``, whole, and the places in it."""
    codec = "utf-32" if library.lou_charSize() == 4 else "utf-16"
    unit = ctypes.c_uint32 if codec == "utf-32" else ctypes.c_uint16
    coded = text.encode(f"{codec}-{'le' if sys.byteorder == 'little' else 'be'}")
    length = len(coded) // ctypes.sizeof(unit)
    size = length * ROOM + 64
    source = (unit * (length + 1)).from_buffer_copy(coded + bytes(ctypes.sizeof(unit)))
    result = (unit * size)()
    read, written = ctypes.c_int(length), ctypes.c_int(size)
    places = (ctypes.c_int * size)()
    done = call(
        table, source, ctypes.byref(read), result, ctypes.byref(written),
        None, None, places, (ctypes.c_int * size)(), None,
        DOTS_AS_UNICODE if call is library.lou_translate else 0,
    )  # fmt: skip
    if not done or read.value != length:
        raise SystemExit(f"liblouis n’a pas transcrit « {text[:60]} »")
    cells = bytes(result)[: written.value * ctypes.sizeof(unit)]
    return cells.decode(f"{codec}-{'le' if sys.byteorder == 'little' else 'be'}"), list(
        places[:length]
    )


if __name__ == "__main__":
    sys.exit(main())
