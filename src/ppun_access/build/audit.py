"""Gather the facts that the rules of the audit judge: words, measures, look, reviews."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import islice, pairwise, takewhile

from ppun_access.build.rendered_facts import all_shown
from ppun_access.checks import CheckOptions, acronyms, check
from ppun_access.checks.capitals import capitals, in_capitals
from ppun_access.document.model import Document, Pos
from ppun_access.easy.audit.model import (
    PROFILES,
    Audit,
    AuditFinding,
    CheckFindings,
    Facts,
    Measures,
    Passage,
    Review,
    Verdict,
    grid,
)
from ppun_access.easy.audit.passages import passages
from ppun_access.easy.review.record import (
    LATE,
    json_or_none,
    record,
    to_come,
    without_readings,
    workshops,
)
from ppun_access.readability.document import score_parts
from ppun_access.readability.familiarity import HARD_FROM, rarity
from ppun_access.readability.sentence_counts import sentence_counts
from ppun_access.readers.lines import LineFinder
from ppun_access.report import Finding, Report
from ppun_access.settings.lexique_toml import Lexicon
from ppun_access.settings.ppun_toml import Settings

VALIDATED = "valide"
"""The state of a version that was read, signed and not changed since (``LABELS``)."""
_ANSWERS: Mapping[str, Verdict] = {"C": "C", "NC": "NC", "NA": "NA"}


def facts_of(
    document: Document,
    front: Mapping[str, str],
    settings: Settings,
    lexicon: Lexicon,
    report: Report,
    today: date = date.max,
) -> Facts:
    """Return the facts that the rules judge in a text; ``front`` is its front matter.

    A reading noted for a day after ``today`` does not count.
    """
    found = passages(document)
    following = tuple(two.text for one, two in pairwise(found) if not one.ends_line)
    rendered, paged = all_shown(document, settings, following)
    profile = PROFILES[settings.audit_profile]
    return Facts(
        document,
        found,
        profile=profile,
        measures={passage.text: measures_of(passage) for passage in found},
        difficulty=_difficulty(document),
        thresholds=settings.thresholds_of(profile.version),
        definitions=lexicon.definitions,
        noted=tuple(_noted(document, lexicon)),
        rendered=rendered,
        paged=paged,
        review=review_of(document, front, report, today),
    )


def measures_of(passage: Passage) -> Measures:
    """Count a passage; a rare word is hard when few readers may know it."""
    counts = sentence_counts(passage.text)
    shares = {word: rarity(word) for word in counts.rare_words}
    return Measures(
        counts.words,
        counts.clauses,
        tuple(word for word, share in shares.items() if share >= HARD_FROM),
        tuple(word for word, share in shares.items() if share < HARD_FROM),
    )


def _difficulty(document: Document) -> float | None:
    """Return the difficulty of the body or of the lists, the harder, as ``score`` does."""
    parts = score_parts(document)
    if not parts.body.words and not parts.lists.words:
        return None
    return max(parts.body.difficulty, parts.lists.difficulty)


def _noted(document: Document, lexicon: Lexicon) -> Iterator[CheckFindings]:
    """Yield the findings of the checks on acronyms and capitals, the title's too."""
    known = {**lexicon.pronunciations, **lexicon.acronyms}
    for shouted, _ in in_capitals(document.title, known):
        message = f"« {shouted} » est en capitales. Écrivez le titre en minuscules."
        yield CheckFindings("texte-en-capitales", message, document.title, None)
    options = CheckOptions(lexicon, easy=True)
    for finding in check(document, options, (acronyms, capitals)):
        line = finding.pos.line if finding.pos else None
        text = " ".join(finding.passage.split())
        yield CheckFindings(finding.code, finding.message, text, line)


def review_of(
    document: Document,
    front: Mapping[str, str],
    report: Report,
    today: date = date.max,
) -> Review:
    """Return what the front matter says of readings and answers.

    Each workshop counts once. Report an unknown test, an invalid answer, a reading that
    is still to come. A text that only such readings validate counts as not validated.
    """
    answers = json_or_none(front.get("reponses", ""))
    if front.get("reponses") and not isinstance(answers, dict):
        _tell("« reponses » doit donner un test et une réponse", document, report)
    known = {criterion.test for criterion in grid()}
    kept: dict[str, Verdict] = {}
    for test, answer in (answers if isinstance(answers, dict) else {}).items():
        if test in known and answer in _ANSWERS:
            kept[test] = _ANSWERS[answer]
        else:
            _tell(f"« {test}: {answer} » n’est pas une réponse connue", document, report)
    found = record(front)
    past = without_readings(found, to_come(found.readings, today))
    for code, message in past.faults:
        if code == LATE:
            _add(code, message, document, report)
    none_left = bool(found.readings) and not past.readings
    validated = document.meta.status == VALIDATED and not none_left
    return Review(len(workshops(past.readings)), validated, kept)


def _tell(told: str, document: Document, report: Report) -> None:
    message = f"{told}. Écrivez par exemple « reponses: {{RLS-6.1.1: C}} » : C, NC ou NA."
    _add("reponse-inconnue", message, document, report)


def _add(code: str, message: str, document: Document, report: Report) -> None:
    pos = Pos(document.meta.source, 1)
    report.add(Finding(code, message, pos, document.title))


# Where the sentences that an audit tells of stand: a document knows but paragraphs


def at_their_lines(audit: Audit, source: Callable[[str], str]) -> Audit:
    """Return ``audit`` with each finding at the line where its sentence begins.

    ``source`` returns the text of a page by its name, nothing of one that has no lines.
    """
    lines = cache(lambda file: source(file).split("\n"))

    @cache
    def finder(file: str, first: int) -> LineFinder:
        paragraph = takewhile(str.strip, islice(lines(file), first - 1, None))
        return LineFinder("\n".join(paragraph), first)

    def placed(finding: AuditFinding) -> AuditFinding:
        words, first = finding.sentence or finding.found, finding.line
        if not words or first is None:
            return finding
        return replace(finding, line=finder(finding.file, first).again().find(words))

    return replace(
        audit,
        results=tuple(
            replace(result, findings=tuple(map(placed, result.findings)))
            for result in audit.results
        ),
    )
