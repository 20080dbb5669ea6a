"""textstat's figures, from a process of its own that loads while pages are read.

textstat takes half a second to load; the table would be twice as slow to come.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from queue import SimpleQueue

from ppun_access.readability.textstat_scores import TextstatScores
from ppun_access.tools.run import Completed, run

_CHILD = "ppun_access.readability.textstat_child"


class TextstatBeside(AbstractContextManager["TextstatBeside"]):
    """Starts on entry; ``scores`` may be asked once; ends on exit, asked or not."""

    def __enter__(self) -> TextstatBeside:
        self._asked: SimpleQueue[bytes] = SimpleQueue()
        self._pool = ThreadPoolExecutor(1)
        self._done = self._pool.submit(self._run)
        return self

    def __exit__(self, *error: object) -> None:
        self._asked.put(b"[]")
        self._pool.shutdown()

    def scores(self, texts: Sequence[str]) -> list[TextstatScores]:
        """Return textstat's scores of each of ``texts``, in order."""
        self._asked.put(json.dumps(texts).encode())
        found = json.loads(self._done.result().stdout)
        return [TextstatScores(**values) for values in found]

    def _run(self) -> Completed:
        return run(
            [sys.executable, "-P", "-m", _CHILD],
            name="La comparaison avec textstat",
            install="Relancez « make », qui installe textstat.",
            stdin=self._pieces(),
        )

    def _pieces(self) -> Iterator[bytes]:
        yield self._asked.get()
