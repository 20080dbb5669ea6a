"""RLS-5: numbers, dates, special characters, foreign words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ppun_access.document.model import Span
from ppun_access.document.walk import nodes, plain_text
from ppun_access.easy.audit.model import AuditFinding, Facts, Outcome, Passage, Rule
from ppun_access.easy.audit.outcomes import (
    conforming,
    counted,
    failing,
    found_in,
    judged,
    to_check,
)
from ppun_access.french.morphology import is_finite, readings
from ppun_access.french.numerals import AMOUNT, OPAQUE, SPACES, whole

_UNITS = (
    "deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize"
)
_LETTERS = (
    rf"(?:{_UNITS.replace(' ', '|')}|vingts?|trente|quarante|cinquante|soixante|cents?|"
    r"mille)"
)
_IN_LETTERS = re.compile(
    rf"(?<![\w-])(?:{_LETTERS}(?:[\s-](?:et[\s-])?(?:{_LETTERS}|une?))*)(?![\w-])",
    re.IGNORECASE,
)
_COUNTS = re.compile(
    r"(?:^|\b(?:les|des|de|ces|mes|nos|vos|leurs|à|a|ont|et|ou|environ|dans|pour|après|avec|"
    r"entre|sur|par)\s)$",
    re.IGNORECASE,
)
"""What stands before « neuf » when it is no adjective."""
_ROMAN = re.compile(r"\b[IVXL]{2,}(?:e|ème|ᵉ)?\b|\b[VX]e\b")
_NOT_A_NUMBER = re.compile(
    r"(?:pour\s|de\s|mille\s|les\s|des\s|en\s|à\s|entre\s|tous\sles\s|toutes\sles\s)?"
    r"(?:cent pour cent|mille et une?|mille fois|deux[- ]roues|trois[- ]quarts|"
    r"quatre[- ]quatre|mille[- ]pattes|six[- ]cordes|en deux mots|quatre saisons)",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"«\s?([A-ZÀ-Ý][^«»]*)»")
"""Somebody's words or a title: a word between quotes has no capital."""
_QUOTED_WORD = re.compile(rf"\d[\d{SPACES}.,]*|[^\W\d_][\w’'-]*")
_LONGEST_TITLE = 6
_STREET = re.compile(
    r"\b(?:rue|avenue|boulevard|impasse|quai|faubourg|ruelle)\s"
    r"(?:des|du|de la|de)\s(?:[^\W\d_]+[\s-]?){1,2}",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"(?<![\w-])(?!(?:Les?|La|Une?|Des|Au|Du|Ces?|Chapitre|Partie|Titre|Tome|Livre|Annexe|Article|Section|Niveau)\s)"
    r"[A-ZÀ-Ý][\w’'-]+\s$"
)
"""A name before its numeral: « Louis XIV », « Toulouse II »."""


def arabic(facts: Facts) -> Outcome:
    """RLS-5.1.1: « un », « une » are articles, ranks are words, kings have numerals."""
    found = [
        found_in(
            "nombre-en-lettres", passage, text,
            f"Le nombre « {text} » n’est pas en chiffres.", "Écrivez-le en chiffres.",
        )
        for passage in facts.passages
        for text in _in_letters(passage.prose)
    ]  # fmt: skip
    return judged(found, "Les nombres sont en chiffres.", _count(found))


def _in_letters(text: str) -> Iterator[str]:
    plain = _without_titles(text)
    for named in (_NOT_A_NUMBER, _STREET):
        plain = named.sub(_hidden, plain)
    for found in numbers_in_letters(plain):
        if not _is_in_a_name(found, plain):
            yield found[0]
    for found in _ROMAN.finditer(plain):
        is_rank = not found[0].isupper()
        if is_rank or not _NAMED.search(plain[: found.start()]):
            yield found[0]


def numbers_in_letters(text: str) -> Iterator[re.Match[str]]:
    """Yield where numbers are in letters; a house that is « neuf » is none."""
    for found in _IN_LETTERS.finditer(text):
        if found[0].lower() != "neuf" or _COUNTS.search(text[: found.start()]):
            yield found


def _is_in_a_name(found: re.Match[str], text: str) -> bool:
    """Return whether a capital begins a number and the word after it: « Deux Frères »."""
    after = text[found.end() :].lstrip()
    return (
        bool(text[: found.start()].strip())
        and found[0][0].isupper()
        and after[:1].isupper()
    )


def _without_titles(text: str) -> str:
    """Return ``text`` where the titles between quotes are hidden, no sentence is."""
    return _QUOTED.sub(
        lambda found: _hidden(found) if _is_title(found[1]) else found[0], text
    )


def _is_title(quoted: str) -> bool:
    """Return whether words between quotes are few, and no sentence with its stop."""
    words = _QUOTED_WORD.findall(quoted)
    is_sentence = quoted.rstrip()[-1:] in ".!?…" and any(map(is_finite, words))
    return len(words) <= _LONGEST_TITLE and not is_sentence


def _hidden(found: re.Match[str]) -> str:
    return "~" * len(found[0])


_PERCENT = re.compile(
    rf"{AMOUNT}[{SPACES}]?[%‰]|[%‰]|\bpour[{SPACES}](?:cent|mille)\b|\bpourcentages?\b",
    re.IGNORECASE,
)
_LARGE_WORD = re.compile(
    rf"(?:{AMOUNT}[{SPACES}])?\b(?:millions?|milliards?|milliers)\b|"
    rf"{AMOUNT}[{SPACES}]?(?:k|M|Mds?|Mrds?)[{SPACES}]?(?:€|euros?\b|d['’]euros\b)",
    re.IGNORECASE,
)
_AMOUNT = re.compile(rf"(?<![\w.,/°-]){AMOUNT}(?![\w/:-]|[.,]\d)")
_YEAR = re.compile(r"(?:1[5-9]|20|21)\d\d\Z")
_OLD_YEAR = re.compile(r"1[0-4]\d\d\Z")
_YEAR_BEFORE = re.compile(
    r"\b(?:en|vers|depuis|dès|l['’]an|années?|janvier|février|mars|avril|mai|juin|juillet|"
    r"août|septembre|octobre|novembre|décembre)\s\Z",
    re.IGNORECASE,
)
_TOWN_AFTER = re.compile(rf"\A[{SPACES}]([A-ZÀ-Ý][\w’'-]*)")
_COUNTED_BEFORE = re.compile(
    rf"\b(?:les|des|aux|ces|nos|vos|leurs|environ|sur|de)[{SPACES}]\Z", re.IGNORECASE
)
"""« les 11500 Français », « plus de 11500 Bisontins »: no postcode stands so."""
_NUMBER_BEFORE = re.compile(
    rf"(?:[nN]°|numéros?|code|composez|appelez|téléphone|tél\.?|SMS au|article|loi|rue|"
    rf"chambre|bureau|salle|dossier)(?:[{SPACES}](?:le|au|:))?[{SPACES}]?:?[{SPACES}]?\Z",
    re.IGNORECASE,
)


_REFERENCE_BEFORE = re.compile(
    rf"\b(?:numéros?|codes?|références?|identifiants?)"
    rf"(?:[{SPACES}](?:postal|secret|(?:des?|du)[{SPACES}][^,;:.!?]{{2,30}}))?"
    rf"[{SPACES}](?:est|:)(?:[{SPACES}]le)?[{SPACES}]\Z",
    re.IGNORECASE,
)
"""« Le numéro de votre dossier est »."""
_TOWN_BEFORE = re.compile(rf"[A-ZÀ-Ý][\w’'-]+[{SPACES}]\(\Z")
_CALLED = re.compile(r"\b(?:le|au)\s\Z", re.IGNORECASE)
"""« le 3939 »: a number to call, when no noun follows."""


_COSTS_AFTER = re.compile(
    r"\s\((?:(?:n°|numéro|appel|service)\b|(?:coût|prix) d['’]un appel)"
)
"""« 3635 (appel gratuit) »: a number to call."""


def large(facts: Facts) -> Outcome:
    """RLS-5.2.1: the grid gives no threshold; 1,000 is a practice."""
    most = facts.profile.large_number
    found = [
        found_in("grand-nombre", passage, text, f"{why} « {text} ».", advice)
        for passage in facts.passages
        for text, why, advice in _large(passage.prose, most)
    ]
    return judged(
        found,
        f"Ni pourcentage, ni nombre de plus de {most} (le RLS n’a pas de seuil).",
        _count(found),
    )


def _large(text: str, most: int) -> Iterator[tuple[str, str, str]]:
    """Yield what is too much, in a text where what names a thing is hidden."""
    plain = _without_titles(re.sub(OPAQUE, _hidden, text))
    for found in _PERCENT.finditer(plain):
        advice = "Écrivez par exemple « presque tous », « la moitié », « 1 sur 10 »."
        yield found[0], "C’est un pourcentage :", advice
    for found in _LARGE_WORD.finditer(plain):
        yield found[0], "C’est un grand nombre :", "Écrivez « beaucoup », ou comparez."
    for found in _AMOUNT.finditer(plain):
        before, after = plain[: found.start()], plain[found.end() :]
        if _names_a_thing(found[0], before, after):
            continue
        value = float(whole(found[0].partition(",")[0]) or 0)
        if value > most and not re.match(rf"[{SPACES}]?[%‰]|\smilli", after):
            usage = f"(plus de {most}, un usage : le RLS n’a pas de seuil)"
            why = f"C’est un grand nombre {usage} :"
            yield found[0], why, "Écrivez « beaucoup », « peu », ou comparez."


def _names_a_thing(amount: str, before: str, after: str) -> bool:
    """Return whether a number is a year, a postcode, a telephone number, a reference."""
    if _YEAR.fullmatch(amount):
        return True
    between = _TOWN_BEFORE.search(before) and after.startswith(")")
    if len(amount) == 5 and (between or _is_before_town(before, after)):
        return True
    if _OLD_YEAR.fullmatch(amount) and _YEAR_BEFORE.search(before):
        return True
    if _CALLED.search(before) and not re.match(r"\s[^\W\d_]", after):
        return True
    if len(amount) == 4 and _COSTS_AFTER.match(after):
        return True
    named = _NUMBER_BEFORE.search(before) or _REFERENCE_BEFORE.search(before)
    return bool(named) or amount.startswith("0")


def _is_before_town(before: str, after: str) -> bool:
    """Return whether a number is a postcode: a town, and no inhabitants, follows it."""
    town = _TOWN_AFTER.match(after)
    if town is None or _COUNTED_BEFORE.search(before):
        return False
    kinds = {(one.pos, one.number != "s") for one in readings(town[1].lower())}
    many = ("ADJ", True) in kinds and any(pos == "NOM" for pos, _ in kinds)
    return not (many and town[1].endswith(("s", "x")))


_DATE = re.compile(
    r"(?<![\w/.-])\d{1,2}([/.-])\d{1,2}\1(?:\d{4}|\d\d)(?![\w/.-]\d)"
    r"|(?<![\w-])\d{4}-\d\d-\d\d(?!\d)"
)
_SHORT_MONTH = re.compile(
    r"\b(?:\d{1,2}(?:er)?\s)(?:janv|févr?|avr|juil|sept|oct|nov|déc)\b\.?(?:\s\d{4})?",
    re.IGNORECASE,
)


def dates(facts: Facts) -> Outcome:
    """RLS-5.3.1."""
    found = [
        found_in(
            "date", passage, match[0],
            f"La date « {match[0]} » est en abrégé.",
            "Écrivez le mois en lettres : « 12 mars 2024 ».",
        )
        for passage in facts.passages
        for pattern in (_DATE, _SHORT_MONTH)
        for match in pattern.finditer(passage.prose)
    ]  # fmt: skip
    return judged(found, "Les mois sont en toutes lettres.", _count(found))


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
        found_in(
            "caractere-special", passage, match[0],
            f"Le signe « {match[0]} » n’est pas connu de tous.",
            "Écrivez un mot à sa place : « et », « plus », « ou ».",
        )
        for passage in facts.passages
        for match in _SPECIAL.finditer(_ADDRESS.sub(" ", passage.prose))
    ]  # fmt: skip
    return judged(found, "Le texte n’a pas de signe spécial.", _count(found))


_FOREIGN_TEXT = """
    benchmark brainstorming briefing business plan call center cloud coworking crowdfunding
    dashboard data deadline design thinking digital fab lab fablab feedback field flyer
    hackathon hotline kick-off lab leader leadership lobbying meeting mindset networking
    newsletter open data open source pitch planning process remote reporting scale
    screening smart city soft skills sourcing start-up startup storytelling streaming team
    think tank timing training turnover webinar workflow workshop
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
_LATIN = re.compile(
    r"\b(?:a priori|a posteriori|ad hoc|de facto|ex nihilo|in fine|ipso facto|prorata|"
    r"pro rata|sine die|sui generis|vice versa|in situ|a minima|de visu)\b",
    re.IGNORECASE,
)


def foreign(facts: Facts) -> Outcome:
    """RLS-5.5.1: words of a closed list, and those that the author marked as foreign."""
    found = [
        found_in("mot-etranger", passage, text, f"« {text} » n’est pas français.", _FRENCH)
        for passage in facts.passages
        for text in _foreign(passage)
    ]
    marked = [
        AuditFinding(
            "mot-etranger",
            f"« {plain_text(node)} » est dans une autre langue. {_FRENCH}",
            line=node.pos.line if node.pos else None,
            file=node.pos.file if node.pos else "",
            found=plain_text(node),
        )
        for node in nodes(facts.document)
        if isinstance(node, Span) and node.lang[:2] not in ("", "fr")
    ]
    if found or marked:
        wrong = "Des mots étrangers ne sont pas connus de tous."
        return failing([*found, *marked], wrong)
    if unknown := _unknown(facts):
        return to_check(f"Ces mots sont-ils connus de tous : {', '.join(unknown[:8])} ?")
    return conforming("Le texte n’a pas de mot étranger connu du programme.")


def _unknown(facts: Facts) -> list[str]:
    """Return the words in small letters that no table of French holds."""
    texts = (_ADDRESS.sub(" ", passage.prose) for passage in facts.passages)
    found = (word for text in texts for word in _SMALL_WORD.findall(text))
    return [word for word in dict.fromkeys(found) if not readings(word)]


_SMALL_WORD = re.compile(r"(?<![\w.’'-])[a-zà-ÿ]{3,}(?![\w.’'-])")
_FRENCH = "Écrivez un mot français, ou expliquez-le."


def _foreign(passage: Passage) -> Iterator[str]:
    for pattern in (_FOREIGN, _LATIN):
        for found in pattern.finditer(_ADDRESS.sub(" ", passage.prose)):
            yield found[0]


def _count(found: list[AuditFinding]) -> str:
    return f"{counted(len(found), 'passage est à changer', 'passages sont à changer')}."


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
        "Un grand nombre ne dit rien si on ne peut pas se l’imaginer. Le RLS n’a pas de "
        "seuil : plus de 1 000 est un usage. Les années, les numéros de téléphone, les "
        "codes postaux ne sont pas des quantités.",
        "En 2024, 97 communes sur 100 sont petites.\nAppelez le 03 81 61 61 61.",
        "97 % des communes ont moins de 3 500 habitants.", textual=True,
    ),
    Rule(
        "RLS-5.3.1", "date", dates,
        "« 03/04 » peut se lire de deux façons.",
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
        "« week-end » sont connus de tous.",
        "Il y a une réunion ce week-end.", "Il y a un workshop et un briefing.",
        textual=True,
    ),
)  # fmt: skip
