"""Audit rule RLS-6.6.3: pronouns that stand far from their noun, or between two nouns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ppun_access.easy.audit.model import AuditFinding, Facts, Outcome, Passage, Verdict
from ppun_access.easy.audit.outcomes import asked, conforming, failing, passage_finding
from ppun_access.french.lexical.morphology import is_finite, readings
from ppun_access.french.lexical.persons import is_given_name
from ppun_access.french.lexical.tenses import verbs_of
from ppun_access.french.text.typography import counted

_STANDS_FOR = re.compile(
    r"\b(celui|celle|ceux|celles)(?:-(?:ci|là))?(?![\w-])",
    re.IGNORECASE,
)
_AFTER_PREPOSITION = re.compile(
    r"\b(?:à travers|avec|pour|par|chez|sans|contre|envers|selon|sur|vers|d['’]|de)"
    r"\s?(elles?|eux|lui)\b(?!-même)",
    re.IGNORECASE,
)
_EMBEDDED = re.compile(
    r"\bqu['’](ils?|elles?)\s(?!(?:ne\s|n['’])?(?:y\sa\b|faut\b|faille\b|"
    r"s['’]agi|est\s|existe|reste|suffi))"
)
_EN = re.compile(
    r"\b(?:[smtnj]|d|qu)['’]en\s([^\W\d_]+)|"
    r"\b(?:ils?|elles?|on|nous|vous|tu|pour|sans|à)\sen\s([^\W\d_]+)",
    re.IGNORECASE,
)
_WE = re.compile(
    r"\bnous\s(?:(?:ne|n['’]|y|en|le|la|les|l['’])\s?)*([^\W\d_]+ons|sommes)\b", re.I
)


def pronouns(facts: Facts) -> Outcome:
    """RLS-6.6.3: pronouns far from their noun; the « il » of « il faut » has none.

    One that only one noun just before it can be is clear. Between two, a person says.
    """
    found = list(_unclear(facts))
    if found:
        message = counted(
            len(found), "pronom n’est pas clair", "pronoms ne sont pas clairs"
        )
        return failing(found, f"{message}.")
    doubts = list(_doubts(facts))
    if doubts:
        likely: Verdict = "NC" if any(one.is_open for one in doubts) else "C"
        return asked(" ".join(one.question for one in doubts[:_ASKED]), likely)
    return conforming("Le texte n’a pas de pronom à deviner.")


def _unclear(facts: Facts) -> Iterator[AuditFinding]:
    for passage in facts.passages:
        text = passage.prose
        marks = [
            *((m.start(1), m[1]) for m in _STANDS_FOR.finditer(text)),
            *((m.start(1), m[1]) for m in _AFTER_PREPOSITION.finditer(text)),
            *((m.start(1), m[1]) for m in _EMBEDDED.finditer(text) if _is_lost(m, text)),
            *((m.start(), m[0]) for m in _EN.finditer(text) if _is_verb(m[1] or m[2])),
            *((m.start(), m[0]) for m in _WE.finditer(text) if _is_verb(m[1])),
        ]
        for _, pronoun in sorted(marks):
            yield passage_finding(
                passage, pronoun,
                f"On doit deviner de qui ou de quoi parle « {pronoun} ».",
                "Répétez le nom.",
            )  # fmt: skip


_OPENINGS: Mapping[str, frozenset[str]] = {
    "il": frozenset(
        {"tout", "le", "un", "ce", "cet", "l’", "chaque", "mon", "votre", "notre"}
    ),
    "elle": frozenset({"la", "une", "cette", "l’", "chaque", "ma", "votre", "notre"}),
    "ils": frozenset({"les", "des", "ces", "vos", "nos", "certains", "plusieurs"}),
    "elles": frozenset({"les", "des", "ces", "vos", "nos", "certaines", "plusieurs"}),
}
"""Pronoun → the determiners that begin a sentence whose subject it can stand for."""


def _is_lost(found: re.Match[str], text: str) -> bool:
    """Return whether neither the subject of a sentence nor its only noun is meant."""
    only = len(_fitting(found[1].lower(), text[: found.start()])) == 1
    return not only and _is_far(found[1], text)


def _is_far(pronoun: str, sentence: str) -> bool:
    """Return whether the subject that begins a sentence cannot be what a pronoun means."""
    first = re.match(r"[^\W\d_]+['’]?", sentence)
    opening = first[0].lower().replace("'", "’") if first else ""
    return opening not in _OPENINGS[pronoun.lower()]


def _is_verb(form: str) -> bool:
    """Return whether a form is a verb first of all, and no participle in -ant."""
    known = readings(form.lower())
    verb = known[0].verb if known else ()
    return bool(verb) and "par:pre" not in verb


_IL = re.compile(
    r"(?<![\w-])(?:elles?|ils|eux|lui|il(?!\s(?:y\sa|faut|s['’]agit|"
    r"est\s\w+\s(?:de|que|d['’])|est\s(?:midi|minuit|tard|tôt|temps|\d+\sheures?)|"
    r"fait\s(?:très\s)?(?:froid|chaud|beau|nuit|jour|mauvais|bon|sec|gris|doux|noir)|"
    r"neige|gèle|existe|reste|suffit|vaut|pleut|convient)))\b",
    re.IGNORECASE,
)
_AFTER_VERB = re.compile(r"(?<=[^\W\d_])-(le|la|les|lui|leur|en|y)(?![\w-])")
"""« gardez-le », « allez-y »; « Bourg-la-Reine » goes on."""
_OTHERS = re.compile(
    r"(?<![\w-])(?:(?:cela|ça)(?!\s(?:veu(?:t|lent)\sdire|sert\b))|ceci|"
    r"(?:ce|cette|ces)\sderni(?:er|ère)s?(?=[,;:.!?]|\s(?:ne|n['’]|est|a|sont|ont)\b)|"
    r"(?:le|la|les)\s(?:miens?|mienne?s?|tiens?|siens?|siennes?|[nv]ôtres?|leurs?)(?!\w)|"
    r"(?:le|la|les)\s(?:lui|leur|y|en)\s(?=[^\W\d_])|"
    r"y(?=\s(?!a\b|a-t|avait\b|avaient\b|aura\b|aurait\b|ait\b|en\s)[^\W\d_]))\b",
    re.IGNORECASE,
)
_BEFORE_VERB = re.compile(
    r"(?<![\w'’-])(le|la|les|leur|en|l['’])(?:\s|(?<=['’]))([^\W\d_]+)", re.IGNORECASE
)
_HAVING = frozenset({"a", "ont", "avez", "avons", "ai", "as", "avait", "avaient"})


def _pronouns(text: str) -> Iterator[str]:
    """Yield the pronouns of ``text``: « il », « le » in « le donne », « cela », « y »."""
    found = [
        *((m.start(), m[0]) for m in _IL.finditer(text)),
        *((m.start(), m[1]) for m in _AFTER_VERB.finditer(text)),
        *((m.start(), m[0]) for m in _OTHERS.finditer(text)),
        *(
            (m.start(), m[1])
            for m in _BEFORE_VERB.finditer(text)
            if _stands_before_verb(m[1], m[2])
        ),
    ]
    return (pronoun.strip() for _, pronoun in sorted(found))


def _stands_before_verb(pronoun: str, word: str) -> bool:
    """Return whether « le », « leur » stand before a verb: « le voir », « la donne ».

    « le pouvoir », « la porte », « l’est » may be nouns.
    """
    if pronoun[-1] in "'’" and word.lower() in _HAVING:
        return True
    if not word.islower() or word in ("est", *_HAVING):
        return False
    known = readings(word)
    nouns = [one for one in known if one.pos in ("NOM", "ADJ")]
    if word.endswith(("r", "re")) and any("inf" in one.verb for one in known):
        return not nouns
    alone = pronoun.lower() == "les" and all(one.number == "s" for one in nouns)
    return any(verbs_of(word)) or (alone and is_finite(word))


# What a pronoun can stand for


_ASKED = 2
"""How many pronouns a question asks of."""


@dataclass(frozen=True, slots=True)
class _Doubt:
    """A pronoun, its sentence, and the nouns just before it that it can stand for."""

    pronoun: str
    sentence: str
    nouns: tuple[str, ...]

    @property
    def is_open(self) -> bool:
        """No noun, or several: a reader must guess."""
        return len(self.nouns) != 1

    @property
    def question(self) -> str:
        begins = f"Dans « {self.sentence} », « {self.pronoun} » veut-il dire"
        if not self.nouns:
            return f"{begins} quelque chose que le lecteur vient de lire ?"
        return f"{begins} {' ou '.join(f'« {noun} »' for noun in self.nouns)} ?"


@dataclass(frozen=True, slots=True)
class _Noun:
    """A noun with its determiner, or a name; gender and number may be unknown."""

    text: str
    gender: str
    number: str


_FORMS: Mapping[str, tuple[str, str]] = {
    "il": ("m", "s"), "elle": ("f", "s"), "ils": ("m", "p"), "elles": ("f", "p"),
    "le": ("m", "s"), "la": ("f", "s"), "les": ("", "p"), "l’": ("", "s"),
    "lui": ("", "s"), "leur": ("", "p"),
}  # fmt: skip
"""Pronoun → the gender and number of what it stands for."""
_GROUP = re.compile(
    r"(?P<before>\b(?:à|dans|sur|sous|pour|vers|chez|par|en|de|du|au|aux|avant|après|d['’])"
    r"\s?)?(?:(?P<determiner>\b(?:les?|la|une?|cet?|cette|ces|des|mon|ma|mes|ton|ta|tes|son|"
    r"sa|ses|notre|nos|votre|vos|leurs?|chaque|plusieurs|certaine?s|tou(?:t|te|s|tes)\s(?:les?|"
    r"la))\s|\b[lL]['’])(?P<noun>[^\W\d_]+(?:-[^\W\d_]+)*)|(?P<name>\b[A-ZÀ-Ý][a-zà-ÿ]+\b))",
    re.IGNORECASE,
)


_GIVEN_TO = re.compile(r"à\s(?:leurs|vos|nos|ses|mes|tes|des|ces)\s", re.IGNORECASE)
"""« écrivent à leurs professeurs »: those too may be « ils »."""


def _doubts(facts: Facts) -> Iterator[_Doubt]:
    """Yield the pronouns that are not plainly one noun, near them or just before."""
    last = ""
    for passage in facts.passages:
        text = passage.prose
        for found in _pronouns(text):
            if doubt := _doubt(found, last, passage):
                yield doubt
        last = text


def _doubt(pronoun: str, last: str, passage: Passage) -> _Doubt | None:
    """Return the doubt that a pronoun leaves, None when it is clear."""
    low = pronoun.lower().replace("'", "’")
    before = passage.prose[: passage.prose.find(pronoun)]
    if low not in _FORMS:
        return None if _is_clear(low, before) else _Doubt(pronoun, passage.text, ())
    near = _fitting(low, before)
    if low in _OBJECTS and not before.endswith("-"):
        near = near[:-1]
    nouns = near or _fitting(low, last)
    goes_on = not nouns and re.search(rf"(?<!\w){re.escape(low)}(?!\w)", last.lower())
    if len(nouns) == 1 or goes_on:
        return None
    return _Doubt(pronoun, passage.text, nouns)


_OBJECTS = frozenset({"le", "la", "les", "l’", "lui", "leur"})
"""Before a verb, they are not its subject: « le maire l’a dit »."""


def _is_clear(pronoun: str, before: str) -> bool:
    """Return whether « y », « en » come after what they stand for: « en ville »."""
    return pronoun in ("y", "en") and bool(
        re.search(r"\b(?:à|au|aux|en|dans|de|du)\s", before)
    )


def _fitting(pronoun: str, text: str) -> tuple[str, ...]:
    """Return the nouns of a sentence that a pronoun can stand for, each once."""
    gender, number = _FORMS[pronoun]
    fits = (
        one.text
        for one in _nouns(text)
        if (not gender or one.gender in ("", gender)) and one.number in ("", number)
    )
    return tuple(dict.fromkeys(fits))


def _nouns(text: str) -> Iterator[_Noun]:
    """Yield the subject and objects of a sentence, none after « à », « dans », « de »."""
    for found in _GROUP.finditer(text):
        if found["before"] and not _GIVEN_TO.match(found[0]):
            continue
        if found[0].startswith("des ") and _after_noun(text[: found.start()]):
            continue
        if found["name"]:
            if found["name"][0].isupper() and is_given_name(found["name"]):
                yield _Noun(found["name"], "", "s")
            continue
        kinds = [one for one in readings(found["noun"].lower()) if one.pos == "NOM"]
        if kinds:
            determiner = (found["determiner"] or "l").lower().split()[-1]
            gender = _GENDERS.get(determiner, kinds[0].gender)
            yield _Noun(found[0], gender, "p" if determiner.endswith("s") else "s")


def _after_noun(text: str) -> bool:
    """Return whether a noun ends a text: « la mairie » before « des Rousses »."""
    last = re.search(r"([^\W\d_]++)\s\Z", text)
    known = readings(last[1].lower()) if last else ()
    return bool(known) and known[0].pos == "NOM"


_GENDERS = dict.fromkeys(("le", "un", "ce", "cet"), "m") | dict.fromkeys(
    ("la", "une", "cette", "ma", "ta", "sa", "certaines"), "f"
)
"""Determiner → the gender that it shows."""
