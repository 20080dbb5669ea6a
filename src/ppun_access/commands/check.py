"""``check``: verify a published folder, and list what is left to improve."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from ppun_access.build.context import report_folder
from ppun_access.build.editors_report import (
    finding_as_json,
    read_findings,
    read_silenced,
)
from ppun_access.build.whole_site import NO_CONTACT
from ppun_access.commands.summary import silenced_line
from ppun_access.errors import ExitCode
from ppun_access.inspect.external import (
    EXTERNAL,
    External,
    Outcome,
    outcome_of,
    run_checkers,
)
from ppun_access.inspect.published_folder import inspect
from ppun_access.report import Finding, Severity, exit_code, how_to_silence
from ppun_access.runtime.progress import Progress, no_progress
from ppun_access.settings.ppun_toml import find_settings, load_settings
from ppun_access.site.report.decisions import decisions
from ppun_access.writers.units import count, lower_first

SHOWN = 5
"""How many findings of one code are shown; the report and ``--json`` have them all."""


@dataclass(frozen=True, slots=True)
class CheckOutcome:
    """The result of ``check``; ``fatal`` holds the codes that the settings forbid."""

    out: Path
    files: int
    faults: tuple[Finding, ...]
    findings: tuple[Finding, ...]
    silenced: int
    fatal: frozenset[str] = frozenset()
    checkers: tuple[Outcome, ...] = ()
    all: bool = False
    """Every checker was asked for: one that is missing is an error."""

    @property
    def forbidden(self) -> tuple[Finding, ...]:
        """The findings whose code is fatal."""
        return tuple(f for f in (*self.faults, *self.findings) if f.code in self.fatal)

    @property
    def exit_code(self) -> ExitCode:
        """FATAL_FINDINGS when the folder is damaged or a finding is forbidden.

        Else MISSING_TOOL when every checker was asked for and one is missing.
        """
        unknown = bool(self.fatal) and any(f.code == "rapport-absent" for f in self.faults)
        bad = exit_code(self.faults) or unknown or self.forbidden
        if bad:
            return ExitCode.FATAL_FINDINGS
        lacking = self.all and any(c.state == "absent" for c in self.checkers)
        return ExitCode.MISSING_TOOL if lacking else ExitCode.DONE


def check_folder(
    out: Path,
    on_progress: Progress = no_progress,
    *,
    all_: bool = False,
    external: Sequence[External] | None = None,
) -> CheckOutcome:
    """Verify a published folder, and read the findings of its last build.

    Every checker that is installed looks at every file; ``all_``: none may be missing.
    Raises InputError when there is no such folder, UsageError for wrong settings.
    """
    inspection = inspect(out)
    folder = report_folder(out)
    findings = read_findings(folder)
    others, found = run_checkers(
        out, inspection.paths, on_progress,
        checkers=EXTERNAL if external is None else external,
        unsound=inspection.unsound,
    )  # fmt: skip
    faults = (*inspection.faults, *found)
    if findings is None:
        message = (
            f"Le rapport n’est pas dans {folder.name} : les constats pour les rédacteurs "
            "ne sont pas connus. Relancez « ppun-access build »."
        )
        faults = (*faults, Finding("rapport-absent", message))
    settings = load_settings(find_settings(Path.cwd()) or find_settings(out))
    return CheckOutcome(
        out, inspection.files, faults, findings or (), len(read_silenced(folder)),
        frozenset(settings.fatal), (*map(outcome_of, inspection.ran), *others), all_,
    )  # fmt: skip


def check_json(checked: CheckOutcome) -> str:
    """Return the findings as stable JSON."""
    values = {
        "out": checked.out.as_posix(),
        "ok": checked.exit_code is ExitCode.DONE,
        "files": checked.files,
        "faults": [finding_as_json(finding) for finding in checked.faults],
        "findings": [finding_as_json(finding) for finding in checked.findings],
        "silenced": checked.silenced,
        "fatal": sorted(checked.fatal),
        "checkers": [asdict(checker) for checker in checked.checkers],
    }
    return json.dumps(values, ensure_ascii=False, indent=1)


def check_lines(checked: CheckOutcome) -> list[str]:
    """Return the findings as lines for a person."""
    lines = [*_state(checked), *checkers_table(checked.checkers)]
    lines += _for_authors(checked.findings)
    lines += silenced_line(checked.silenced)
    if checked.forbidden:
        counts = (f"{c} ({len(fs)})" for c, fs in _by_code(checked.forbidden).items())
        lines.append(f"Bloquant d’après ppun.toml : {', '.join(counts)}")
    return lines


def _state(checked: CheckOutcome) -> Iterator[str]:
    looked = count(checked.files, "fichier vérifié", "fichiers vérifiés")
    if not checked.faults:
        yield f"{checked.out} : {looked}, tout est en ordre."
        return
    yield f"{checked.out} : {looked}. À réparer ({len(checked.faults)}) :"
    yield from (f"  - {fault}" for fault in checked.faults)
    if any(f.severity is Severity.ERROR for f in checked.faults):
        yield "  → Relancez « ppun-access build » : ce qui manque est refait."


_STATES = {
    "execute": "exécuté",
    "absent": "absent",
    "en-panne": "en panne",
    "sans-objet": "rien à vérifier",
}


def checkers_table(checkers: Sequence[Outcome]) -> list[str]:
    """Return what each checker did, one a line, then what was not run."""
    width = max((len(checker.name) for checker in checkers), default=0)
    head = f"{'Vérificateur':{width}}  fichiers  fautes  état"
    lines = [head, *(_row(checker, width) for checker in checkers)] if checkers else []
    lacking = [checker.name for checker in checkers if checker.state == "absent"]
    if lacking:
        names = ", ".join(lacking)
        absent = count(len(lacking), "vérificateur absent", "vérificateurs absents")
        lines.append(f"{absent} : {names}.")
    return lines


def _row(checker: Outcome, width: int) -> str:
    ran = checker.state in ("execute", "en-panne")
    faults = str(checker.faults) if ran else "–"
    state = _STATES[checker.state]
    if checker.state == "absent":
        state = f"{state} : {lower_first(checker.advice)}"
    return f"{checker.name:{width}}  {checker.files:8}  {faults:>6}  {state}"


def _for_authors(findings: Sequence[Finding]) -> Iterator[str]:
    if not findings:
        yield "Rien à signaler aux rédacteurs."
        return
    yield f"Pour les rédacteurs ({len(findings)}) :"
    for code, group in _by_code(findings).items():
        yield f"{code} : {len(group)}"
        lines = [*_lines(group)]
        yield from lines[:SHOWN]
        if len(lines) > SHOWN:
            yield f"  … et {count(len(lines) - SHOWN, 'autre')} dans le rapport"
    if told := how_to_silence(findings):
        yield told


def _lines(group: Iterable[Finding]) -> Iterator[str]:
    """Yield a line a decision where findings have a subject, else a line a finding."""
    for one in decisions(group):
        line = f" ({one.line})" if one.line else ""
        told = [f"{one.title}{line}"] if one.subject else map(str, one.findings)
        yield from (f"  - {words}" for words in told)


def _rank(group: Sequence[Finding]) -> tuple[bool, int, int, str]:
    code = group[0].code
    return code != NO_CONTACT, -group[0].severity, -len(group), code


def _by_code(findings: Sequence[Finding]) -> Mapping[str, list[Finding]]:
    """Return the findings by code: whom to ask, then the gravest and most frequent."""
    groups: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        groups[finding.code].append(finding)
    first = sorted(groups.values(), key=_rank)
    return {group[0].code: group for group in first}
