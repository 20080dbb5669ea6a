"""Errors that say what to do next, and the exit code that each one means.

They are caught once, in ``cli.py``. Messages are read by editors: they are in French.
"""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """What the program's exit status means; part of the contract."""

    DONE = 0
    FATAL_FINDINGS = 1
    USAGE = 2
    BAD_INPUT = 3
    MISSING_TOOL = 4
    OUTPUT_FAILED = 5
    INTERRUPTED = 130


class PpunError(Exception):
    """Something that stops the work; ``next_step`` tells the user what to do."""

    exit_code = ExitCode.OUTPUT_FAILED

    def __init__(self, message: str, *, next_step: str) -> None:
        super().__init__(message)
        self.message = message
        self.next_step = next_step

    def __str__(self) -> str:
        return f"{self.message}\n  → {self.next_step}"


class UsageError(PpunError):
    """The command line or the settings are wrong."""

    exit_code = ExitCode.USAGE


class InputError(PpunError):
    """A source cannot be read."""

    exit_code = ExitCode.BAD_INPUT


class MissingToolError(PpunError):
    """A program, a voice or a library that was asked for is not installed."""

    exit_code = ExitCode.MISSING_TOOL


class OutputError(PpunError):
    """A result could not be made or written although its tools exist."""

    exit_code = ExitCode.OUTPUT_FAILED
