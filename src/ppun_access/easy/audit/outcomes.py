"""Make the outcomes of rules, and their findings, with short constructors."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ppun_access.document.model import Node
from ppun_access.easy.audit.model import (
    IN_PDF,
    VERDICTS,
    AuditFinding,
    Check,
    Facts,
    Outcome,
    Passage,
    Verdict,
)
from ppun_access.errors import briefly
from ppun_access.french.text.typography import counted, french_spacing

NO_PAGES = "Ce texte n’a pas de document à pages, comme un PDF."
NOT_RENDERED = "La mise en page de ce texte n’est pas connue."


def conforming(reason: str) -> Outcome:
    """Return « conforme »."""
    return Outcome("C", reason)


def not_applicable(reason: str) -> Outcome:
    """Return « non applicable »."""
    return Outcome("NA", reason)


def to_check(reason: str) -> Outcome:
    """Return « à vérifier par une personne »."""
    return Outcome("NT", reason)


def asked(question: str, likely: Verdict) -> Outcome:
    """Return « à vérifier », with the answer that the text makes likely."""
    told = f"Réponse probable : {likely} ({VERDICTS[likely]})."
    return to_check(f"{briefly(question)} {told}")


def failing(findings: Sequence[AuditFinding], reason: str) -> Outcome:
    """Return « non conforme », with why."""
    return Outcome("NC", reason, tuple(findings))


def judged(findings: Iterable[AuditFinding], fine: str, wrong: str) -> Outcome:
    """Return « non conforme » for any finding, else « conforme »."""
    found = tuple(findings)
    return failing(found, wrong) if found else conforming(fine)


def manual(question: str) -> Check:
    """Return a check of the look of a page, which only a person can make."""

    def check(facts: Facts) -> Outcome:
        return asked(f"Regardez « {facts.document.title} » : {question}", "C")

    return check


def wrong_as_whole(reason: str, advice: str) -> Outcome:
    """Return « non conforme » for a whole text, with why and what to do."""
    return failing((AuditFinding(f"{reason} {advice}"),), reason)


def passage_finding(
    passage: Passage, found: str, message: str, instead: str
) -> AuditFinding:
    """Return a finding on some words of a passage: the cause, then what to write."""
    told = f"{message} {instead}".strip()
    return AuditFinding(told, passage.text, passage.line, passage.file, found)


def node_finding(
    node: Node, message: str, sentence: str = "", found: str = ""
) -> AuditFinding:
    """Return a finding where a node stands, when its place is known."""
    line, file = (node.pos.line, node.pos.file) if node.pos else (None, "")
    return AuditFinding(message, sentence, line, file, found)


def display_findings(words: Iterable[str], message: str) -> tuple[AuditFinding, ...]:
    """Return a finding for each text that a page shows in the wrong way."""
    in_pdf = AuditFinding(f"Dans {IN_PDF}, {message[:1].lower()}{message[1:]}")
    return tuple(
        in_pdf if text == IN_PDF else AuditFinding(message, text, found=text)
        for text in words
    )


def to_change(found: Sequence[AuditFinding]) -> str:
    """Return « 3 passages sont à changer. »."""
    return f"{counted(len(found), 'passage est à changer', 'passages sont à changer')}."


# Typography


_TYPED = re.compile(r"(?<!\w)\w++: (?:\{[^{}]*\}|\[\{[^{}]*\}\])")
"""What is to be typed in a front matter: a no-break space before its colons breaks it."""
_HELD = "\ue000"
"""Of the private use area: no text has it."""


def printed(text: str) -> str:
    """Return a message with French no-break spaces, except in what is to be typed."""
    typed = iter(_TYPED.findall(text))
    spaced = french_spacing(_TYPED.sub(_HELD, text))
    return re.sub(_HELD, lambda held: next(typed, held[0]), spaced)
