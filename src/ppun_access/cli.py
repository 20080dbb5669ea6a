"""Run a command, print what it returns and exit: nothing else prints or exits.

Data goes to standard output, messages to standard error; exit codes are in ``errors.py``.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import replace
from functools import partial
from importlib import import_module
from pathlib import Path
from time import perf_counter
from traceback import format_exception
from typing import TYPE_CHECKING, TextIO

from ppun_access.commands.arguments import DEFAULT_OUT, parser
from ppun_access.commands.progress import shown
from ppun_access.errors import ExitCode, PpunError, refused
from ppun_access.runtime import console

if TYPE_CHECKING:
    from ppun_access.build import Request
    from ppun_access.commands.texts import Outcome
    from ppun_access.report import Report
    from ppun_access.runtime.progress import Progress


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program; return its exit status."""
    console.prepare(sys.stdout, sys.stderr)
    with suppress(ValueError):  # only the main thread may
        signal.signal(signal.SIGTERM, signal.default_int_handler)
    sources: Sequence[Path] = ()
    try:
        arguments = parser().parse_args(argv)
        arguments.typed = sys.argv[1:] if argv is None else argv
        if arguments.command not in _IN_ORDER:
            _load(arguments.command)
        sources = _sources(arguments)
        return int(_COMMANDS[arguments.command](arguments))
    except PpunError as error:
        return _failed(error, sources)
    except KeyboardInterrupt:
        from ppun_access.tools.run import stop_programs

        stop_programs()
        _say("Interrompu : rien n’a été écrit à moitié.")
        return int(ExitCode.INTERRUPTED)
    except BrokenPipeError:
        _silence(sys.stdout)
        return int(ExitCode.DONE)
    except OSError as error:
        _silence(sys.stdout)
        return _failed(refused(error), sources)


def _sources(arguments: argparse.Namespace) -> list[Path]:
    """Return the folders of pages that a command reads, of which its messages are."""
    read = getattr(arguments, "source", "")
    return [*map(Path, getattr(arguments, "sources", [read] if read else []))]


def _load(command: str) -> None:
    """Import what a command needs, of which nothing is garbage before it ends."""
    from ppun_access.runtime.loading import gc_frozen

    with gc_frozen():
        import_module(f"ppun_access.commands.{command}")


def run() -> None:
    """Run the program and exit; interrupted, at once, whatever its threads are doing."""
    sys.excepthook = lambda *raised: _say("".join(format_exception(*raised)))  # of any file
    threading.excepthook = lambda raised: _say(console.uncaught_traceback(raised))
    sys.unraisablehook = lambda raised: _say(console.uncaught_traceback(raised))
    code = main()
    if code == ExitCode.INTERRUPTED:
        for stream in filter(None, (sys.stdout, sys.stderr)):
            with suppress(OSError, ValueError):
                stream.flush()
        os._exit(code)
    sys.exit(code)


def _failed(error: PpunError, sources: Sequence[Path]) -> int:
    """Print the error that stops the program; return its exit status."""
    _say(f"Erreur : {error}", sources=sources)
    return int(error.exit_code)


def _build(arguments: argparse.Namespace) -> ExitCode:
    from ppun_access.build.workers import begin_early
    from ppun_access.runtime.loading import gc_frozen

    sources, out = _sources(arguments), Path(arguments.out or DEFAULT_OUT)
    begin_early(sources, out, arguments.jobs)
    with gc_frozen():
        from ppun_access.build import build
        from ppun_access.commands.account import ClosingOptions, closing_lines
        from ppun_access.commands.summary import same_command
        from ppun_access.report import Severity

    quiet, then = arguments.quiet, same_command(arguments.typed)
    telling = ClosingOptions(quiet, arguments.verbose, arguments.explain, then)
    begun = perf_counter()
    with _progress(quiet) as progress:
        result = build(_publication(arguments), progress)
    code = result.exit_code
    grave = any(finding.severity > Severity.INFO for finding in result.findings)
    if arguments.strict and grave and not code:
        code = ExitCode.FATAL_FINDINGS
    lines = closing_lines(result, code, telling, perf_counter() - begun)
    _say(*lines, sources=sources)
    return code


def _publication(arguments: argparse.Namespace) -> Request:
    """Return the request of a build: what to publish, and where."""
    from ppun_access.build import Request
    from ppun_access.commands.places import declared_folders, named_formats, with_folders

    asked = Request(
        sources=tuple(map(Path, arguments.sources)), out=Path(DEFAULT_OUT),
        formats=named_formats(arguments.to), voice=arguments.voice,
        jobs=arguments.jobs, keep_going=getattr(arguments, "keep_going", False),
        cluster=getattr(arguments, "cluster", ""),
        declared=declared_folders(arguments.racine),
    )  # fmt: skip
    return with_folders(asked, arguments.out, getattr(arguments, "cache", ""))


def _serve(arguments: argparse.Namespace) -> ExitCode:
    from ppun_access.commands.places import default_folder
    from ppun_access.commands.serve import serve

    out = default_folder(arguments.out, "serve")
    serve(out, arguments.host, arguments.port, _say)
    return ExitCode.DONE


def _watch(arguments: argparse.Namespace) -> ExitCode:
    from ppun_access.commands.watch import watch

    request, opens = _publication(arguments), not arguments.no_open
    tell, shown_progress = partial(_say, sources=request.sources), partial(_progress, False)
    watch(request, arguments.host, arguments.port, opens, tell, shown_progress)


def _atelier(arguments: argparse.Namespace) -> ExitCode:
    from ppun_access.commands.atelier import atelier
    from ppun_access.commands.places import default_folder

    out = default_folder(arguments.out, "-o")
    source, opens = Path(arguments.source), not arguments.no_browser
    atelier(source, out, arguments.port, opens, _say, arguments.modele)
    return ExitCode.DONE


def _show(arguments: argparse.Namespace) -> ExitCode:
    from ppun_access.commands.show import show

    with _Findings() as report:
        _print(show(arguments.file, arguments.to, report))
    return ExitCode.DONE


def _score(arguments: argparse.Namespace) -> ExitCode:
    from ppun_access.commands.score import score
    from ppun_access.commands.scored_texts import ScoreRequest

    request = ScoreRequest(
        files=tuple(arguments.files),
        as_json=arguments.json,
        fail_over=arguments.fail_over,
        syntax=arguments.syntaxe,
        width=shutil.get_terminal_size((92, 24)).columns,
        colour=_has_colours(),
    )
    with _Findings() as report:
        outcome = score(request, report, lambda: sys.stdin.buffer.read())
    return _told(outcome, coloured=request.colour)


def _audit(arguments: argparse.Namespace) -> ExitCode:
    from ppun_access.commands.audit import AuditRequest, audit_file

    request = AuditRequest(
        arguments.file,
        as_json=arguments.json,
        csv=Path(arguments.csv) if arguments.csv else None,
        html=Path(arguments.html) if arguments.html else None,
        width=shutil.get_terminal_size((92, 24)).columns,
    )
    with _Findings() as report:
        outcome = audit_file(request, report)
    return _told(outcome)


def _has_colours() -> bool:
    """Return whether standard output is a terminal that shows colours (no-color.org)."""
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return bool(sys.stdout) and sys.stdout.isatty() and not plain


def _simplify(arguments: argparse.Namespace) -> ExitCode:
    from ppun_access.commands.simplify import SimplifyRequest, simplify

    form = "json" if arguments.json else "diff" if arguments.diff else "text"
    request = SimplifyRequest(arguments.file, form, arguments.modele)
    with _Findings() as report, _progress(False) as progress:
        made = simplify(
            request, report, lambda: sys.stdin.buffer.read(),
            lambda n, total: progress("Modèle", n, total),
        )  # fmt: skip
    return _told(made)


def _facile(arguments: argparse.Namespace) -> ExitCode:
    from ppun_access.commands import facile, places, sheets

    source = Path(arguments.source)
    with _Findings([source]) as report, _progress(False) as progress:
        match arguments.action:
            case "new":
                model = facile.Asked(
                    arguments.modele, lambda n, total: progress("Modèle", n, total)
                )
                id_, complete = arguments.id, arguments.completer
                said = facile.new(source, id_, complete, report, model)
            case "sign":
                asked = facile.SigningRequest(
                    arguments.atelier, arguments.date, arguments.participants,
                    arguments.version_lue, arguments.accord, arguments.accord_date,
                    arguments.statut, arguments.typographie,
                )  # fmt: skip
                said = facile.sign(source, arguments.id, asked, arguments.revu, report)
            case "sheet":
                out = places.default_folder(arguments.site, "--site")
                said = sheets.sheet(source, arguments.id, out, arguments.out, report)
            case "import":
                files, write = arguments.sheets, arguments.appliquer
                said = sheets.import_sheets(source, files, write, report)
            case "pictos":
                from ppun_access.commands.pictos import pictos

                said = pictos(source, arguments.id, arguments.mots, report)
            case _:
                said = facile.status(source, arguments.id, report)
    said = replace(said, text=console.from_folder(said.text, [source]))
    return _told(said, sources=[source])


def _speak(arguments: argparse.Namespace) -> ExitCode:
    from ppun_access.commands.loading import loading_engine
    from ppun_access.runtime.loading import gc_frozen

    engine = loading_engine(arguments.file, arguments.voice)
    with gc_frozen():
        from ppun_access.commands.speak import SpeakRequest, done_line, speak_file
        from ppun_access.report import exit_code

    request = SpeakRequest(
        arguments.file,
        Path(arguments.out),
        arguments.voice,
        Path(arguments.cues) if arguments.cues else None,
    )
    made = request.new_folders()
    with _Findings() as report, _progress(False) as progress:
        done = speak_file(
            request, report, lambda n, total: progress("Voix", n, total), engine
        )
    _say(done_line(request, done, made))
    return exit_code(report.findings)


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
    from ppun_access.commands.places import default_folder

    out = default_folder(arguments.out, "check")
    with _progress(arguments.json) as progress:
        checked = check_folder(out, progress, all_=arguments.all)
    _print(check_json(checked) if arguments.json else "\n".join(check_lines(checked)))
    return checked.exit_code


def _init(arguments: argparse.Namespace) -> ExitCode:
    from ppun_access.commands.init import (
        QUESTIONS,
        answers,
        create,
        next_steps,
        with_lines,
    )

    given = {name: getattr(arguments, name) for name in (*QUESTIONS, "programme")}
    asked = _ask if sys.stdin and sys.stdin.isatty() else None
    typed = given if asked else with_lines(given, sys.stdin or ())
    folder = Path(arguments.folder)
    _say(*next_steps(folder, create(folder, answers(typed, asked))))
    return ExitCode.DONE


def _ask(question: str, default: str) -> str:
    """Return what the person at the terminal types; the end of it is an interruption."""
    try:
        choice = f" [{default}]" if default else ""
        return input(console.printable(f"{question}{choice} : "))
    except EOFError:
        raise KeyboardInterrupt from None


def _cache(arguments: argparse.Namespace) -> ExitCode:
    from ppun_access.commands.cache import cache_lines

    _print("\n".join(cache_lines(arguments.action, arguments.taille, arguments.cache)))
    return ExitCode.DONE


def _doctor(arguments: argparse.Namespace) -> ExitCode:
    from ppun_access.commands.doctor import checks, exit_code, machine_report

    found = checks(Path.cwd())
    _print("\n".join((*map(str, found), "", *machine_report(found))))
    return exit_code(found)


def _aide(arguments: argparse.Namespace) -> ExitCode:
    from ppun_access.commands.aide import aide

    width = min(shutil.get_terminal_size((92, 24)).columns, 92)
    _print(aide(arguments.subject, width))
    return ExitCode.DONE


_IN_ORDER = frozenset({"build", "speak", "check"})
"""The commands that load by themselves: they begin with other processes, or last long."""
_COMMANDS: Mapping[str, Callable[[argparse.Namespace], ExitCode]] = {
    "build": _build,
    "show": _show,
    "score": _score,
    "simplify": _simplify,
    "audit": _audit,
    "facile": _facile,
    "speak": _speak,
    "voices": _voices,
    "check": _check,
    "init": _init,
    "serve": _serve,
    "watch": _watch,
    "atelier": _atelier,
    "cache": _cache,
    "doctor": _doctor,
    "aide": _aide,
}


class _Findings:
    """A report whose findings are printed at the end, whatever happens."""

    def __init__(self, sources: Sequence[Path] = ()) -> None:
        self._sources = sources

    def __enter__(self) -> Report:
        from ppun_access.report import Report

        self._report = Report()
        return self._report

    def __exit__(self, *error: object) -> None:
        _say(*map(str, self._report.findings), sources=self._sources)


# Output


def _told(
    outcome: Outcome, *, coloured: bool = False, sources: Sequence[Path] = ()
) -> ExitCode:
    """Print the result of a command, and tell what is beside it; return its exit code."""
    if outcome.text:
        _print(outcome.text, coloured=coloured)
    _say(*outcome.notes, sources=sources)
    return outcome.exit_code


def _print(text: str, *, coloured: bool = False) -> None:
    """Print a result; ``coloured``: see ``console.printable``."""
    obeying = {"GITHUB_ACTIONS", "TF_BUILD", "TEAMCITY_VERSION"}  # forges read results too
    commands = obeying.isdisjoint(os.environ)
    print(console.printable(text, coloured=coloured, commands=commands), flush=True)


def _say(*lines: str, sources: Sequence[Path] = ()) -> None:
    """Tell the user; work goes on when nobody listens any more.

    Commands to paste read the one folder of ``sources``.
    """
    if sys.stderr is None:
        return
    try:
        for line in lines:
            line = console.from_folder(line, sources)
            print(console.printable(line), file=sys.stderr, flush=True)
    except OSError:
        _silence(sys.stderr)


def _silence(stream: TextIO | None) -> None:
    """Discard the buffer of a broken stream, which Python would fail to flush at exit."""
    if stream is None:
        return
    with suppress(OSError, ValueError):  # a stream that is no file has no number
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _progress(quiet: bool) -> AbstractContextManager[Progress]:
    return shown(_say, quiet=quiet, terminal=bool(sys.stderr) and sys.stderr.isatty())


if __name__ == "__main__":
    run()
