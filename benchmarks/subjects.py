"""What can be measured, beside what, and the page that is made of the figures.

``docs/performance.json`` holds every sample of the last measure that was kept, and the
tables of ``docs/performance.md`` are written from it: no figure by hand.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from benchmarks.machine import QUIET
from benchmarks.measure import Figure, Missing, Outcome, Plan, number

PAGE, SOURCE = Path("docs/performance.md"), Path("docs/performance.json")
BEGIN, END = "<!-- tables: make bench -->", "<!-- end of tables -->"
Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Subject:
    """A module whose ``function`` measures it; its minutes on two quiet cores."""

    name: str
    module: str
    title: str
    beside: str
    """The peer, or the aim and the page of docs/ where it stands."""
    minutes: float
    long: bool = False
    """Whether it is measured only when it is asked for by name, or with --tout."""
    function: str = "figures"
    changed: str = ""
    """What changed in the measure, where an aim that is reached was not before."""

    def figures(self, plan: Plan) -> Iterator[Outcome]:
        """Yield what is measured, as it is measured."""
        module = import_module(f"benchmarks.{self.module}")
        yield from getattr(module, self.function)(plan)

    def __str__(self) -> str:
        mark = " (long)" if self.long else ""
        told = f"{self.title}{mark} ; à côté de : {self.beside}"
        return f"{self.name:<16} {self.minutes:>3.0f} min  {told}"


SUBJECTS = (
    Subject(
        "espace", "beside_pandoc", "Un espace GitBook de 120 pages en trois formats",
        "pandoc, qui doit prendre plus de temps", 6,
    ),
    Subject(
        "lisibilite", "scoring", "Compter et noter des textes nouveaux",
        "textstat, qui doit prendre deux fois plus de temps", 3,
    ),
    Subject(
        "phrases", "sentences", "Couper en phrases, vite et juste",
        "pysbd ; F1 d’au moins 98,5 % (docs/readability.md)", 1,
    ),
    Subject(
        "voix", "voices", "Dire un texte avec Kokoro, cache vide",
        "kokoro-onnx, qui doit prendre 2,4 fois plus de temps ; premier son en 1,5 s", 8,
    ),
    Subject(
        "ecouter", "hearing", "Écouter une phrase dans l’atelier, jamais dite",
        "une seconde et demie (docs/speech.md)", 1,
    ),
    Subject(
        "atelier", "writing", "Écrire dans l’atelier, une page de 300 passages",
        "100 ms par touche ; l’aide une seconde après la pause (docs/atelier.md)", 1,
    ),
    Subject(
        "prononciation", "pronunciation", "Dire les mots de Lexique et les noms de lieux",
        "espeak-ng seul (docs/speech.md)", 2,
    ),
    Subject(
        "mots", "word_onsets", "Éclairer les mots quand Kokoro les dit",
        "le changement du son, à 10 ms près (docs/speech.md)", 2,
    ),
    Subject(
        "programme", "building", "Publier content/ quand rien n’a changé",
        "une seconde (docs/pipeline.md)", 2, function="unchanged",
    ),
    Subject(
        "changements", "building", "Voir dans « watch » la page que l’on enregistre",
        "deux secondes (docs/publishing.md)", 1, function="watched",
    ),
    Subject(
        "pages", "building", "Publier 400 pages",
        "un seul cœur, 1,8 fois ; trois secondes sans changement (docs/scaling.md)", 5,
        function="many_pages",
    ),
    Subject(
        "facile", "drafting", "Brouillons faciles à lire",
        "60 phrases par seconde ; 3 s par page ; un quart d’un build "
        "(docs/performance.md)", 9,
    ),
    Subject(
        "modele", "small_model", "Un petit modèle qui récrit, et ce qui en est refusé",
        "rien : la part refusée est le chiffre (docs/model.md)", 10, True,
    ),
    Subject(
        "verification", "building", "Vérifier content/ avec tous les vérificateurs",
        "trois minutes (docs/check.md)", 4, function="checked",
    ),
    Subject(
        "lighthouse", "lighthouse", "Les notes de Lighthouse pour quatre sortes de pages",
        "100 pour chacune (docs/site.md)", 6,
    ),
    Subject(
        "intelligibilite", "intelligibility", "Ce que whisper comprend de Kokoro",
        "le modèle d’origine, 1,5 point d’erreurs de plus (docs/speech.md)", 25, True,
        changed="The measure changed on 2026-12-01: whisper writes times, so that it no "
        "longer leaves out ends, and where it writes spaces is no error; by sound, vowels "
        "that French does not tell apart are alike. By the measure before, « Éditoriaux, "
        "mots mal compris, modèle publié » was 8.2 %, and 7 % was not reached "
        "([both measures](speech.md)).",
    ),
    Subject(
        "enregistrements", "alignment", "Caler des enregistrements sur leur texte",
        "95 % des débuts de phrases à 300 ms près (docs/speech.md)", 8, True,
    ),
)  # fmt: skip
"""In the order in which they are measured and shown."""
BY_NAME = {subject.name: subject for subject in SUBJECTS}


# --- The page -----------------------------------------------------------------------


def load(path: Path) -> dict[str, Record]:
    """Return what was kept, by subject."""
    found: dict[str, Record] = json.loads(path.read_text("utf-8"))
    return found


def keep(subject: Subject, outcomes: Iterable[Outcome], around: Record) -> None:
    """Put what was measured of a subject in the place of what was kept of it."""
    found = list(outcomes)
    kept = load(SOURCE)
    kept[subject.name] = {
        **around,
        "figures": [asdict(one) for one in found if isinstance(one, Figure)],
        "missing": [asdict(one) for one in found if isinstance(one, Missing)],
    }
    SOURCE.write_text(written(kept), "utf-8")
    PAGE.write_text(with_tables(PAGE.read_text("utf-8"), kept), "utf-8")


def written(kept: Mapping[str, Record]) -> str:
    """Return the JSON of what is kept, one line a figure."""
    made = {
        name: {key: _lines(value) for key, value in one.items()}
        for name, one in kept.items()
    }
    subjects = (
        f'"{name}": {{\n'
        + ",\n".join(f' "{key}": {value}' for key, value in one.items())
        + "\n}"
        for name, one in made.items()
    )
    return "{\n" + ",\n".join(subjects) + "\n}\n"


def _lines(value: object) -> str:
    if not isinstance(value, list) or not value:
        return json.dumps(value, ensure_ascii=False)
    lines = (f"  {json.dumps(one, ensure_ascii=False)}" for one in value)
    return "[\n" + ",\n".join(lines) + "\n ]"


def with_tables(page: str, kept: Mapping[str, Record]) -> str:
    """Return the page with its tables made of what is kept; ValueError without marks."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{PAGE} : il manque les marques des tableaux.")
    return f"{before}{BEGIN}\n\n{tables(kept)}\n{END}{after}"


def tables(kept: Mapping[str, Record]) -> str:
    """Return the tables of what was measured, in the order of ``SUBJECTS``."""
    measured = [one for one in SUBJECTS if one.name in kept]
    return "\n".join(line for one in measured for line in _section(one, kept[one.name]))


def _section(subject: Subject, one: Record) -> Iterator[str]:
    yield f"### {subject.title} (`{subject.name}`)\n"
    yield f"Beside: {subject.beside}. {_origin(one)}\n"
    if subject.changed:
        yield f"{subject.changed}\n"
    yield "| | median | quartiles | runs | wanted |\n|---|---|---|---|---|"
    for figure in one["figures"]:
        yield _row(Figure(**{**figure, "samples": tuple(figure["samples"])}))
    for gone in one["missing"]:
        yield f"| {gone['name']} | not measured: {gone['reason']} | | | |"
    yield ""


def _origin(one: Record) -> str:
    machine: Mapping[str, Any] = one["machine"]
    told = (
        f"{one['date'][:10]}, commit `{one['commit']}`; {machine['processor']}, "
        f"{machine['cores']} cores, {machine['memory_gb']} GB, {machine['system']}, "
        f"Python {machine['python']}"
    )
    others = one.get("others")
    if others is None or others <= QUIET:
        return f"{told}."
    return f"{told}. **The machine was shared: other programs took {others:.1f} cores.**"


def _row(one: Figure) -> str:
    spread = " to ".join(map(number, one.spread)) if one.spread else ""
    wanted = ""
    if one.goal is not None:
        wanted = f"{number(one.goal)}: {'reached' if one.passed else '**not reached**'}"
    middle = f"{number(one.middle)} {one.unit}"
    return f"| {one.name} | {middle} | {spread} | {len(one.samples)} | {wanted} |"
