"""Audit rules, RLS-5.1 and 5.2: numbers in digits, and none that is hard to imagine."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ppun_access.easy.audit.model import Facts, Outcome
from ppun_access.easy.audit.outcomes import judged, passage_finding, to_change
from ppun_access.french.lexical.morphology import is_finite, readings
from ppun_access.french.text.numerals import AMOUNT, OPAQUE, SPACES, whole

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
    r"(?:cent pour cent|mille et une?|(?:cent|mille) fois|deux[- ]roues|trois[- ]quarts|"
    r"quatre[- ]quatre|mille[- ]pattes|six[- ]cordes|en deux mots|quatre saisons)",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"«\s?([A-ZÀ-Ý][^«»]*)»")
"""Somebody's words or a title: a word between quotes has no capital."""
_QUOTED_WORD = re.compile(rf"\d[\d{SPACES}.,]*|[^\W\d_][\w’'-]*")
_LONGEST_TITLE = 6
_NEAR = 120
"""Characters of a sentence in which a number is judged by what stands beside it."""
_STREET = re.compile(
    r"\b(?:rue|avenue|boulevard|impasse|quai|faubourg|ruelle)\s"
    r"(?:des|du|de la|de)\s(?:[^\W\d_]+[\s-]?){1,2}",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"(?<![\w-])(?!(?:Les?|La|Une?|Des|Au|Du|Ces?|Chapitre|Partie|Titre|Tome|Livre|Annexe|Article|Section|Niveau)\s)"
    r"[A-ZÀ-Ý][\w’'-]++\s$"
)
"""A name before its numeral: « Louis XIV », « Toulouse II »."""


def arabic(facts: Facts) -> Outcome:
    """RLS-5.1.1: « un », « une » are articles, ranks are words, kings have numerals."""
    found = [
        passage_finding(
            passage, text,
            f"Le nombre « {text} » n’est pas en chiffres.", "Écrivez-le en chiffres.",
        )
        for passage in facts.passages
        for text in _in_letters(passage.prose)
    ]  # fmt: skip
    return judged(found, "Les nombres sont en chiffres.", to_change(found))


def _in_letters(text: str) -> Iterator[str]:
    plain = _without_titles(text)
    for named in (_NOT_A_NUMBER, _STREET):
        plain = named.sub(_hidden, plain)
    for found in numbers_in_letters(plain):
        if not _is_in_a_name(found, plain):
            yield found[0]
    for found in _ROMAN.finditer(plain):
        is_rank = not found[0].isupper()
        if is_rank or not _NAMED.search(_before(found)):
            yield found[0]


def numbers_in_letters(text: str) -> Iterator[re.Match[str]]:
    """Yield where numbers are in letters; a house that is « neuf » is none."""
    for found in _IN_LETTERS.finditer(text):
        if found[0].lower() != "neuf" or _COUNTS.search(_before(found)):
            yield found


def _before(found: re.Match[str]) -> str:
    return str(found.string[max(0, found.start() - _NEAR) : found.start()])


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
_UNIT_AFTER = re.compile(
    rf"\A[{SPACES}]?(?:€|(?:m|km|kg|ha)[²³]?(?![\w’'])|(?:euros?|habitant(?:e?s)|personnes|"
    r"gens|français(?:es)?|ans|kilomètres|mètres|kilos|litres|tonnes|hectares|watts|places|"
    r"logements)\b)",
    re.IGNORECASE,
)
"""« 2000 euros », « 1900 km »: what no year stands before."""
_WORD_BEFORE = re.compile(rf"([^\W\d_]++)[’']?[{SPACES}]?\Z")
_WORD_AFTER = re.compile(rf"\A[{SPACES}]([a-zà-ÿœæ]+)(?![\w’'-])")
_TOWN_AFTER = re.compile(rf"\A[{SPACES}]([A-ZÀ-Ý][\w’'-]*)")
_COUNTED_BEFORE = re.compile(
    rf"\b(?:les|des|aux|ces|nos|vos|leurs|environ|sur|de)[{SPACES}]\Z", re.IGNORECASE
)
"""« les 11500 Français », « plus de 11500 Bisontins »: no postcode stands so."""
_NUMBER_BEFORE = re.compile(
    rf"(?:[nN]°|numéros?|code|composez|appelez|téléphone|tél\.?|SMS au|article|loi|rue|"
    rf"chambre|bureau|salle|dossier|TSA|CS|BP|cedex)(?:[{SPACES}](?:le|au|:))?[{SPACES}]?:?[{SPACES}]?\Z",
    re.IGNORECASE,
)


_REFERENCE_BEFORE = re.compile(
    rf"\b(?:numéros?|codes?|références?|identifiants?)"
    rf"(?:[{SPACES}](?:postal|secret|(?:(?:des?|du)[{SPACES}]|d['’])[^,;:.!?]{{2,30}}))?"
    rf"[{SPACES}](?:est|:)(?:[{SPACES}]le)?[{SPACES}]\Z",
    re.IGNORECASE,
)
"""« Le numéro de votre dossier est »."""
_TOWN_BEFORE = re.compile(rf"[A-ZÀ-Ý][\w’'-]++[{SPACES}]\(\Z")
_IN_TOWN = re.compile(rf"[A-ZÀ-Ý][\w’'-]++,?[{SPACES}]\Z")
"""« mairie, Dijon 21000 »."""
_CALLED = re.compile(r"\b(?:le|au)\s\Z", re.IGNORECASE)
"""« le 3939 »: a number to call, when no noun follows."""


_COSTS_AFTER = re.compile(
    r"\s\((?:(?:n°|numéro|appel|service)\b|(?:coût|prix) d['’]un appel)"
)
"""« 3635 (appel gratuit) »: a number to call."""


_STREET_AFTER = re.compile(
    rf",?[{SPACES}](?:(?:bis|ter)[{SPACES}])?(?:rue|route|avenue|boulevard|chemin|place|impasse|"
    r"allée|quai|cours|square|voie|sentier|lieu-dit)\b",
    re.IGNORECASE,
)


def large(facts: Facts) -> Outcome:
    """RLS-5.2.1: the glossary calls a number large when it is over a thousand."""
    most = facts.profile.large_number
    found = [
        passage_finding(passage, text, f"{why} « {text} ».", advice)
        for passage in facts.passages
        for text, why, advice in _large(passage.prose, most)
    ]
    return judged(
        found,
        f"Ni pourcentage, ni nombre de plus de {_written(most)}.",
        to_change(found),
    )


_KEPT = (
    "Gardez-le s’il sert au lecteur (un prix, une somme), et comparez ; sinon écrivez "
    "« beaucoup » ou « peu »."
)


def _large(text: str, most: int) -> Iterator[tuple[str, str, str]]:
    """Yield what is too much, in a text where what names a thing is hidden."""
    plain = _without_titles(re.sub(OPAQUE, _hidden, text))
    for found in _PERCENT.finditer(plain):
        advice = "Dites-le autrement, sans le perdre : « la moitié », « 1 sur 10 »."
        yield found[0], "C’est un pourcentage :", advice
    for found in _LARGE_WORD.finditer(plain):
        yield found[0], "C’est un grand nombre :", _KEPT
    for found in _AMOUNT.finditer(plain):
        before, after = _before(found), plain[found.end() : found.end() + _NEAR]
        if _names_a_thing(found[0], before, after):
            continue
        value = float(whole(found[0].partition(",")[0]) or 0)
        if value > most and not re.match(rf"[{SPACES}]?[%‰]|\smilli", after):
            why = f"C’est un grand nombre (plus de {_written(most)}) :"
            yield found[0], why, _KEPT


def _written(number: int) -> str:
    return f"{number:,}".replace(",", "\u202f")


def _names_a_thing(amount: str, before: str, after: str) -> bool:
    """Return whether a number is a year, a postcode, a telephone number, a reference."""
    if _YEAR.fullmatch(amount):
        return not _is_counting(before, after)
    between = _TOWN_BEFORE.search(before) and after.startswith(")")
    ends = _IN_TOWN.search(before) and re.match(r"[.,;]?\s*\Z", after)
    if len(amount) == 5 and (between or ends or _is_before_town(before, after)):
        return True
    if _OLD_YEAR.fullmatch(amount) and _YEAR_BEFORE.search(before):
        return True
    if _CALLED.search(before) and not re.match(r"\s[^\W\d_]", after):
        return True
    if _STREET_AFTER.match(after):
        return True
    if len(amount) == 4 and _COSTS_AFTER.match(after):
        return True
    named = _NUMBER_BEFORE.search(before) or _REFERENCE_BEFORE.search(before)
    return bool(named) or amount.startswith("0")


def _is_counting(before: str, after: str) -> bool:
    """Return whether a number that may be a year counts: « a 2000 arbres », « 1900 € ».

    « en 2024 », « le budget 2024 » come before any word.
    """
    if _UNIT_AFTER.match(after):
        return True
    word, noun = _WORD_AFTER.match(after), _WORD_BEFORE.search(before)
    if word is None or _YEAR_BEFORE.search(before):
        return False
    if noun and _is_noun_first(noun[1]):
        return False
    return _is_noun_first(word[1], number="p")


def _is_noun_first(word: str, number: str = "") -> bool:
    """Return whether ``word`` is a noun above all else."""
    first = next(iter(readings(word.lower())), None)
    return first is not None and first.pos == "NOM" and number in first.number


def _is_before_town(before: str, after: str) -> bool:
    """Return whether a number is a postcode: a town, and no inhabitants, follows it."""
    town = _TOWN_AFTER.match(after)
    if town is None or _COUNTED_BEFORE.search(before):
        return False
    kinds = {(one.pos, one.number != "s") for one in readings(town[1].lower())}
    many = ("ADJ", True) in kinds and any(pos == "NOM" for pos, _ in kinds)
    return not (many and town[1].endswith(("s", "x")))
