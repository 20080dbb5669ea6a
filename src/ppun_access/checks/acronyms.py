"""Check acronyms: report those not explained, and those that a voice may misread.

An acronym has one finding: not explained, or else not known to the voice.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from ppun_access.checks.model import (
    CheckOptions,
    author_nodes,
    author_sentences,
    prose,
    remark,
)
from ppun_access.checks.products import PRODUCTS, is_product
from ppun_access.document.model import (
    Abbr,
    Definition,
    Div,
    Document,
    Heading,
    Meta,
    Para,
    Sentence,
)
from ppun_access.document.walk import (
    children,
    nodes,
    plain_text,
    running_text,
    sentences,
)
from ppun_access.french import words
from ppun_access.french.lexical import morphology
from ppun_access.french.lexical.lists import FUNCTION_WORDS
from ppun_access.french.spoken.acronyms import is_known, is_spelled, meanings
from ppun_access.french.spoken.capitals import SMALL, UNKNOWN, is_sayable, surnames
from ppun_access.french.spoken.spoken_form import readings
from ppun_access.report import Finding, excerpt
from ppun_access.settings.lexique_toml import Lexicon

_EVERYDAY = """
    ADN BD CAF CD CDD CDI COVID DVD EDF FC FM GPS HD HLM MP NB OK ONU OVNI PACS PC PDF PS QR
    RIB RDV RER SA SAMU SARL SDF SIDA SIM SIREN SIRET SMIC SMS SNCF SOS SUV SVP TER TGV
    TTC TV TVA UE ULM URL USA USB UV VTT WC WIFI IBAN
"""
EVERYDAY = frozenset(_EVERYDAY.split())
"""Nobody needs them explained: in daily use, or clearer than the words they stand for."""
_NUMBERED = frozenset(
    {"BP", "CD", "CP", "CS", "EN", "IEC", "ISO", "NF", "RC", "RD", "RFC", "RN", "TSA"}
)
"""Before a number, part of a postal address, the name of a road or of a standard."""
_REFERENCE = re.compile(r"\s?(?:n°\s?\d|(?!(?:19|20)\d\d(?!\d))\d{3})")
"""After two letters, the number of a document, and no year: « brochure ED 753 »."""
_NONE = re.compile(r"[IVX]+|WI|FI|CEDEX|([A-Z])\1+|JJ-MM|MM-JJ")
"""Roman numbers, halves of « WI-FI », a part of addresses, of « AAAA-MM-JJ »."""
_INSIDE = re.compile(r"(?:\d\s?[/-]|\d\s?[a-zA-Z]{1,2}/|\w\.|[A-Z]{2}-)\Z")
"""What stands before a part of a number or a name: « 6411/SG », « L/HA », « TECH.GOUV »."""
_PERSON = re.compile(r"\s*([A-ZÀ-Ý][a-zà-ÿ]+(?:-[A-ZÀ-Ý][a-zà-ÿ]+)?)\s\Z")
"""A word that begins a line, which a surname may end."""
_RULES = ("sigle", "sigle-a-points", UNKNOWN)
_NEAR = 80
"""Characters before an acronym in which what it names may stand."""
_WINDOW = 160
"""Characters around an acronym in which its meaning may stand."""
_SAYS = r"(?:c[’']est-à-dire|ce qui signifie|signifie|veut dire|désigne)"
_CALLED = r"(?:ou|dite?s?|soit|abrégée? en|ci-après|appelée?s?)"
_RUN = r"(?:[A-ZÀ-Ý]{2,}[\s/-])*"
"""Acronyms that stand together, as « SCORAN BFC »: what explains one explains them."""
_BEFORE = re.compile(
    rf"(?:[(\[](?:{_CALLED}\s)?|[,»”]\s(?:{_CALLED}\s)+|\s[–—-]\s)(?:l[’']|la\s|le\s|les\s)?[«“\"]?\s*"
    rf"{_RUN}\Z"
)
_ELIDED = {"l’", "d’", "l'", "d'"}
"""What a name has between its words, and no acronym has."""
_JOINED = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Ý])")
"""Where words are joined in a name: « OpenStreetMap (OSM) »."""
_ASIDE = re.compile(r"\s\([^()]*\)\Z")
"""What is said beside a name: « l’emploi (et la protection) – DDETS »."""
_BRACKETED = re.compile(r"[(\[]([^()\[\]]+)[)\]]\s\Z")
_AFTER = re.compile(
    rf"(?:[\s/-][A-ZÀ-Ý]{{2,}})*[*_]*\s?[»”\"]?\s?[(\[]|[»”\"]?,?\s(?:{_SAYS}|=)\s|[»”\"]?\s?:\s"
)
_PLACES = """
    annexe article cas chapitre début exemple exemples fin mois page pages partie point
    source suite tome version versions
"""
_NO_NAMES = frozenset(_PLACES.split())
"""Nouns that say where or which, and no name."""
_FOR = re.compile(r"\spour\s(?!l[ae]s?\s|l[’'])")
"""« MD pour medium »: the letters show whether it is explained."""
_TERM = re.compile(r"(?<![\w’-])((?:[a-zà-ÿ’-]+\s){2,3}[a-zà-ÿ-]+)\s\(\Z")
"""The last words before brackets, when none is a name: three at the least."""
_REPEATED = 3
"""How many times a text says what is a term in it."""
_SAID_AFTER = re.compile(rf"[»”\"]?,?\s{_SAYS}\s\w")
"""What explains, in whatever words."""
_IN_FRENCH = re.compile(r"[»”\"]?\s?[(\[]([^\W\d]+(?:[ ’'-][^\W\d]+){1,7})[)\]]")
"""Words in brackets that may say in French what an English acronym means."""


def acronyms(document: Document, options: CheckOptions) -> Iterator[Finding]:
    """Yield a finding for each acronym that is not explained, or that no voice knows.

    Those of the lexicon and those that the author marked (``<abbr title>``) are explained
    by a full text in every format, and by no easy one: it has no tooltips. Those of
    ``EVERYDAY`` need not be, and the names of who signs are no acronyms. What explains one
    stands where it is first used, or before; definitions may stand anywhere, and a title
    names what its section explains.
    """
    is_easy = options.easy or document.meta.status != Meta().status
    known = _said_otherwise(document, options.lexicon, shown=not is_easy)
    whole = _whole(document)
    seen: set[str] = set()
    for sentence in _titles_last(document, whole):
        for acronym, unknown in _found(prose(sentence, abbreviated=is_easy), known):
            if acronym in seen or _is_also_a_name(acronym, whole.text):
                continue
            seen.add(acronym)
            passage = running_text(sentence.children)
            meaning = options.lexicon.acronyms.get(acronym, "")
            unknown = unknown and options.spoken and not meaning
            place = (
                None if acronym in EVERYDAY else _place(acronym, sentence, whole, meaning)
            )
            if place is not None:
                message = _advice(acronym, place, is_easy) + (_SPELLED if unknown else "")
                code = "sigle-inexplique"
            elif unknown and len(acronym) > 3:
                message, code = _UNKNOWN.format(acronym), "sigle-inconnu"
            else:
                continue
            times = max(1, len(_written(acronym).findall(whole.text)))
            line = "" if meaning else _line(acronym)
            yield remark(
                code, message, sentence.pos, document, passage, acronym, times, line
            )


def _titles_last(document: Document, whole: _Whole) -> list[Sentence]:
    """Return the sentences of the author, those of titles after the others."""
    return sorted(author_sentences(document), key=lambda one: id(one) in whole.titles)


def _line(acronym: str) -> str:
    """Return the line of ``[sigles]`` that explains an acronym everywhere.

    What is pasted and not filled is a comment: it explains nothing.
    """
    if known := meanings().get(acronym):
        return f'{acronym} = "{known}"'
    return f'# {acronym} = "nom entier"'


def explained_acronyms(document: Document) -> Callable[[str], bool]:
    """Return the function that tells whether a document says what an acronym stands for."""
    text = cache(lambda: _whole(document).text)
    return cache(lambda word: _explained_at(word, text()) >= 0)


def full_name(acronym: str, text: str) -> str:
    """Return the name that ``text`` gives before an acronym in brackets; empty if none.

    >>> full_name("DGT", "À Paris, la direction générale du travail (DGT) aide.")
    'direction générale du travail'
    """
    before, opened, _ = text.partition(f" ({acronym})")
    starts = [found.start() for found in re.finditer(r"(?<!\w)[^\W\d_]", before)]
    for start in reversed(starts[-len(acronym) - 6 :] if opened else ()):
        first, *rest = words(before[start:])
        if rest and first not in FUNCTION_WORDS and _spells([first, *rest], acronym):
            return before[start:]
    return ""


@dataclass(frozen=True, slots=True)
class _Whole:
    """All that a document says, in reading order, its definitions first."""

    text: str
    sentences: tuple[Sentence, ...]
    starts: tuple[int, ...]
    """Where each sentence begins in ``text``."""
    ends: Mapping[int, int]
    """Where the paragraph of a sentence, given by its ``id()``, ends in ``text``."""
    titles: frozenset[int] = frozenset()
    """The sentences of headings, by their ``id()``."""


def _whole(document: Document) -> _Whole:
    lines = [f"{line} " for line in _definitions(document)]
    at = sum(map(len, lines))
    found, starts, ends = list[Sentence](), list[int](), dict[int, int]()
    headings = (node for node in nodes(document) if isinstance(node, Heading))
    titles = frozenset(id(one) for heading in headings for one in sentences(heading))
    for passage in _passages(document):
        for sentence in passage:
            found.append(sentence)
            starts.append(at)
            text = running_text(sentence.children)
            alone = id(sentence) in titles and text.isalpha() and text.isupper()
            lines.append(f"{text} : " if alone else f"{text} ")
            at += len(lines[-1])
        ends.update({id(sentence): at for sentence in passage})
    return _Whole("".join(lines), tuple(found), tuple(starts), ends, titles)


def _passages(tree: object) -> Iterator[tuple[Sentence, ...]]:
    """Yield the sentences of each paragraph and of its notes, with the titles above it."""
    above: tuple[Sentence, ...] = ()
    for node in children(tree):
        match node:
            case Heading():
                above += tuple(sentences(node))
            case Para() | Sentence():
                yield (*above, *sentences(node))
                above = ()
            case _:
                for passage in _passages(node):
                    yield above + passage
                    above = ()
    if above:
        yield above


def _place(acronym: str, used: Sentence, whole: _Whole, meaning: str) -> str | None:
    """Return where an acronym is explained too late, empty when nowhere; None when it is.

    A paragraph that says it may follow that of its first use: « ARS : agence… ». A heading
    may stand anywhere: it is seen from afar.
    """
    at = _explained_at(acronym, whole.text, meaning)
    if at < 0:
        return ""
    end = whole.ends[id(used)]
    number = bisect_right(whole.starts, at) - 1
    if at < end or (whole.starts[number] == at and at < _next_end(whole, end)):
        return None
    later = whole.sentences[number]
    if id(later) in whole.titles:
        return None
    line = f"ligne {later.pos.line}, " if later.pos else ""
    return f"{line}« {excerpt(running_text(later.children))} »"


def _next_end(whole: _Whole, end: int) -> int:
    """Return where the paragraph that begins at ``end`` ends."""
    number = bisect_right(whole.starts, end) - 1
    return whole.ends[id(whole.sentences[number])]


def _advice(acronym: str, place: str, is_easy: bool) -> str:
    message = (_LATER if place else _UNEXPLAINED).format(acronym, place)
    return message + (_EASY if is_easy else _FULL).format(acronym)


_LATER = (
    "Le sigle « {0} » n’est expliqué que plus loin : {1}. Les lecteurs en ont besoin ici. "
)
_UNEXPLAINED = "Le sigle « {0} » n’est pas expliqué. "
_FULL = (
    "La première fois, écrivez ce qu’il veut dire : « nom entier ({0}) » ; ou ajoutez-le "
    "au lexique, dans [sigles]."
)
_EASY = (
    "Écrivez le nom entier, ou expliquez-le dans la ligne d’après : « {0} : nom entier »."
)
"""Brackets and tooltips are not easy to read."""
_SPELLED = (
    " La voix l’épelle : si c’est un mot, écrivez comment le dire dans [prononciations]."
)
_UNKNOWN = (
    "La voix épelle « {0} ». Si c’est un mot, écrivez comment le dire dans le lexique, "
    "[prononciations] ; sinon, ajoutez ce sigle à [sigles]."
)


def _explained_at(acronym: str, text: str, meaning: str = "") -> int:
    """Return where the first ``acronym`` that ``text`` explains is; -1 when none is.

    ``meaning`` is the project's, which the letters need not show.
    """
    for found in _written(acronym).finditer(text):
        before = text[max(0, found.start() - _WINDOW) : found.start()]
        after = text[found.end() : found.end() + _WINDOW]
        beside = (*_RUN_BEFORE.findall(before), acronym, *_RUN_AFTER.findall(after))
        if any(_named_before(a, before) or _named_after(a, after) for a in beside):
            return found.start()
        if _is_of_a_term(before, after, text):
            return found.start()
        if meaning and re.match(rf"\s?:\s{re.escape(meaning)}", after, re.IGNORECASE):
            return found.start()
    return -1


def _written(acronym: str) -> re.Pattern[str]:
    first, *others = map(re.escape, acronym)
    spelling = r"\.?".join([first, *(f"(?i:{one})" for one in others[:-1]), *others[-1:]])
    return re.compile(rf"(?<!\w){spelling}\.?s?(?!\w)")


_RUN_BEFORE = re.compile(r"(?<!\w)([A-ZÀ-Ý]{2,})[\s/-]\Z")
_RUN_AFTER = re.compile(r"\A[\s/-]([A-ZÀ-Ý]{2,})(?!\w)")
"""The acronym that stands beside one, as in « SCORAN BFC »."""


def _named_before(acronym: str, before: str) -> bool:
    """Return whether ``before`` ends with the full name: « Région académique (… »."""
    opening = _BEFORE.search(before)
    if not opening:
        inside = _BRACKETED.search(before)
        if not inside:
            return len(acronym) > 2 and _own(words(before)).endswith(_plain(acronym))
        name = words(inside[1])
        return any(_spells(name[at:], acronym) for at in range(min(3, len(name) - 1)))
    apart = _JOINED.sub(" ", _ASIDE.sub("", before[: opening.start()]))
    said = [word for word in words(apart) if word not in _ELIDED]
    name = said[-len(acronym) - 6 :]
    return _is_an_end(said, acronym) or any(
        _spells(name[at:], acronym) for at in range(len(name) - 1)
    )


def _own(name: list[str]) -> str:
    """Return the first letters of the words of a name that are no small words."""
    return "".join(_plain(word)[:1] for word in name if word not in FUNCTION_WORDS)


def _is_an_end(said: list[str], acronym: str) -> bool:
    """Return whether ``said`` ends as a name does, or holds one that goes on after.

    « de la fonction publique (DGAFP) » in a list; « Institut national de recherche et de
    sécurité pour la prévention des accidents (INRS) ».
    """
    wanted = _plain(acronym)
    left_out = len(wanted) * 2 // 5
    whole = said and said[-1] not in FUNCTION_WORDS
    if left_out and whole and _own(said).endswith(wanted[left_out:]):
        return True
    begun = (at for at, word in enumerate(said) if word[:1].isupper())
    return len(wanted) > 3 and any(_own(said[at:]).startswith(wanted) for at in begun)


def _is_of_a_term(before: str, after: str, text: str) -> bool:
    """Return whether brackets hold the acronym alone of a term that the text repeats.

    It may be that of another language: « les données de forte valeur (HVD) ».
    """
    term = _TERM.search(before) if after.startswith(")") else None
    return term is not None and text.count(term[1]) >= _REPEATED


def _named_after(acronym: str, after: str) -> bool:
    """Return whether ``after`` begins with the full name: « (Région académique) »."""
    if _SAID_AFTER.match(after) or (acronym not in meanings() and _is_in_french(after)):
        return True
    meant = _FOR.match(after)
    opening = meant or _AFTER.match(after)
    if not opening:
        return False
    said = re.split(r"[)\];]|\.(?!\w)", after[opening.end() :])[0]
    name = words(said)[: len(acronym) + 6]
    last = 1 if meant else min(3, len(name) - 1)
    return any(_spells(name[at:], acronym) for at in range(last))


def _is_in_french(after: str) -> bool:
    """Return whether brackets say a name: « UX (expérience utilisateur) »."""
    inside = _IN_FRENCH.match(after)
    if not inside:
        return False
    first, *rest = inside[1].split()
    kinds = {reading.pos for reading in morphology.readings(first)}
    is_name = first.islower() and "NOM" in kinds and kinds <= {"NOM", "ADJ"}
    return is_name and bool(rest) and first not in _NO_NAMES


def _spells(name: list[str], acronym: str) -> bool:
    """Return whether words can give an acronym: it begins as they do."""
    letters = [_plain(word) for word in name]
    wanted = _plain(acronym)
    if not letters or not wanted or letters[0][:1] != wanted[0]:
        return False
    return (
        _beginnings(letters, wanted)
        or _initials(letters, wanted)
        or _shuffled([word for word in name if word not in FUNCTION_WORDS], wanted)
    )


def _beginnings(letters: list[str], wanted: str) -> bool:
    """Return whether an acronym takes letters of words, the first of each: « CO-DIR »."""
    reached = {0}
    for word in letters:
        for at in tuple(reached):
            if wanted[at : at + 1] == word[:1]:
                for letter in word:
                    at += wanted[at : at + 1] == letter
                    reached.add(at)
    return len(wanted) in reached


def _initials(letters: list[str], wanted: str) -> bool:
    """Return whether the first letters of words are most of an acronym, in order."""
    at = 0
    for word in letters:
        at += at < len(wanted) and word[:1] == wanted[at]
    return at >= 3 and at * 5 >= len(wanted) * 3


def _shuffled(name: list[str], wanted: str) -> bool:
    """Return whether a name has the letters, in whatever order, and few other words."""
    left = Counter(wanted) - Counter(_plain(word)[:1] for word in name)
    return not left and 2 < len(wanted) <= len(name) <= len(wanted) + 2


def _plain(word: str) -> str:
    """Return the letters of a word, without accents, in lower case."""
    plain = unicodedata.normalize("NFKD", word.lower()).replace("œ", "oe")
    return "".join(filter(str.isalpha, plain))


def _found(text: str, known: Mapping[str, str]) -> Iterator[tuple[str, bool]]:
    """Yield the acronyms of ``text``, and whether the voice may read them wrong.

    No table knows these, and they might be words: two letters, and what French cannot say
    (« SDIS »), are spelled.
    """
    for start, stop, _, rule in readings(text, known):
        acronym = re.sub(r"[.\s]", "", text[start:stop].removesuffix("s"))
        numbered = acronym in _NUMBERED and re.match(r"\s?\d", text[stop:])
        numbered = numbered or (len(acronym) == 2 and _REFERENCE.match(text[stop:]))
        near = text[max(0, start - _NEAR) : start]
        inside = _INSIDE.search(near) or re.match(r"\.\w", text[stop:])
        other = (
            acronym in SMALL
            or acronym in PRODUCTS
            or numbered
            or inside
            or is_product(near)
            or _NONE.fullmatch(acronym)
            or _is_surname(text[:start], text[stop:])
        )
        if rule in _RULES and not other:
            doubtful = len(acronym) > 2 and is_sayable(acronym)
            doubtful = doubtful and not is_spelled(acronym)
            yield acronym, rule == UNKNOWN and doubtful


def _is_also_a_name(acronym: str, text: str) -> bool:
    """Return whether a text writes it as a name too: « API CARTO », « l’API Carto »."""
    name = rf"(?<![.!?]\s)(?<=\s){acronym.capitalize()}(?!\w)"
    return len(acronym) > 4 and bool(re.search(name, text))


def _is_surname(before: str, after: str) -> bool:
    """Return whether a line is a name: « Zélinda GAMBA »."""
    given = _PERSON.fullmatch(before)
    return bool(given and not after.strip() and not morphology.readings(given[1].lower()))


def _said_otherwise(document: Document, lexicon: Lexicon, *, shown: bool) -> dict[str, str]:
    """Return the words in capitals that are no acronyms to report.

    ``shown``: the pages say what those of the lexicon stand for, and those that are marked.
    """
    said = {k: v for k, v in lexicon.pronunciations.items() if not is_known(k)}
    marked = (
        node for node in author_nodes(document) if isinstance(node, Abbr) and node.title
    )
    explained = (*lexicon.acronyms, *map(plain_text, marked)) if shown else ()
    names = (*_signed(document), *explained)
    return {**dict.fromkeys(names, "x"), **said}


def _signed(document: Document) -> tuple[str, ...]:
    signatures = " ".join(
        plain_text(block)
        for block in document.blocks
        if isinstance(block, Div) and block.role == "signature"
    )
    return surnames(f"{document.meta.author} {signatures}")


def _definitions(document: Document) -> Iterator[str]:
    """Yield each definition of the document as one line, with its term."""
    for node in author_nodes(document):
        if isinstance(node, Definition):
            yield f"{running_text(node.term)} : {' '.join(map(plain_text, node.blocks))}"
