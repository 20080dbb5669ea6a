"""Open sessions of onnxruntime, shared by the engines that run a model.

One session serves every thread of the caller, each call on one thread: that is the fastest
(measured, docs/decisions/0004).
"""

from __future__ import annotations

import json
import sys
from base64 import b64decode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from threading import Condition, Lock
from typing import Any
from weakref import finalize

from ppun_access.errors import OutputError
from ppun_access.tools.conversations import ConcurrentProgram
from ppun_access.tools.run import TooLongError

PATIENCE = 300.0
"""Seconds that one call may take; the slowest machine measured took 40."""
MEMORY = 4 << 30
"""Bytes that a model may use; Kokoro uses 700 MB."""


class Session:
    """A model in memory; calls may come from several threads at once.

    It is in a process of its own (``onnx_child``): what it dies of, or never ends, is the
    error of one sentence. Those that were said beside it are said again, one at a time.
    """

    def __init__(self, model: Path | bytes, name: str, next_step: str) -> None:
        """Load ``model``, of the voice ``name``; ``next_step`` is for when it fails."""
        self._name, self._next_step = name, next_step
        self._model = model if isinstance(model, Path) else _file_of(model)
        if isinstance(model, bytes):
            finalize(self, self._model.unlink, missing_ok=True)
        self._lock, self._alone = Lock(), Lock()
        self._crowd = self._new()
        try:
            self.inputs = frozenset(self._asked(self._crowd, {})["inputs"])
        except OutputError as error:
            self.close()
            raise OutputError(
                f"Le modèle de la voix {name} ne se charge pas : {error.message}",
                next_step=next_step,
            ) from error

    def run(self, feeds: Mapping[str, Any]) -> tuple[bytes, list[list[float]]]:
        """Run the model on ``feeds``, nested lists of numbers.

        Return its first output as 16-bit PCM, and the others as flat lists. Raises
        OutputError when it fails, dies or takes forever.
        """
        try:
            made = self._answer(feeds)
        except OutputError as error:
            raise OutputError(
                f"La voix {self._name} a échoué : {error.message}",
                next_step="Relancez la commande, ou choisissez une autre voix.",
            ) from error
        return b64decode(made["pcm"]), made["others"]

    def close(self) -> None:
        """Give the memory of the model back."""
        self._crowd.close()

    def _answer(self, given: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return the model's answer; a question beside one that crashed is asked again."""
        with self._lock:
            if not self._crowd.is_alive():
                self._crowd = self._new()
            crowd = self._crowd
        try:
            return self._asked(crowd, given)
        except (TooLongError, _RefusedError):
            raise
        except OutputError:
            with self._alone:
                alone = self._new()
                try:
                    return self._asked(alone, given)
                finally:
                    alone.close()

    def _asked(
        self, crowd: ConcurrentProgram, given: Mapping[str, Any]
    ) -> Mapping[str, Any]:
        line = json.dumps(given).encode() + b"\n"
        answer: Mapping[str, Any] = json.loads(crowd(line, PATIENCE))
        if "error" in answer:
            raise _RefusedError(answer["error"], next_step=self._next_step)
        return answer

    def _new(self) -> ConcurrentProgram:
        child = f"{__name__.rpartition('.')[0]}.onnx_child"
        command: list[str | Path] = [sys.executable, "-P", "-m", child, self._model]
        return ConcurrentProgram(command, "onnxruntime", self._next_step, MEMORY)


class _RefusedError(OutputError):
    """What the model refuses: it is still there, and would refuse it again."""


def _file_of(model: bytes) -> Path:
    with NamedTemporaryFile(prefix="ppun-access-", suffix=".onnx", delete=False) as file:
        file.write(model)
    return Path(file.name)


class PhonemeLimit:
    """A semaphore on phonemes in flight: callers past the limit wait."""

    def __init__(self, size: int) -> None:
        self._free, self._changed = size, Condition()

    @contextmanager
    def taken(self, count: int) -> Iterator[None]:
        """Hold ``count`` phonemes while the model works on them."""
        with self._changed:
            self._changed.wait_for(lambda: self._free >= count)
            self._free -= count
        try:
            yield
        finally:
            with self._changed:
                self._free += count
                self._changed.notify_all()
