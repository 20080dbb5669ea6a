"""What the engines that run a model through onnxruntime share: loading, calls, sound.

One session serves every thread of the caller, each call on one thread: that is the fastest
(measured, docs/decisions/0004).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Condition, Timer
from typing import TYPE_CHECKING, Any, TypeAlias

from ppun_access.errors import OutputError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats: TypeAlias = NDArray[np.float32]

PATIENCE = 300.0
"""Seconds that one call may take; the slowest machine measured took 40."""


class Session:
    """A model in memory; calls may come from several threads at once."""

    def __init__(self, model: Path | bytes, name: str, next_step: str) -> None:
        """Load ``model``, of the voice ``name``; ``next_step`` is for when it fails."""
        import onnxruntime  # type: ignore[import-untyped]

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.enable_mem_pattern = False  # a pattern for each length costs 150 MB
        options.log_severity_level = 4
        source = model if isinstance(model, bytes) else str(model)
        self._name = name
        try:
            self._session = onnxruntime.InferenceSession(
                source, options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # onnxruntime has no class of its own for this
            raise OutputError(
                f"Le modèle de la voix {name} ne se charge pas : {_first_line(error)}",
                next_step=next_step,
            ) from error

    @property
    def inputs(self) -> frozenset[str]:
        """What the model must be given."""
        return frozenset(given.name for given in self._session.get_inputs())

    def run(self, feeds: Mapping[str, Any]) -> list[Floats]:
        """Return what the model makes of ``feeds``, each result in one dimension.

        Raises OutputError when it fails or takes for ever.
        """
        import onnxruntime

        stop = onnxruntime.RunOptions()
        stop.log_severity_level = 4

        def end() -> None:
            stop.terminate = True

        timer = Timer(PATIENCE, end)
        timer.daemon = True
        timer.start()
        try:
            results = self._session.run(None, feeds, stop)
        except Exception as error:  # onnxruntime has no class of its own for this
            raise OutputError(
                f"La voix {self._name} a échoué : {_first_line(error)}",
                next_step="Relancez la commande, ou choisissez une autre voix.",
            ) from error
        finally:
            timer.cancel()
        return [result.reshape(-1) for result in results]


class Room:
    """Phonemes in flight: whoever would pass the limit waits."""

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


def pcm(sound: Floats) -> bytes:
    """Return samples from -1 to 1 as 16-bit PCM; what passes is cut."""
    import numpy as np

    whole = np.rint(np.nan_to_num(sound).clip(-1, 1) * 32767)
    content: bytes = whole.astype("<i2").tobytes()
    return content


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
