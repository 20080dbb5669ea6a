"""Compile with typst: JSON lines on standard input and output.

Run by ``typst`` in a process of its own: the library is in Rust and cannot be interrupted;
what it is given to draw may make it end, fill the memory or never come back. It imports
nothing of ours, to start soon.
"""

from __future__ import annotations

import json
import signal
import sys
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typst

_LATE = 5
"""Seconds that the caller has to stop us before we end by ourselves: it may be gone."""


def main() -> int:
    """Answer each question, until there is none."""
    for line in sys.stdin:
        question = json.loads(line)
        _ends_in(int(question.pop("seconds")) + _LATE)
        answer = _answer(**question)
        _ends_in(0)
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()
    return 0


def _ends_in(seconds: int) -> None:
    """End this process after that time, whatever it does; never, for zero."""
    if sys.platform != "win32":
        signal.alarm(seconds)


def _answer(
    main: str,
    sources: Mapping[str, str],
    options: dict[str, Any],
    fonts: list[str],
    label: str = "",
) -> Mapping[str, str]:
    """Return what typst makes, in base 64, or the value of ``label``; or its error.

    ``main`` is the source that it begins with.
    """
    contents = {name: b64decode(content) for name, content in sources.items()}
    options["font_paths"] = _fonts(tuple(fonts))
    try:
        with _given(contents, main) as (given, where):
            if label:
                told = typst.query(given, label, field="value", one=True, **options)
                return {"told": told}
            options |= where
            made = typst.compile(given, **options)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a fault inside typst comes as no Exception
        return {"error": str(getattr(error, "message", "")) or str(error)}
    if isinstance(made, bytes):
        return {"made": b64encode(made).decode()}
    return {"error": "typst n’a rien donné"}


@cache
def _fonts(folders: tuple[str, ...]) -> typst.Fonts:
    """Return the fonts of ``folders`` and those inside typst, looked for once."""
    return typst.Fonts(include_system_fonts=False, font_paths=[*folders])


@contextmanager
def _given(sources: Mapping[str, bytes], main: str) -> Iterator[tuple[Any, dict[str, str]]]:
    """Yield the sources to compile: text as bytes, pictures from a folder."""
    if all(map(_is_text, sources.values())):
        yield (dict(sources) if len(sources) > 1 else sources[main]), {}
        return
    with TemporaryDirectory() as name:
        folder = Path(name)
        for path, content in sources.items():
            (folder / path).write_bytes(content)
        yield str(folder / main), {"root": str(folder)}


def _is_text(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


if __name__ == "__main__":
    sys.exit(main())
