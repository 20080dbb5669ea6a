"""Audit rules of a text as a whole: order, what comes first, groups, subject, repetition.

Only a person can judge most of it. The program sees plain faults, has nothing to ask of a
text of one or two sentences, and else asks of the words that are there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from ppun_access.easy.audit.model import AuditFinding, Facts, Outcome, Passage, Verdict
from ppun_access.easy.audit.outcomes import asked, conforming, failing, passage_finding
from ppun_access.french import words
from ppun_access.french.lexical.lists import is_function_word
from ppun_access.french.lexical.morphology import readings

_BACK = re.compile(
    r"(?:mais\s)?(?:avant (?:cela|ça|tout cela)|auparavant|au préalable|préalablement)\b",
    re.I,
)
_YEAR = re.compile(r"\A[Ee]n ((?:19|20)\d\d)\b")
_STEP = re.compile(r"\A(?:étape\s)?([1-9])\s?[.):]\s", re.IGNORECASE)
_THEN = re.compile(r"\b(?:ensuite|puis|enfin|après)\b", re.IGNORECASE)
_FIRST = re.compile(r"\A\W*(?:tout )?(?:d['’]abord|en premier)\b", re.IGNORECASE)


def in_order(facts: Facts) -> Outcome:
    """RLS-6.1.1: dates and steps that go backwards, « avant cela »; else, a person."""
    said = _said(facts)
    if found := list(_backwards(said)):
        return failing(found, "Des informations sont dans l’ordre inverse du temps.")
    if len(said) < 2:
        return conforming("Le texte dit une seule chose.")
    texts = [passage.prose for passage in said]
    led = _FIRST.match(texts[0]) and any(map(_THEN.search, texts[1:]))
    years = sum(bool(_YEAR.match(text)) for text in texts)
    listed = all(passage.kind == "element" for passage in said)
    if led or listed or years == len(texts):
        return conforming("Le texte suit l’ordre du temps, ou ses numéros.")
    parts = [p.text for p in facts.passages if p.kind == "titre"][1:] or texts
    shown = ", puis ".join(f"« {part} »" for part in parts[:_SHOWN])
    return asked(f"Est-ce le bon ordre pour le lecteur : {shown} ?", "C")


def _backwards(said: list[Passage]) -> Iterator[AuditFinding]:
    """Yield what comes after what it should come before."""
    advice = "Dites d’abord ce qui se passe d’abord."
    for before, passage in pairwise(said):
        for pattern in (_YEAR, _STEP):
            one, two = pattern.match(before.prose), pattern.match(passage.prose)
            if one and two and int(two[1]) < int(one[1]):
                message = f"« {two[0].strip()} » vient après « {one[0].strip()} »."
                yield passage_finding(passage, two[0].strip(), message, advice)
        if back := _BACK.match(passage.prose):
            message = f"« {back[0]} » : cette phrase vient trop tard."
            yield passage_finding(passage, back[0], message, advice)


def important_first(facts: Facts) -> Outcome:
    """RLS-6.2.1."""
    said = _said(facts)
    if len(said) < 2:
        return conforming("Le texte dit une seule chose.")
    late = [p.text for p in said[len(said) // 2 :] if _URGENT.search(p.prose)]
    early = any(_URGENT.search(p.prose) for p in said[: len(said) // 2])
    if late and not early:
        return asked(f"« {late[0]} » est-il assez important pour être au début ?", "NC")
    question = f"Le texte commence par « {said[0].text} ». Est-ce le plus important ?"
    return asked(question, "C")


_URGENT = re.compile(
    r"\b(?:attention|important\w*|obligatoire\w*|urgent\w*|danger\w*|interdit\w*|il faut|"
    r"(?:vous )?devez|avant le|au plus tard|jusqu['’]au)\b",
    re.IGNORECASE,
)


def grouped(facts: Facts) -> Outcome:
    """RLS-6.2.2: two parts with one heading; else, a person."""
    titles = [p for p in facts.passages if p.kind == "titre"][1:]
    names = [_plain(title.text) for title in titles]
    found = [
        passage_finding(
            title, title.text,
            f"Deux parties s’appellent « {title.text} ».", "Mettez-les ensemble.",
        )
        for at, title in enumerate(titles)
        if names[at] in names[:at]
    ]  # fmt: skip
    if found:
        return failing(found, "Un sujet revient dans deux parties.")
    if len(titles) < 2 and len(_said(facts)) < _FEW:
        return conforming("Le texte a une seule partie, et peu de phrases.")
    parts = [title.text for title in titles] or [p.text for p in _said(facts)]
    shown = ", ".join(f"« {part} »" for part in parts[:_SHOWN])
    return asked(f"Un même sujet revient-il à deux endroits parmi {shown} ?", "C")


def subject_told(facts: Facts) -> Outcome:
    """RLS-6.6.1."""
    said = _said(facts)
    told = next((p.text for p in said[:3] if _TELLS_SUBJECT.match(p.prose)), "")
    if told:
        return conforming(f"Le texte dit de quoi il parle : « {told} »")
    if len(said) < 2:
        return conforming("Le texte dit une seule chose.")
    title, first = facts.document.title, said[0].text
    likely: Verdict = "C" if shared(first, title) else "NC"
    question = f"Avec « {title} » puis « {first} », sait-on de quoi parle le texte ?"
    return asked(question, likely)


_TELLS_SUBJECT = re.compile(
    r"(?:ce|cette|cet) (?:texte|page|guide|document|fiche|livret|article)\w* "
    r"(?:parle|explique|dit|montre|présente|aide|est|vous)\b|"
    r"voici (?:comment|ce que|pourquoi)",
    re.IGNORECASE,
)


def nothing_useless(facts: Facts) -> Outcome:
    """RLS-6.6.2: the sentence that has least to do with the others is shown."""
    said = _said(facts)
    if len(said) < 2:
        return conforming("Le texte dit une seule chose.")
    contents = [_content(passage.text) for passage in said]
    often = Counter(word for content in contents for word in content)
    bound = [sum(often[word] - 1 for word in content) for content in contents]
    full = [at for at, content in enumerate(contents) if len(content) >= _TELLING]
    if not full:
        return conforming("Le texte n’a que des phrases de peu de mots.")
    odd = said[min(full, key=lambda at: bound[at])].text
    return asked(f"Chaque phrase sert-elle au lecteur ? Par exemple : « {odd} »", "C")


def repeated(facts: Facts) -> Outcome:
    """RLS-6.9.1: a deadline or a number to call, in a text that is not short."""
    said = _said(facts)
    if len(said) < 2:
        return conforming("Le texte dit une seule chose.")
    text = " ".join(passage.prose for passage in said)
    keys = dict.fromkeys(_plain(found[1] or found[2]) for found in _KEY.finditer(text))
    once = [key for key in keys if _plain(text).count(key) < 2]
    if keys and not once:
        return conforming(f"Le texte répète « {next(iter(keys))} ».")
    if once and len(said) >= _FEW:
        found = [
            passage_finding(
                passage, key, f"« {key} » n’est dit qu’une fois.",
                "Dites-le encore à la fin du texte.",
            )
            for key in once
            for passage in said
            if key in _plain(passage.prose)
        ]  # fmt: skip
        return failing(found, "Une date limite ou un numéro n’est dit qu’une fois.")
    title = facts.document.title
    again = sum(shared(p.text, title) for p in said) > 1
    shown = once[0] if once else said[0].text
    return asked(f"Faut-il répéter « {shown} » ?", "C" if again or once else "NC")


_DAY = r"(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)?"
_KEY = re.compile(
    r"\b(?:avant|jusqu['’]au|dès|au plus tard) (?:le )?"
    rf"({_DAY}\s?\d{{1,2}}(?:er)? [^\W\d_]{{3,9}})"
    r"|((?:\d\d\s){4}\d\d|\b3\d{3}\b)",
    re.IGNORECASE,
)
"""A deadline, or a number to call."""
_SHOWN = 3
"""How many parts a question quotes."""
_TELLING = 3
"""Words of a sentence, grammar words apart, that may have nothing to do with the others."""
_FEW = 6
"""Sentences; a shorter text needs no parts, and says a thing once."""


def _said(facts: Facts) -> list[Passage]:
    """Return the sentences, items and cells."""
    return [passage for passage in facts.passages if passage.kind != "titre"]


def _plain(text: str) -> str:
    return " ".join(text.lower().replace("\u202f", " ").split())


def shared(one: str, other: str) -> bool:
    """Return whether two texts have a word in common, grammar words apart."""
    return bool(_content(one) & _content(other))


def _content(text: str) -> set[str]:
    """Return what the words of a text are forms of."""
    found = (word.lower() for word in words(text) if not is_function_word(word.lower()))
    return {readings(word)[0].lemma if readings(word) else word for word in found}
