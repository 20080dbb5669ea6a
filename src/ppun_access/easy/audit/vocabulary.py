"""Audit rules, RLS-6.4 and 6.7 to 6.10: jargon, hard words, explanations, examples."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

from ppun_access.document.sources import page_of_source
from ppun_access.easy.audit.lists import (
    Hit,
    expressions_in,
    hard_words_in,
    overlaps,
    terms_in,
)
from ppun_access.easy.audit.meanings import LONGEST, TERM_LINE, term_of
from ppun_access.easy.audit.model import AuditFinding, Facts, Outcome, Passage
from ppun_access.easy.audit.outcomes import (
    asked,
    conforming,
    failing,
    not_applicable,
    passage_finding,
)
from ppun_access.easy.text import plain

_MOST_LISTED = 8
"""Words that a finding names."""
_ASKED = 3
"""Words that a question quotes."""
_GLOSSARY = re.compile(
    r"\b(?:mots? (?:difficiles?|compliqués?|expliqués?|à connaître)|lexique|glossaire|"
    r"définitions?|petit dictionnaire)\b",
    re.IGNORECASE,
)
_STEM = 7
"""Letters by which two forms of one family are taken for one word, told once."""
_SAYS = (
    r"(?:,?\s?(?:c['’]est|ce sont|ça veut dire)|(?:veut|veulent) dire|signifient?|"
    r"désignent?)(?!\w)"
)
_IS_A = (
    r"(?:est|sont)(?:,\s|\s(?:une?|des|les?|la|du(?!\s\d)|de la|quelqu|ce qu[ei]?|quand|"
    r"lorsque)\b|\s(?:de\s)?l['’])"
)
_BEGINS = r"(?:(?:les?|la|une?|des|du|de la|ces?)\s|l['’]|d['’])?"
_EXAMPLE = re.compile(r"\bpar exemple\b|\bcomme\s(?:un|une|le|la|les|l['’])\b", re.I)
_ASKS = re.compile(r"\?\s*\Z")
"""« Le FALC, c’est quoi ? » explains nothing."""
_CLIPPED = re.compile(
    r"\b(?:édito|info|infos|promo|expo|pub|ado|ados|resto|coloc|compta|appart|aprem|"
    r"rdv|asso|assos|collab|collabs|conf|démo|intox|labo|manip|négo|prépa|récap|réu)\b",
    re.IGNORECASE,
)
_CLIPS = {
    "édito": "éditorial, ou « le message de… »", "info": "information", "mr": "Monsieur",
    "m": "Monsieur", "mm": "Messieurs", "mme": "Madame", "mmes": "Mesdames",
    "mlle": "Madame", "dr": "docteur", "pr": "professeur", "bd": "boulevard",
    "av": "avenue", "cad": "c’est-à-dire", "càd": "c’est-à-dire", "c-à-d": "c’est-à-dire",
    "rdv": "rendez-vous", "tél": "téléphone", "env": "environ", "cf": "voir",
    "ex": "par exemple", "par ex": "par exemple", "p. ex": "par exemple",
    "nb": "à noter", "etc": "et d’autres choses", "bcp": "beaucoup",
}  # fmt: skip
_ADDRESS = re.compile(r"[@/]|\w\.\w")
"""« www.service-public.fr » is no word."""
_CONTRACTED = re.compile(
    r"\bN\.\s?B\.|\bN[Bb](?=\s?:)|\b(?:Mr|Mme|Mlle|Dr|Pr)s?\b\.?(?=\s[A-ZÀ-Ý])|"
    r"\bM(?:M)?\.(?=\s[A-ZÀ-Ý])|\b(?:Bd|Av)\.|"
    r"(?i:\b(?:etc|c\.-à-d|ex|p\. ex|par ex|env|tél|resp|apt|appt)\.|"
    r"\b(?:c[àa]d|c-à-d|cf|qqn|qqch|bcp|nbre|pbs?)\b\.?|\bex(?=\s?:))|"
    r"(?<![\w.-])[a-zà-ÿ]{2,5}\.(?=\s[a-zà-ÿ\d])"
)
_PUBLIC_TEXT = """
    AAH APL BAC BEP BTS CAF CAP CCAS CDD CDI CHU CPAM CROUS EHPAD ESAT FALC GDF IME IRM IUT
    IVG MDPH MJC MSA OMS ONG ORL PIN PMI PV QCM QI QR RATP RMI RSA RTT SPA URSSAF VIH
"""
_PUBLIC = frozenset(_PUBLIC_TEXT.split())
"""Acronyms that people say rather than the words; the glossary of the RLS names CAF."""


def jargon(facts: Facts) -> Outcome:
    """RLS-6.4.1: jargon, abbreviations, metaphors, idioms; acronyms like CAF are fine."""
    found = [*_acronyms(facts), *_clipped(facts), *_expressions(facts)]
    if found:
        return failing(found, _UNCLEAR)
    special = [hit for _, hit in hard_words(facts) if hit.instead]
    if special:
        listed = _listed(hit.text for hit in special)
        return asked(f"Ces mots sont-ils de spécialistes : {listed} ?", "NC")
    spoken = [passage for passage in facts.passages if passage.kind != "titre"]
    if not spoken:
        return not_applicable("Le texte n’a pas de phrase.")
    # No list has every image: the sentence with the rarest or the most words is shown.
    shown = max(spoken, key=lambda p: (len(facts.measured(p).doubtful_words), len(p.text)))
    return asked(f"« {shown.text} » se comprend-il mot à mot, sans image ?", "C")


_UNCLEAR = (
    "Des mots ne se comprennent pas au premier degré, ou seulement entre spécialistes."
)


def _acronyms(facts: Facts) -> Iterator[AuditFinding]:
    for noted in facts.noted:
        acronym = _quoted(noted.message)
        if acronym in _PUBLIC or (acronym and is_explained(acronym, facts)):
            continue
        if noted.code == "sigle-inexplique":
            file = page_of_source(facts.document.meta.source)
            yield AuditFinding(noted.message, noted.sentence, noted.line, file, acronym)


def _quoted(message: str) -> str:
    found = re.search(r"«\s(.+?)\s»", message)
    return found[1] if found else ""


def _clipped(facts: Facts) -> Iterator[AuditFinding]:
    for passage in facts.passages:
        for pattern in (_CLIPPED, _CONTRACTED):
            for found in pattern.finditer(passage.prose):
                whole = _CLIPS.get(found[0].lower().rstrip("."))
                message = f"« {found[0]} » est une abréviation."
                instead = f"Écrivez « {whole} »." if whole else "Écrivez le mot entier."
                yield passage_finding(passage, found[0], message, instead)


def _expressions(facts: Facts) -> Iterator[AuditFinding]:
    """Yield the metaphors each time, and each piece of jargon once."""
    seen: set[str] = set()
    for passage in facts.passages:
        hits = sorted(expressions_in(passage.prose), key=lambda pair: pair[1].start)
        for expression, hit in hits:
            if expression.kind == "jargon" and hit.name in seen:
                continue
            seen.add(hit.name)
            if is_explained(hit.text, facts):
                continue
            what = "du jargon" if expression.kind == "jargon" else "une expression imagée"
            yield passage_finding(
                passage, hit.text, f"« {hit.text} » est {what}.",
                f"Écrivez par exemple : {hit.instead}.",
            )  # fmt: skip


def explained(facts: Facts) -> Outcome:
    """RLS-6.7.1: what is hard is explained; a person says whether readers know the rest."""
    found = [_unexplained(passage, hit) for passage, hit in hard_words(facts)]
    if found:
        return failing(found, "Des mots difficiles ne sont pas expliqués dans le texte.")
    jargon_ = [(one.found, p) for p, one in _told_as_jargon(facts)]
    doubts = [(hit.text, passage) for passage, hit in _first_of(facts, _doubtful)]
    if quoted := [*jargon_, *doubts][:_ASKED]:
        listed = ", ".join(f"« {word} », dans « {p.text} »" for word, p in quoted)
        return asked(f"Vos lecteurs connaissent-ils {listed} ?", "NC" if jargon_ else "C")
    return conforming("Chaque mot est connu de presque tous, ou expliqué.")


def _told_as_jargon(facts: Facts) -> Iterator[tuple[Passage, AuditFinding]]:
    """Yield the jargon that RLS-6.4.1 tells, which may need an explanation as well."""
    for finding in _expressions(facts):
        holding = (p for p in facts.passages if p.text == finding.sentence)
        if "du jargon" in finding.message:
            yield next(holding), finding


def _unexplained(passage: Passage, hit: Hit) -> AuditFinding:
    told = f" : {hit.instead.rstrip('.')}" if hit.instead else ""
    return passage_finding(
        passage, hit.text,
        f"« {hit.text} » est un mot difficile, et le texte ne l’explique pas.",
        f"Prenez un mot plus simple, ou expliquez-le dans la ligne d’après{told}.",
    )  # fmt: skip


def hard_words(facts: Facts) -> tuple[tuple[Passage, Hit], ...]:
    """Yield the hard words that nothing explains, each once, where it stands first."""
    return facts.once("hard words", lambda: tuple(_first_of(facts, _candidates)))


def _first_of(
    facts: Facts, candidates: Callable[[Passage, Facts], Iterable[Hit]]
) -> Iterator[tuple[Passage, Hit]]:
    seen: set[str] = set()
    for passage in facts.passages:
        taken = list(_jargon_positions(passage.prose))
        for hit in sorted(candidates(passage, facts), key=lambda h: (h.start, -h.end)):
            span = (hit.start, hit.end)
            family = hit.name if " " in hit.name else hit.name[:_STEM]
            if overlaps(span, taken):
                continue
            taken.append(span)
            if family not in seen and not is_explained(hit.name, facts):
                seen.add(family)
                yield passage, hit


def _jargon_positions(prose: str) -> Iterator[tuple[int, int]]:
    """Yield the positions that the list ``jargon`` already covers."""
    for _, hit in expressions_in(prose):
        yield hit.start, hit.end
    for found in _CLIPPED.finditer(prose):
        yield found.span()


def _candidates(passage: Passage, facts: Facts) -> Iterator[Hit]:
    yield from terms_in(passage.prose, facts.definitions)
    yield from hard_words_in(passage.prose)
    yield from _rare(passage.prose, facts.measured(passage).hard_words)


def _doubtful(passage: Passage, facts: Facts) -> Iterator[Hit]:
    yield from _rare(passage.prose, facts.measured(passage).doubtful_words)


def _rare(prose: str, words: tuple[str, ...]) -> Iterator[Hit]:
    for word in dict.fromkeys(words):
        if _ADDRESS.search(word):
            continue
        for found in re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", prose):
            yield Hit(*found.span(), word, word.lower())


def is_explained(term: str, facts: Facts) -> bool:
    """Return whether a passage says what ``term`` is."""
    return explanation_count(term, facts) > 0


def explanation_count(term: str, facts: Facts) -> int:
    """Return how many passages say what ``term`` is: « Une commune est une ville ».

    « Le numérique est important » says nothing of what it is, nor does a long sentence.
    A line « Commune : une ville ou un village » says it, and an entry of a glossary.
    """
    return facts.once(f"explained {term}", lambda: _explanation_count(term, facts))


def _explanation_count(term: str, facts: Facts) -> int:
    body = r"\s".join(rf"{re.escape(word.rstrip('s'))}(?:s|x|es)?" for word in term.split())
    begins = term.split()[0].rstrip("s").lower()
    pattern = re.compile(
        rf"^{_BEGINS}{body}\s?(?:{_SAYS}|{_IS_A})"
        rf"|(?<!\w){body}\s?[,(]\s?(?:c['’]est-à-dire|c['’]est|autrement dit)\b"
        rf"|(?:s['’]appell(?:e|ent)|on appelle)\s(?:(?:une?|des|les?|la)\s|l['’])?{body}"
        r"(?!\w)",
        re.IGNORECASE,
    )
    entry = re.compile(rf"{_BEGINS}{body}", re.IGNORECASE)
    said = sum(
        bool(pattern.search(passage.prose))
        for passage in facts.passages
        if begins in passage.prose.lower()
        and not _ASKS.search(passage.prose)
        and len(passage.prose.split()) <= LONGEST
    )
    return said + sum(bool(entry.fullmatch(defined)) for defined in _defined(facts))


def _defined(facts: Facts) -> Iterator[str]:
    """Yield the words defined in a line of the text or in a glossary.

    Under a heading like « Les mots difficiles », each line is the author's explanation.
    """
    listed = False
    for passage in facts.passages:
        if passage.kind == "titre":
            listed = bool(_GLOSSARY.search(passage.prose))
            continue
        line = TERM_LINE.fullmatch(plain(passage.prose).strip()) if listed else None
        if told := line[1] if line else term_of(passage.prose, facts.definitions):
            yield told
    for term, meaning in pairwise(facts.passages):
        named = term.prose.strip()  # of a picture alone, nothing
        if named and (term.kind, meaning.kind) == ("element", "definition"):
            yield named


def _explained_terms(facts: Facts) -> dict[str, int]:
    """Return the terms that the text explains, and how many times."""
    found = Counter(term.lower() for term in _defined(facts))
    for passage in facts.passages:
        match = re.match(
            rf"^{_BEGINS}([^\W\d_][\w’' -]{{2,40}}?)\s?(?:,\s(?:c['’]est|ce sont)|"
            r"\s(?:est|sont)\s(?:une?|des|les?|la)\b)",
            passage.prose,
            re.IGNORECASE,
        )
        if match:
            found[match[1].strip().lower()] += 1
    return found


def _explained_hard(facts: Facts) -> dict[str, int]:
    """Return the hard terms of the lists that the text explains, and how many times."""
    listed = (hit.name for p in facts.passages for hit in hard_words_in(p.prose))
    terms = dict.fromkeys((*facts.definitions, *listed))
    counted = {term: explanation_count(term, facts) for term in terms}
    return {term: number for term, number in counted.items() if number}


def explanations_fit(facts: Facts) -> Outcome:
    """RLS-6.7.2: the explanations are good ones."""
    terms = list(_explained_hard(facts)) or list(_explained_terms(facts))
    if not terms:
        return not_applicable("Le texte n’explique pas de mot.")
    hard = [
        passage_finding(
            passage, hit.text,
            f"« {hit.text} » est difficile : il n’explique pas un autre mot.",
            "Expliquez avec des mots de tous les jours.",
        )
        for passage, hit in hard_words(facts)
        for term in terms
        if is_explained(term, replace(facts, passages=(passage,)))
    ]  # fmt: skip
    if hard:
        return failing(hard, "Une explication a des mots difficiles.")
    told = (
        passage.text
        for passage in facts.passages
        for term in terms
        if is_explained(term, replace(facts, passages=(passage,)))
    )
    return asked(f"L’explication est-elle juste : « {next(told, terms[0])} » ?", "C")


def examples(facts: Facts) -> Outcome:
    """RLS-6.8.1: an example of everyday life for what is hard."""
    given = _examples(facts)
    lacking = [hit for _, hit in hard_words(facts)]
    explained_ = list(_explained_hard(facts))
    terms = _listed([*(hit.text for hit in lacking), *explained_])
    if given and terms:
        question = f"L’exemple « {given[0]} » aide-t-il à comprendre {terms} ?"
        return asked(question, "C" if len(lacking) < 2 else "NC")
    if any(hit.instead for hit in lacking):
        message = (
            "Le texte a des mots difficiles et aucun exemple. Ajoutez-en : « Par exemple, "
            "la mairie est un service public. »"
        )
        reason = "Aucun exemple n’aide à comprendre les mots difficiles."
        return failing((AuditFinding(message),), reason)
    if terms:
        return asked(f"Un exemple aide-t-il à comprendre {terms} ?", "NC")
    return not_applicable("Le texte n’a pas de mot difficile connu du programme.")


def _examples(facts: Facts) -> list[str]:
    """Return the sentences that give an example; « Par exemple : » goes on in a list."""
    return [
        f"{passage.text} {after.text}" if passage.text.endswith(":") else passage.text
        for passage, after in pairwise((*facts.passages, *facts.passages[-1:]))
        if _EXAMPLE.search(passage.prose)
    ]


def examples_fit(facts: Facts) -> Outcome:
    """RLS-6.8.2: the examples are good ones."""
    found = _examples(facts)
    if not found:
        return not_applicable("Le texte ne donne pas d’exemple.")
    hard = [
        passage_finding(
            passage, hit.text,
            f"L’exemple a un mot difficile, « {hit.text} ».",
            "Prenez un exemple de la vie de tous les jours.",
        )
        for passage, hit in hard_words(facts)
        if any(passage.text in example for example in found)
    ]  # fmt: skip
    if hard:
        return failing(hard, "Un exemple a des mots difficiles.")
    return asked(f"Cet exemple est-il clair pour vos lecteurs : « {found[0]} » ?", "C")


def explained_twice(facts: Facts) -> Outcome:
    """RLS-6.10.1: what is hard is explained more than once."""
    unexplained = [hit for _, hit in hard_words(facts)]
    never = [hit.text for hit in unexplained]
    once = [term for term, n in _explained_hard(facts).items() if n < 2]
    if not never and not _explained_hard(facts):
        return not_applicable("Le texte n’a pas de mot difficile connu du programme.")
    if never and not once and not any(hit.instead for hit in unexplained):
        return asked(f"Faut-il expliquer {_listed(never)} deux fois ?", "NC")
    if not (never or once):
        return conforming(
            "Chaque mot difficile connu du programme est expliqué au moins deux fois."
        )
    message = (
        f"Ces mots sont expliqués une seule fois, ou jamais : {_listed([*once, *never])}. "
        "Expliquez-les dans le texte, puis dans « Les mots difficiles »."
    )
    reason = "Des mots difficiles sont expliqués une seule fois, ou jamais."
    return failing((AuditFinding(message),), reason)


def _listed(terms: Iterable[str]) -> str:
    distinct = list(dict.fromkeys(terms))
    more = " et d’autres" if len(distinct) > _MOST_LISTED else ""
    return ", ".join(f"« {term} »" for term in distinct[:_MOST_LISTED]) + more
