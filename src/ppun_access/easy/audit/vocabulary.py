"""Audit rules, RLS-6.4 and 6.7 to 6.10: jargon, hard words, explanations, examples."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from itertools import pairwise

from ppun_access.document.sources import page_of_source
from ppun_access.easy.audit.lists import (
    Hit,
    base_forms,
    everyday_words,
    expressions_in,
    hard_words_in,
    overlaps,
    terms_in,
)
from ppun_access.easy.audit.model import AuditFinding, Facts, Measures, Outcome, Passage
from ppun_access.easy.audit.numbers import numbers_in_letters
from ppun_access.easy.audit.outcomes import (
    failing,
    judged,
    not_applicable,
    of_whole,
    passage_finding,
    suspected,
    to_check,
)
from ppun_access.easy.draft.parse.text import plain
from ppun_access.easy.draft.words.lexicon import explanations
from ppun_access.french.lexical.morphology import FINITE, readings

_MOST_LISTED = 8
"""Words that a finding names."""
_STEM = 7
"""Letters by which two forms of one family are taken for one word, told once."""
_SAYS = (
    r"(?:,?\s?(?:c['’]est|ce sont|ça veut dire)|(?:veut|veulent) dire|signifient?|"
    r"désignent?)(?!\w)"
)
_IS_A = r"(?:est|sont)(?:,\s|\s(?:un|une|des|les?|la|ce qui|quand)\b|\sl['’])"
_BEGINS = r"(?:(?:les?|la|une?|des|du|de la|ces?)\s|l['’]|d['’])?"
_EXAMPLE = re.compile(r"\bpar exemple\b|\bcomme\s(?:un|une|le|la|les|l['’])\b", re.I)
_CLITICS = re.compile(r"-(?:vous|nous|le|la|les|lui|leur|en|y|moi|t-ils?|ils?|elles?)\b")
_CLIPPED = re.compile(
    r"\b(?:édito|info|infos|promo|expo|pub|ado|ados|resto|coloc|compta|appart|aprem|"
    r"rdv|asso|assos|collab|collabs|conf|démo|intox|labo|manip|négo|prépa|récap|réu)\b",
    re.IGNORECASE,
)
_CLIPS = {"édito": "éditorial, ou « le message de… »", "info": "information"}
_ADDRESS = re.compile(r"[@/]|\w\.\w")
"""« www.service-public.fr » is no word."""
_CONTRACTED = re.compile(
    r"\bN\.\s?B\.|\bNB(?=\s:)|"
    r"\b(?:Mr|Mme|Mlle|Dr|Bd|Av|etc|c\.-à-d|càd|ex|p\. ex|env|tél|resp|qqn|qqch|cf)\."
)


def jargon(facts: Facts) -> Outcome:
    """RLS-6.4.1: jargon, abbreviations, metaphors, idioms."""
    found = [*_acronyms(facts), *_clipped(facts), *_expressions(facts)]
    return suspected(
        found,
        "Le programme ne trouve ni jargon, ni sigle, ni expression imagée de ses listes. "
        "Une personne cherche celles qu’il ne connaît pas, et les idées abstraites.",
        "Des mots ne se comprennent pas au premier degré, ou seulement entre spécialistes.",
    )


def _acronyms(facts: Facts) -> Iterator[AuditFinding]:
    for noted in facts.noted:
        if noted.code == "sigle-inexplique":
            file = page_of_source(facts.document.meta.source)
            yield AuditFinding(
                "jargon", noted.message, noted.sentence, noted.line, file,
                _quoted(noted.message),
            )  # fmt: skip


def _quoted(message: str) -> str:
    found = re.search(r"«\s(.+?)\s»", message)
    return found[1] if found else ""


def _clipped(facts: Facts) -> Iterator[AuditFinding]:
    for passage in facts.passages:
        for pattern in (_CLIPPED, _CONTRACTED):
            for found in pattern.finditer(passage.prose):
                whole = _CLIPS.get(found[0].lower(), "le mot entier")
                message = f"« {found[0]} » est une abréviation."
                instead = f"Écrivez {whole}."
                yield passage_finding("jargon", passage, found[0], message, instead)


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
                "jargon", passage, hit.text, f"« {hit.text} » est {what}.",
                f"Écrivez par exemple : {hit.instead}.",
            )  # fmt: skip


def explained(facts: Facts) -> Outcome:
    """RLS-6.7.1: what is hard is explained."""
    found = [_unexplained(passage, hit) for passage, hit in hard_words(facts)]
    return suspected(
        found,
        "Le programme ne trouve pas de mot rare, long ou difficile sans explication. "
        "Une personne vérifie les mots courants qui cachent une idée difficile.",
        "Des mots difficiles ne sont pas expliqués dans le texte.",
    )


def _unexplained(passage: Passage, hit: Hit) -> AuditFinding:
    instead = f" : {hit.instead}" if hit.instead else ""
    return passage_finding(
        "mot-difficile", passage, hit.text,
        f"« {hit.text} » est un mot difficile, et le texte ne l’explique pas.",
        f"Prenez un mot plus simple, ou expliquez-le{instead.rstrip('.')}.",
    )  # fmt: skip


def hard_words(facts: Facts) -> Iterator[tuple[Passage, Hit]]:
    """Yield the hard words that nothing explains, each once, where it stands first."""
    seen: set[str] = set()
    for passage in facts.passages:
        taken = list(_jargon_positions(passage.prose))
        for hit in sorted(_candidates(passage, facts), key=lambda h: (h.start, -h.end)):
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
    yield from _rare(passage.prose, facts.measured(passage))


def _rare(prose: str, measures: Measures) -> Iterator[Hit]:
    for word in dict.fromkeys(measures.hard_words):
        plain = _CLITICS.sub("", word)
        if _ADDRESS.search(word) or everyday_words() & base_forms(plain):
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
    body = r"\s".join(rf"{re.escape(word.rstrip('s'))}(?:s|x|es)?" for word in term.split())
    pattern = re.compile(
        rf"^{_BEGINS}{body}\s?(?:{_SAYS}|{_IS_A})"
        rf"|(?<!\w){body}\s?[,(]\s?(?:c['’]est-à-dire|c['’]est|autrement dit)\b"
        rf"|s['’]appell(?:e|ent)\s(?:(?:une?|des|les?|la)\s|l['’])?{body}(?!\w)",
        re.IGNORECASE,
    )
    entry = re.compile(rf"{_BEGINS}{body}", re.IGNORECASE)
    said = sum(
        bool(pattern.search(passage.prose))
        for passage in facts.passages
        if len(passage.prose.split()) <= LONGEST
    )
    return said + sum(bool(entry.fullmatch(defined)) for defined in _defined(facts))


def _defined(facts: Facts) -> Iterator[str]:
    """Yield the words defined in a line of the text or in a glossary."""
    for passage in facts.passages:
        told = term_of(passage.prose, facts.definitions)
        if told and passage.kind != "titre":
            yield told
    for term, meaning in pairwise(facts.passages):
        if (term.kind, meaning.kind) == ("element", "definition"):
            yield term.prose


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
    listed = ", ".join(terms[:8])
    return to_check(
        f"Les explications de ces mots sont-elles justes et simples : {listed} ?"
    )


def examples(facts: Facts) -> Outcome:
    """RLS-6.8.1: an example of everyday life for what is hard."""
    given = any(_EXAMPLE.search(passage.prose) for passage in facts.passages)
    lacking = any(True for _ in hard_words(facts))
    if given:
        return to_check(
            "Chaque mot difficile a-t-il un exemple de la vie de tous les jours ?"
        )
    if lacking:
        return failing(
            of_whole(
                "exemple",
                "Le texte a des mots difficiles et aucun exemple. Ajoutez-en : « Par "
                "exemple, la mairie est un service public. »",
            ),
            "Aucun exemple n’aide à comprendre les mots difficiles.",
        )
    if _explained_hard(facts):
        return to_check("Un exemple de la vie de tous les jours aiderait-il ?")
    return not_applicable("Le texte n’a pas de mot difficile connu du programme.")


def examples_fit(facts: Facts) -> Outcome:
    """RLS-6.8.2: the examples are good ones."""
    found = [p.text for p in facts.passages if _EXAMPLE.search(p.prose)]
    if not found:
        return not_applicable("Le texte ne donne pas d’exemple.")
    return to_check(f"Cet exemple est-il clair pour les lecteurs : « {found[0]} » ?")


def explained_twice(facts: Facts) -> Outcome:
    """RLS-6.10.1: what is hard is explained more than once."""
    never = [hit.text for _, hit in hard_words(facts)]
    once = [term for term, n in _explained_hard(facts).items() if n < 2]
    if not never and not _explained_hard(facts):
        return not_applicable("Le texte n’a pas de mot difficile connu du programme.")
    found: list[AuditFinding] = []
    if never or once:
        listed = _listed([*once, *never])
        found.extend(
            of_whole(
                "deux-explications",
                f"Ces mots sont expliqués une seule fois, ou jamais : {listed}. "
                "Expliquez-les dans le texte, puis dans « Les mots difficiles ».",
            )
        )
    return judged(
        found,
        "Chaque mot difficile connu du programme est expliqué au moins deux fois.",
        "Des mots difficiles sont expliqués une seule fois, ou jamais.",
    )


def _listed(terms: Iterable[str]) -> str:
    distinct = list(dict.fromkeys(terms))
    more = " et d’autres" if len(distinct) > _MOST_LISTED else ""
    return ", ".join(distinct[:_MOST_LISTED]) + more


# Meanings


LONGEST = 12
"""Words of an explanation; of a meaning, those after the colon."""
_LEAST = 3
"""Words of a meaning that no lexicon has, « c’est » being two."""
_LINE = re.compile(r"([^\W\d_][^:]{1,60}?)\s?:\s(.+)", re.DOTALL)
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_NAMED = re.compile(r"(?:(une?|des)\s|(?:les?|la)\s|l')", re.IGNORECASE)
_MEANS = re.compile(
    r"(?:c'est|ce sont|ça veut dire|cela veut dire|ce qu[ei]?|qui|quand)\b", re.IGNORECASE
)
_BEFORE_VERB = re.compile(r"(?:ne pas |se |s')*", re.IGNORECASE)
_RELATIVE = re.compile(r"\b(?:qui|que?|où|dont|quand|lorsque?|pour|si)\b", re.IGNORECASE)
_DAY = re.compile(
    r"\b(?:avant|après|dès|jusqu'à|jusqu'au)\s(?:(?:le|la|ce)\s)?"
    r"(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|demain|aujourd'hui|\d)",
    re.IGNORECASE,
)


def term_of(line: str, definitions: Mapping[str, str]) -> str:
    """Return the term that a line explains, nothing when it explains none.

    ``definitions`` are the project's. Their meaning of the term and the package's are
    explanations, and what plainly is one: « Subvention : lettre au maire » is a note.
    """
    found = _LINE.fullmatch(plain(line).strip())
    if found is None:
        return ""
    term, meaning = found.groups()
    if _is_meaning(meaning):
        return term
    known = (_flat(definitions), _packaged())
    whole = (f"{one.get(term.lower(), '')}. " for one in known)
    return term if any(one.startswith(f"{_bare(meaning)}. ") for one in whole) else ""


@cache
def _packaged() -> Mapping[str, str]:
    return _flat(explanations())


def _flat(meanings: Mapping[str, str]) -> Mapping[str, str]:
    return {plain(word).lower(): _bare(meaning) for word, meaning in meanings.items()}


def _bare(meaning: str) -> str:
    return plain(meaning).lower().strip(" .")


_OPENS = re.compile(
    r"(?:(?:les?|la)\s|l')(?:(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|"
    r"week-end)s?\b|(?:matin|midi|après-midi|soir|nuit)s?"
    r"(?:\s(?:à|au|aux|en|dans|chez|sur|par|et|ou|seulement)\b|[\s.]*\Z))",
    re.IGNORECASE,
)
"""« le matin à la mairie »: when, and not what; « le matin très tôt » is a meaning."""


@lru_cache(maxsize=1 << 12)
def _is_meaning(text: str) -> bool:
    """Return whether ``text`` begins as a meaning does, and tells no number and no day."""
    if len(_WORD.findall(text)) < _LEAST or len(text.split()) > LONGEST:
        return False
    if re.search(r"\d", text) or any(numbers_in_letters(text)) or _DAY.search(text):
        return False
    if _OPENS.match(text):
        return False
    return bool(_MEANS.match(text)) or _names(text) or _is_to_do(text)


def _names(text: str) -> bool:
    """Return whether a noun comes first, without a verb of its own: « une ville ».

    « La Région agit », « la demande est close » are sentences.
    """
    article = _NAMED.match(text)
    if article is None:
        return False
    words = _WORD.findall(_RELATIVE.split(text[article.end() :])[0])
    if not words or not (article[1] or words[0].islower()):
        return False
    kinds = {one.pos for one in readings(words[0])}
    return (not kinds or bool(kinds & {"NOM", "ADJ"})) and not any(map(_acts, words))


def _acts(word: str) -> bool:
    """Return whether ``word`` is a finite verb above all else: « est », « donne »."""
    first = next(iter(readings(word)), None)
    tenses = first.verb if first else ()
    return bool(tenses) and all(tense.startswith(FINITE) for tense in tenses)


def _is_to_do(text: str) -> bool:
    """Return whether an infinitive comes first: « aider les autres », no « dossier »."""
    begins = _BEFORE_VERB.match(text)
    word = _WORD.match(text, begins.end() if begins else 0)
    first = next(iter(readings(word[0])), None) if word else None
    return first is not None and "inf" in first.verb
