"""Talk to long-running programs that answer one line for each line they read."""

from __future__ import annotations

import atexit
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError, Future
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from itertools import count
from pathlib import Path
from threading import Lock, Thread, Timer
from typing import IO, TypeAlias
from weakref import finalize

from ppun_access.errors import OutputError
from ppun_access.tools.run import (
    LAST_WORDS,
    SAID,
    TIMEOUT,
    Completed,
    Process,
    TooLongError,
    end,
    failure_error,
    output_error,
    start,
    stop,
    timeout_error,
)

_Ask: TypeAlias = Callable[..., bytes]


@contextmanager
def conversation(
    arguments: Sequence[str | Path],
    *,
    name: str,
    install: str,
    timeout: float = TIMEOUT,
    memory: int | None = None,
) -> Iterator[_Ask]:
    """Start a program that answers each line by a line; yield a function to ask it.

    It ends with the block. Raises MissingToolError as ``run`` does; asking raises
    OutputError when the program fails, wants more than ``memory`` bytes (Linux alone
    holds it to them), or takes more than ``timeout`` seconds to answer (TooLongError).
    One question may have a ``timeout`` of its own.
    """
    with tempfile.TemporaryFile() as errors:  # a pipe that nobody reads would fill
        process = start(arguments, name, install, errors=errors, memory=memory)

        def ask(line: bytes, timeout: float = timeout) -> bytes:
            return _answer(process, line, name, timeout, errors)

        try:
            yield ask
        finally:
            end(process)


class ProgramPool:
    """Programs started on demand and kept for later questions.

    Each has one question at a time: threads that ask at once have one each. When it fails
    it ends, and the question is put to a new one, once: what had run before may have been
    killed, or have filled its memory. They end with their caller too, for their standard
    input ends then.
    """

    def __init__(
        self, arguments: Sequence[str | Path], name: str, install: str,
        memory: int | None = None,
    ) -> None:  # fmt: skip
        self._open = partial(
            conversation, arguments, name=name, install=install, memory=memory
        )
        self._idle, self._lock = list[tuple[ExitStack, _Ask]](), Lock()
        atexit.register(self.close)

    def __call__(self, line: bytes, timeout: float = TIMEOUT) -> bytes:
        """Return the line that a program answers to ``line``."""
        with self._lock:
            kept = self._idle.pop() if self._idle else None
        if kept:
            try:
                return self._asked(*kept, line, timeout)
            except TooLongError:
                raise
            except OutputError:
                pass
        stack = ExitStack()
        return self._asked(stack, stack.enter_context(self._open()), line, timeout)

    def _asked(self, stack: ExitStack, ask: _Ask, line: bytes, timeout: float) -> bytes:
        try:
            answer = ask(line, timeout)
        except BaseException:
            stack.close()
            raise
        with self._lock:
            self._idle.append((stack, ask))
        return answer

    def close(self) -> None:
        """End the idle programs."""
        with self._lock:
            idle, self._idle = self._idle, []
        for stack, _ in idle:
            stack.close()


class ConcurrentProgram:
    """A program that answers many questions at once, each and its answer on a line.

    Both lines begin with the number of the question: answers come in any order. It ends
    with ``close``, or with the object.
    """

    def __init__(
        self, arguments: Sequence[str | Path], name: str, install: str,
        memory: int | None = None,
    ) -> None:  # fmt: skip
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115  it lasts as the program
        self._name, self._numbers, self._lock = name, count(), Lock()
        self._process = start(arguments, name, install, errors=self._errors, memory=memory)
        self._waiting: dict[bytes, Future[bytes]] = {}
        self.close = finalize(self, end, self._process)
        listens = (self._process, self._waiting, self._lock)
        Thread(target=_listen, args=listens, daemon=True).start()

    def is_alive(self) -> bool:
        """Return whether it still runs."""
        return self._process.poll() is None

    def __call__(self, line: bytes, timeout: float = TIMEOUT) -> bytes:
        """Return the answer to ``line``; raise as asking in a ``conversation`` does."""
        assert self._process.stdin is not None
        number, answer = b"%d" % next(self._numbers), Future[bytes]()
        with self._lock:
            self._waiting[number] = answer
            with suppress(OSError, ValueError):  # it has ended: nobody will answer
                self._process.stdin.write(number + b" " + line)
                self._process.stdin.flush()
            if not self.is_alive():
                self._waiting.pop(number, answer).cancel()
        try:
            return answer.result(timeout)
        except TimeoutError as error:
            self.close()
            raise timeout_error(self._name, timeout) from error
        except CancelledError as error:
            self._errors.seek(0)
            said = self._errors.read().decode("utf-8", "replace")
            ended = Completed(self._process.wait(), b"", said)
            raise failure_error(self._name, ended) from error


def _listen(process: Process, waiting: dict[bytes, Future[bytes]], lock: Lock) -> None:
    """Pass each answer to its caller, until the program ends."""
    assert process.stdout is not None
    with suppress(OSError, ValueError):
        for line in process.stdout:
            number, _, answer = line.partition(b" ")
            if not answer.endswith(b"\n"):  # it died in the middle of its answer
                break
            with lock:
                waiting.pop(number).set_result(answer)
    process.wait()
    with lock:
        for one in waiting.values():
            one.cancel()
        waiting.clear()


def _answer(
    process: Process, line: bytes, name: str, timeout: float,
    errors: IO[bytes],
) -> bytes:  # fmt: skip
    """Return the line that the program answers to ``line``; the clock stops it."""
    assert process.stdin is not None
    assert process.stdout is not None
    clock = Timer(timeout, stop, (process,))
    clock.start()
    try:
        with suppress(BrokenPipeError, ConnectionResetError):
            process.stdin.write(line)
            process.stdin.flush()
        answer = process.stdout.readline(SAID)
    finally:
        late = not clock.is_alive()
        clock.cancel()
    if answer.endswith(b"\n"):
        return answer
    if len(answer) == SAID:
        stop(process)
        raise output_error(name, SAID)
    if late:
        raise timeout_error(name, timeout)
    errors.seek(max(0, errors.seek(0, os.SEEK_END) - LAST_WORDS))
    said = errors.read().decode("utf-8", "replace")
    raise failure_error(name, Completed(process.wait(), answer, said))
