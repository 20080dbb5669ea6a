"""Format the account of a build: what was made again and why, timings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ppun_access.build.context import Result
from ppun_access.build.ledger import COUNTED, Ledger, Stage, Unit
from ppun_access.build.preparation import PAGE
from ppun_access.commands.summary import summary
from ppun_access.errors import UsageError
from ppun_access.report import Finding, Severity
from ppun_access.writers.labels import format_label
from ppun_access.writers.units import NBSP, count, number

SHOWN = 20
"""How many lines of one kind are shown; ``build.json`` has them all."""


@dataclass(frozen=True, slots=True)
class ClosingOptions:
    """What to print at the end of a build.

    Raises UsageError for what contradicts itself.
    """

    quiet: bool = False
    verbose: bool = False
    explain: bool = False
    then: str = ""
    """What to type after a change, in French."""

    def __post_init__(self) -> None:
        if self.quiet and self.verbose:
            raise UsageError(
                "--quiet et --verbose se contredisent : l’une tait, l’autre dit tout.",
                next_step="Gardez l’une des deux options.",
            )


def closing_lines(
    result: Result, code: int, telling: ClosingOptions, seconds: float
) -> Iterator[str]:
    """Yield the lines that end a build of ``seconds`` that exits with ``code``."""
    if telling.quiet:
        yield from map(str, _failures(result, code))
    else:
        yield from summary(result, whole=telling.verbose, then=telling.then)
    yield from explanation(result) if telling.explain else ()
    yield from timings(result, seconds) if telling.verbose else ()


def _failures(result: Result, code: int) -> Iterator[Finding]:
    """Yield every error; warnings as well when the exit status is one of failure."""
    least = Severity.WARNING if code else Severity.ERROR
    for finding in sorted(result.findings, key=lambda finding: -finding.severity):
        if finding.severity >= least:
            yield finding


def explanation(result: Result) -> list[str]:
    """Return lines on what was made again and why, taken from the cache, and written."""
    ledger = result.ledger
    if ledger is None:
        return ["Rien n’a été refait : ni source, ni réglage, ni voix n’a changé."]
    return [*_causes(ledger), *_made(ledger), *_sentences(ledger), *_files(ledger)]


def _causes(ledger: Ledger) -> Iterator[str]:
    if not ledger.before.get("inputs"):
        yield "C’est la première construction dans ce dossier, ou son rapport a été effacé."
        return
    found = [f"  - {name} : {what}" for name, what in ledger.changes()]
    if found:
        yield "Ce qui a changé depuis la dernière construction :"
        yield from _some(found)
    else:
        yield "Rien n’a changé ; des fichiers publiés manquaient, ou un échec est retenté."


def _made(ledger: Ledger) -> Iterator[str]:
    """Yield what was made again, format by format."""
    every = [*ledger.taken, *(one.unit for one in ledger.remade)]
    for name in dict.fromkeys(unit.format for unit in every):
        again = [one for one in ledger.remade if one.unit.format == name]
        left = sum(unit.format == name for unit in ledger.taken)
        made, taken = count(len(again), "refait"), count(left, "repris", "repris")
        yield f"{_label(name)} : {made}, {taken}"
        yield from _some([f"  - {_name(o.unit)} : {', '.join(o.why)}" for o in again])


def _name(unit: Unit) -> str:
    easy = ", version simplifiée" if unit.version == "facile" else ""
    return f"« {unit.title} »{easy}"


def _label(name: str) -> str:
    known = {"audio": "Audio", PAGE: "Pages relues"}
    return known.get(name) or format_label(name).name


def _sentences(ledger: Ledger) -> Iterator[str]:
    tally = ledger.cache.tally
    if tally.made["speech"] or tally.taken["speech"]:
        again = count(tally.made["speech"], "dite", "dites")
        kept = count(tally.taken["speech"], "reprise", "reprises")
        yield f"Phrases des audios refaits : {again}, {kept}"
    if spoilt := sum(tally.spoilt.values()):
        yield f"Cache : {count(spoilt, 'fichier abîmé refait', 'fichiers abîmés refaits')}"


def _files(ledger: Ledger) -> Iterator[str]:
    written = len(ledger.written)
    yield f"Fichiers écrits : {written} sur {ledger.files}"
    yield from _some([f"  - {path}" for path in ledger.written])
    if ledger.removed:
        yield f"Fichiers retirés : {len(ledger.removed)}"
        yield from _some([f"  - {path}" for path in ledger.removed])


def _some(lines: list[str]) -> Iterator[str]:
    yield from lines[:SHOWN]
    if len(lines) > SHOWN:
        yield f"  - et {len(lines) - SHOWN} de plus"


def timings(result: Result, seconds: float) -> list[str]:
    """Return where the time went and what the cache gave; ``seconds`` is all of it."""
    ledger = result.ledger
    if ledger is None:
        return [f"Temps : {_seconds(seconds)} en tout, rien n’était à refaire."]
    lines = [f"Temps de chaque étape ({_seconds(seconds)} en tout) :"]
    lines.append(
        f"  {'':<14}{'temps':>12}{'part':>8}{'mémoire':>12}{'processus':>12}{_HEADS}"
    )
    for name, stage in ledger.stages.items():
        lines.append(f"  {name:<14}{_spent(stage, seconds)}")
    rest = Stage(max(0.0, seconds - sum(one.seconds for one in ledger.stages.values())))
    lines.append(f"  {'le reste':<14}{_spent(rest, seconds)}")
    lines.append(f"Cache : {'':<50}{_HEADS}")
    for name, found in ledger.as_json()["cache"].items():
        lines.append(f"  {name:<56}{_counts(found)}")
    return lines


_HEADS = "".join(f"{head:>9}" for head in ("repris", "faits", "abîmés"))


def _spent(stage: Stage, whole: float) -> str:
    """Return the line of a stage, without its name."""
    share = 100 * stage.seconds / whole if whole else 0
    memory, below = "–", "–"
    if stage.memory:
        memory = f"{stage.memory.program}{NBSP}Mo"
        below = f"{max(stage.memory.child, stage.memory.workers)}{NBSP}Mo"
    message = f"{_seconds(stage.seconds):>12}{share:>6.0f}{NBSP}%{memory:>12}{below:>12}"
    return message + _counts(stage.cache)


def _counts(found: Mapping[str, int]) -> str:
    return "".join(f"{found[key]:>9}" for key in COUNTED)


def _seconds(spent: float) -> str:
    return f"{number(spent, 1)}{NBSP}s"
