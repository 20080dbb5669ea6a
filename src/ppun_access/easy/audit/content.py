"""Audit rules, RLS-5: numbers, dates, special characters, foreign words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ppun_access.document.model import Span
from ppun_access.document.walk import nodes, plain_text
from ppun_access.easy.audit.model import (
    Facts,
    Outcome,
    Passage,
    Rule,
    Verdict,
)
from ppun_access.easy.audit.numbers import arabic, large
from ppun_access.easy.audit.outcomes import (
    asked,
    conforming,
    failing,
    judged,
    node_finding,
    passage_finding,
    to_change,
)
from ppun_access.french.lexical.morphology import readings

_DATE = re.compile(
    r"(?<![\w/.-])\d{1,2}([/.-])\d{1,2}\1(?:\d{4}|\d\d)(?![\w/.-]\d)"
    r"|(?<![\w-])\d{4}-\d\d-\d\d(?!\d)|(?<![\w/])\d{1,2}\s/\s\d{1,2}\s/\s\d{4}(?!\d)"
)
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_YEARLESS = re.compile(
    rf"(?:(?<=\ble\s)|(?<=\bdu\s)|(?<=\bau\s)|(?<=di\s)|(?<=manche\s))"
    rf"{_DAY}/(?:0?[1-9]|1[0-2])(?![\w/]|[.,]\d|\s(?:d(?:[eu]s?\b|['’])|rue|"
    r"avenue|place|quai|boulevard))(?<!24/7)"
    rf"|(?<![\w/.,]){_DAY}/0[1-9](?![\w/]|[.,]\d)"
    r"|(?<![\w/.,])(?:0[1-9]|1[0-2])/(?:19|20)\d\d(?![\w/])",
    re.IGNORECASE,
)
"""« le 12/03 », « lundi 3/4 », « 03/2024 »; « 1/2 » and « le 1/4 des élèves » are parts."""
_SHORT_MONTH = re.compile(
    r"\b(?:\d{1,2}(?:er)?\s)(?:janv?|f[ée]vr?|mar(?=\.)|avr|juill?|jul|ao[uû](?!t)|"
    r"sept?|oct|nov|d[ée]c)\b\.?(?:\s\d{4})?",
    re.IGNORECASE,
)


def dates(facts: Facts) -> Outcome:
    """RLS-5.3.1."""
    found = [
        passage_finding(
            passage, match[0],
            f"La date « {match[0]} » est en abrégé.",
            "Écrivez le mois en lettres : « 12 mars 2024 ».",
        )
        for passage in facts.passages
        for pattern in (_DATE, _YEARLESS, _SHORT_MONTH)
        for match in pattern.finditer(passage.prose)
    ]  # fmt: skip
    return judged(found, "Les mois sont en toutes lettres.", to_change(found))


_SPECIAL = re.compile(
    r"[\\&<>§#*@^~|=+±×÷≤≥≈→←↔•¶©®™µ‰_{}$£¤¬¦]|(?<=\w)/(?=\w)|(?<=\s)/(?=\s)"
    r"|[\U0001F300-\U0001FAFF☀-➿]"
)
_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\b[\w-]+\.(?:fr|org|com|eu)(?:/\S*)?"
    r"|\bkm/h\b|\b\d+/\d+\b|\bC\+\+|\b24/24\b"
)


def special(facts: Facts) -> Outcome:
    """RLS-5.4.1: not in addresses, where they must be."""
    found = [
        passage_finding(
            passage, match[0],
            f"Le signe « {match[0]} » n’est pas connu de tous.",
            "Écrivez un mot à sa place : « et », « plus », « ou ».",
        )
        for passage in facts.passages
        for match in _SPECIAL.finditer(_ADDRESS.sub(" ", passage.prose))
    ]  # fmt: skip
    return judged(found, "Le texte n’a pas de signe spécial.", to_change(found))


_FOREIGN_TEXT = """
    benchmark brainstorming briefing business plan call center cloud coworking crowdfunding
    dashboard data deadline design thinking digital fab lab fablab feedback field flyer
    hackathon hotline kick-off lab leader leadership lobbying meeting mindset networking
    newsletter open data open source pitch planning process remote reporting scale
    screening smart city soft skills sourcing start-up startup storytelling streaming team
    think tank timing training turnover webinar workflow workshop
    cluster coach coaching e-learning freelance hub leasing low-cost mailing management
    manager marketing master-class masterclass nursing open-space packaging sponsor
    sponsoring staff team-building trader turn-over upgrade voucher
"""
_SEVERAL = (
    "business plan", "call center", "design thinking", "fab lab", "open data",
    "open source", "smart city", "soft skills", "think tank",
)  # fmt: skip
_KNOWN = frozenset({"planning", "leader", "streaming", "process", "scale", "field", "call"})
FOREIGN = (
    frozenset(_FOREIGN_TEXT.split())
    - {word for term in _SEVERAL for word in term.split()}
    - _KNOWN
) | {"data", "business", *_SEVERAL}
_FOREIGN = re.compile(
    rf"(?<![\w-])(?:{'|'.join(sorted(map(re.escape, FOREIGN), key=len, reverse=True))})s?"
    r"(?![\w-])",
    re.IGNORECASE,
)
_MAY_BE_KNOWN_TEXT = """
    body boss brunch burn-out buzz cash casting challenge chatbot check-list check-up
    corner deal dealer discount drive fake-news feeling fun geek goodies hacker
    happening job listing live look outsider people playlist podcast post-it replay rush
    self-service shopping show showroom software speech standing
"""
_MAY_BE_KNOWN = frozenset(_MAY_BE_KNOWN_TEXT.split())
"""English words of the dictionaries of French: who reads may know them or not."""
_LATIN = re.compile(
    r"\b(?:a priori|a posteriori|ad hoc|de facto|ex nihilo|in fine|ipso facto|prorata|"
    r"pro rata|sine die|sui generis|vice versa|in situ|a minima|de visu)\b",
    re.IGNORECASE,
)


def foreign(facts: Facts) -> Outcome:
    """RLS-5.5.1: words of a closed list, and those that the author marked as foreign."""
    found = [
        passage_finding(passage, text, f"« {text} » n’est pas français.", _FRENCH)
        for passage in facts.passages
        for text in _foreign(passage)
    ]
    marked = [
        node_finding(
            node, f"« {plain_text(node)} » est dans une autre langue. {_FRENCH}",
            found=plain_text(node),
        )
        for node in nodes(facts.document)
        if isinstance(node, Span) and node.lang[:2] not in ("", "fr")
    ]  # fmt: skip
    if found or marked:
        wrong = "Des mots étrangers ne sont pas connus de tous."
        return failing([*found, *marked], wrong)
    if unknown := _unknown(facts):
        told = ", ".join(f"« {word} », dans « {text} »" for word, text in unknown[:_ASKED])
        likely: Verdict = "C" if all(readings(word) for word, _ in unknown) else "NC"
        return asked(f"Tout le monde connaît-il {told} ?", likely)
    return conforming("Le texte n’a pas de mot étranger connu du programme.")


def _unknown(facts: Facts) -> list[tuple[str, str]]:
    """Return the words in small letters that few texts have, or from English, quoted."""
    found: dict[str, str] = {}
    for passage in facts.passages:
        text = _ADDRESS.sub(" ", passage.prose)
        hard = facts.measured(passage)
        rare = {*hard.hard_words, *hard.doubtful_words}
        for word in _SMALL_WORD.findall(text):
            if word in rare and not readings(word):
                found.setdefault(word, passage.text)
        for word in _LINKED_WORD.findall(text):
            if _MAY_BE_KNOWN & {word.lower(), word.lower().removesuffix("s")}:
                found.setdefault(word, passage.text)
    return list(found.items())


_ASKED = 3
"""How many words a question quotes."""


_LINKED_WORD = re.compile(r"(?<![\w-])[^\W\d_]+(?:-[^\W\d_]+)*")
"""« check-up » is one."""
_SMALL_WORD = re.compile(r"(?<![\w.’'-])[a-zà-ÿ]{3,}(?![\w.’'-])")
_FRENCH = "Écrivez un mot français, ou expliquez-le dans la ligne d’après."


def _foreign(passage: Passage) -> Iterator[str]:
    for pattern in (_FOREIGN, _LATIN):
        for found in pattern.finditer(_ADDRESS.sub(" ", passage.prose)):
            yield found[0]


CONTENT = (
    Rule(
        "RLS-5.1.1", "nombre-en-lettres", arabic,
        "Un nombre en chiffres se voit tout de suite. « Un » et « une » sont des articles, "
        "« première » est un rang : ils restent en lettres.",
        "Une commune a 3 écoles.\nLa première école est neuve.",
        "La commune a trois écoles depuis le XXe siècle.", textual=True,
    ),
    Rule(
        "RLS-5.2.1", "grand-nombre", large,
        "Un grand nombre ne dit rien si on ne peut pas se l’imaginer. Pour le "
        "RLS, un nombre est grand quand il dépasse 1 000. Les années, les numéros de "
        "téléphone, les codes postaux ne sont pas des quantités.",
        "En 2024, 97 communes sur 100 sont petites.\nAppelez le 03 81 61 61 61.",
        "97 % des communes ont moins de 3 500 habitants.", textual=True,
    ),
    Rule(
        "RLS-5.3.1", "date", dates,
        "« 03/04 » peut se lire de deux façons, « déc. » ne se lit pas à voix haute.",
        "Le service ouvre le 3 avril 2024.", "Le service ouvre le 03/04/2024.",
        textual=True,
    ),
    Rule(
        "RLS-5.4.1", "caractere-special", special,
        "Tout le monde ne connaît pas ces signes, et des voix ne les lisent pas. Les "
        "adresses de sites et de courriels sont à part.",
        "Écrivez à contact@exemple.fr.", "Les agents & les élus répondent §4.",
        textual=True,
    ),
    Rule(
        "RLS-5.5.1", "mot-etranger", foreign,
        "Un mot étranger ne se devine pas. Le programme a une liste de mots anglais et "
        "latins, et voit ce que la page dit être d’une autre langue. « Internet » ou "
        "« week-end » sont connus de tous. Le glossaire du RLS écarte « management », "
        "« coaching ». Pour « podcast » ou « job », une personne décide.",
        "Il y a une réunion ce week-end.", "Il y a un workshop et un briefing.",
        textual=True,
    ),
)  # fmt: skip
