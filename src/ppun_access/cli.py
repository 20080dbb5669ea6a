"""The program: the only place that prints or exits.

Data goes to standard output, messages to standard error; exit codes are in ``errors.py``.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from ppun_access.commands.arguments import parser
from ppun_access.errors import ExitCode, PpunError, UsageError, reason

if TYPE_CHECKING:
    from ppun_access.report import Report

Progress = Callable[[str, int, int], None]


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program; return its exit status."""
    _use_utf8()
    with suppress(ValueError):  # only the main thread may
        signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        arguments = parser().parse_args(argv)
        return int(_COMMANDS[arguments.command](arguments))
    except PpunError as error:
        _say(f"Erreur : {error}")
        return int(error.exit_code)
    except KeyboardInterrupt:
        _say("Interrompu : rien n’a été écrit à moitié.")
        return int(ExitCode.INTERRUPTED)
    except BrokenPipeError:
        _silence(sys.stdout)
        return int(ExitCode.DONE)
    except OSError as error:
        name = f" ({error.filename})" if error.filename else ""
        _say(f"Erreur : le système a refusé{name} : {reason(error)}.")
        _say("  → Vérifiez ce chemin, ses droits et la place sur le disque, puis relancez.")
        _silence(sys.stdout)
        return int(ExitCode.OUTPUT_FAILED)


def _build(arguments: argparse.Namespace) -> ExitCode:
    from ppun_access.commands.summary import summary
    from ppun_access.pipeline import Request, build
    from ppun_access.report import Severity
    from ppun_access.settings import expand_formats

    names = arguments.to.replace(" ", "").split(",") if arguments.to is not None else None
    formats = None if names is None else expand_formats(names, "--to")
    request = Request(
        sources=tuple(map(Path, arguments.sources)),
        out=Path(arguments.out),
        formats=formats,
        voice=arguments.voice,
        jobs=_jobs(arguments.jobs),
    )
    with _progress(arguments.quiet) as progress:
        result = build(request, progress)
    grave = [f for f in result.findings if f.severity > Severity.INFO]
    if not arguments.quiet:
        _say(*summary(result))
    elif result.exit_code or arguments.strict:
        _say(*map(str, grave))
    if arguments.strict and grave and not result.exit_code:
        return ExitCode.FATAL_FINDINGS
    return result.exit_code


def _show(arguments: argparse.Namespace) -> ExitCode:
    from ppun_access.commands.show import show

    with _Findings() as report:
        _print(show(arguments.file, arguments.to, report))
    return ExitCode.DONE


def _score(arguments: argparse.Namespace) -> ExitCode:
    from ppun_access.commands.score import ScoreRequest, score

    request = ScoreRequest(
        files=tuple(arguments.files),
        format=_score_format(arguments),
        fail_over=arguments.fail_over,
        syntax=arguments.syntaxe,
        width=shutil.get_terminal_size((92, 24)).columns,
        colour=_has_colours(),
    )
    with _Findings() as report:
        outcome = score(request, report, lambda: sys.stdin.buffer.read())
    if outcome.text:
        _print(outcome.text)
    _say(*outcome.over)
    return ExitCode.FATAL_FINDINGS if outcome.over else ExitCode.DONE


def _score_format(arguments: argparse.Namespace) -> str:
    """Return the one form that ``--format`` and ``--json`` ask for."""
    if arguments.json and arguments.format not in (None, "json"):
        raise UsageError(
            f"--json et --format {arguments.format} demandent deux formes à la fois.",
            next_step="Gardez l’une des deux options.",
        )
    return "json" if arguments.json else arguments.format or "table"


def _has_colours() -> bool:
    """Return whether standard output is a terminal that shows colours (no-color.org)."""
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return bool(sys.stdout) and sys.stdout.isatty() and not plain


def _speak(arguments: argparse.Namespace) -> ExitCode:
    from ppun_access.commands.speak import SpeakRequest, done_line, speak_file
    from ppun_access.pipeline.narration import sound_exit_code

    request = SpeakRequest(
        arguments.file,
        Path(arguments.out),
        arguments.voice,
        Path(arguments.cues) if arguments.cues else None,
    )
    with _Findings() as report, _progress(False) as progress:
        done = speak_file(request, report, lambda n, total: progress("Voix", n, total))
    _say(done_line(request, done))
    return sound_exit_code(report.findings)


def _voices(arguments: argparse.Namespace) -> ExitCode:
    from ppun_access.commands.voices import (
        check_voices,
        install_voice,
        list_voices,
        try_voice,
    )

    if arguments.action == "check":
        sound = check_voices(arguments.name, _print)
        return ExitCode.DONE if sound else ExitCode.OUTPUT_FAILED
    if arguments.action == "install":
        install_voice(arguments.name, _say)
    elif arguments.action == "try":
        _say(try_voice(arguments.name, arguments.out))
    else:
        _print(list_voices())
    return ExitCode.DONE


def _check(arguments: argparse.Namespace) -> ExitCode:
    from ppun_access.commands.check import check_folder, check_json, check_lines

    checked = check_folder(Path(arguments.out))
    _print(check_json(checked) if arguments.json else "\n".join(check_lines(checked)))
    return checked.exit_code


def _doctor(arguments: argparse.Namespace) -> ExitCode:
    from ppun_access.commands.doctor import checks, exit_code

    found = checks(Path.cwd())
    _print("\n".join(map(str, found)))
    return exit_code(found)


_COMMANDS: Mapping[str, Callable[[argparse.Namespace], ExitCode]] = {
    "build": _build,
    "show": _show,
    "score": _score,
    "speak": _speak,
    "voices": _voices,
    "check": _check,
    "doctor": _doctor,
}


def _jobs(asked: int | None) -> int:
    if asked is not None and asked < 1:
        raise UsageError(
            f"--jobs {asked} : il faut au moins une tâche.",
            next_step="Écrivez par exemple « --jobs 2 ».",
        )
    return asked or 0


class _Findings:
    """A report whose findings are told at the end, whatever happens."""

    def __enter__(self) -> Report:
        from ppun_access.report import Report

        self._report = Report()
        return self._report

    def __exit__(self, *error: object) -> None:
        _say(*map(str, self._report.findings))


# Output


def _use_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _print(text: str) -> None:
    print(text, flush=True)


def _say(*lines: str) -> None:
    """Tell the user; work goes on when nobody listens any more."""
    if sys.stderr is None:
        return
    try:
        for line in lines:
            print(line, file=sys.stderr, flush=True)
    except OSError:
        _silence(sys.stderr)


def _silence(stream: TextIO | None) -> None:
    """Send what a stream still holds nowhere: Python would fail to write it at its exit."""
    if stream is None:
        return
    with suppress(OSError, ValueError):  # a stream that is no file has no number
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _progress(quiet: bool) -> AbstractContextManager[Progress]:
    if quiet:
        return nullcontext(lambda phase, done, total: None)
    return _Bars() if sys.stderr and sys.stderr.isatty() else nullcontext(_PlainLines())


class _PlainLines:
    """One line when a phase begins, for logs."""

    def __init__(self) -> None:
        self._seen: set[str] = set()

    def __call__(self, phase: str, done: int, total: int) -> None:
        if phase not in self._seen:
            self._seen.add(phase)
            _say(f"{phase} ({total})…")


class _Bars(AbstractContextManager[Progress]):
    """A progress bar a phase, on a terminal."""

    def __enter__(self) -> Progress:
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            MofNCompleteColumn,
            Progress,
            TaskID,
            TextColumn,
            TimeRemainingColumn,
        )

        columns = (
            TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(),
            TimeRemainingColumn(),
        )  # fmt: skip
        self._bars = Progress(*columns, console=Console(stderr=True))
        self._bars.start()
        tasks: dict[str, TaskID] = {}

        def tell(phase: str, done: int, total: int) -> None:
            if phase not in tasks:
                tasks[phase] = self._bars.add_task(phase, total=total)
            self._bars.update(tasks[phase], completed=done, total=total)

        return tell

    def __exit__(self, *error: object) -> None:
        self._bars.stop()


if __name__ == "__main__":
    sys.exit(main())
