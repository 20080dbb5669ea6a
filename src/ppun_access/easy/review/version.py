"""Make the easy version of a text from a page or a draft: linked, labelled, unsigned.

The label is a promise: only a text that people with intellectual disability have reviewed
may be called FALC, and until the author agrees the text stays unsigned.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from ppun_access.document.model import (
    Block,
    Div,
    Document,
    Heading,
    Para,
    Pos,
    Quote,
    Text,
)
from ppun_access.document.walk import labelled, nodes, plain_text
from ppun_access.easy.draft.essential import marked_points
from ppun_access.easy.draft.glossary import entry, glossary, hard_words
from ppun_access.easy.draft.words.lexicon import explanations
from ppun_access.easy.facts.sheet import Fact, facts_of, lost, lost_from
from ppun_access.easy.review.answers import letters
from ppun_access.easy.review.digests import (
    NOTHING,
    ReviewDigests,
    Surroundings,
    letters_digest,
    parted,
    review_digests,
    used_definitions,
    words_of_lines,
)
from ppun_access.easy.review.record import (
    AUTOMATIC,
    LABELS,
    Record,
    Standing,
    record,
    standing,
    without_readings,
)
from ppun_access.easy.review.ties import (
    changes,
    essential_unit,
    lines_at,
    ties,
    units,
    unlinked_paragraphs,
)
from ppun_access.french.text.sentences import split_sentences
from ppun_access.report import Finding, Report, excerpt

CORRECTED = (
    "Des personnes concernées ont relu ce texte.",
    "Il a changé ensuite, avec leurs réponses. Il n’est pas encore validé.",
)
"""What is said of a text that its readers’ answers changed, and that nobody read since."""
TO_WRITE = "<!-- à écrire : "
"""How a comment begins where a table or a picture is not drafted."""
LACKING = "Des tableaux ou des images du texte complet ne sont pas ici."
"""What is also said of a draft that could not carry them."""
_CHANGED: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        "texte": (
            "texte-change",
            "Ce texte simplifié a changé. Des personnes concernées doivent le relire.",
            "Le texte simplifié a changé depuis la relecture",
        ),
        "glossaire": (
            "glossaire-change",
            "Les mots expliqués ont changé. Des personnes doivent relire ce texte.",
            "Le glossaire a changé depuis la relecture",
        ),
        "images": (
            "images-changees",
            "Les images ont changé. Des personnes doivent relire ce texte.",
            "Une image ou un pictogramme a changé depuis la relecture",
        ),
    }
)
"""What may change after a review → its finding, what readers and what editors are told."""
_OMITTED = re.compile(r"<!--\s*faits? omis\s*:(.*?)-->", re.IGNORECASE | re.DOTALL)
"""What a team leaves out on purpose: « <!-- faits omis : 150 €, le 3 mai --> »."""
_ALL_FACTS = "tous"
_SMALL_COUNT = 10
_NAMED_FACTS = 5
_TO_WRITE = re.compile(r"<!--\s*à écrire\s*(?::(.*?))?-->", re.IGNORECASE | re.DOTALL)


def fingerprint(document: Document) -> str:
    """Return 16 hexadecimal digits that change when the words of ``document`` do.

    Only letters and digits count: a repaired space or quotation mark asks nobody to read
    an easy version again. What the front matter marks for « L’essentiel » counts too.
    """
    return letters_digest(f"{_words(document)}{''.join(marked_points(document))}")


def _words(document: Document) -> str:
    return f"{document.title}{plain_text(labelled(document))}"


def is_written_from(page: Document, stamp: str, source: Document) -> bool:
    """Return whether ``stamp`` is that of ``source``, or says nothing.

    A stamp once held no « L’essentiel » of the front matter: it holds as long as ``page``
    says it word for word.
    """
    if stamp in ("", fingerprint(source)):
        return True
    said = letters(plain_text(page))
    kept = all(letters(point) in said for point in marked_points(source))
    return kept and stamp == letters_digest(_words(source))


def to_write(text: str) -> tuple[tuple[int, str], ...]:
    """Return the places that a Markdown text still has to fill in: line and words.

    Of an empty comment, only the line is known.
    """
    found = list(_TO_WRITE.finditer(text, 0, text.rfind("-->") + 3))
    lines = lines_at(text, (one.start() for one in found))
    said = (" ".join((one[1] or "").split()) for one in found)
    return tuple(zip(lines, said, strict=True))


def easy_version(
    page: Document, source: Document, report: Report, around: Surroundings = NOTHING
) -> Document:
    """Return ``page`` as the easy version of ``source``: same id, labelled, unsigned.

    Author and role are those of ``source`` once ``accord_auteur`` records the agreement
    of the author, with a service and a date; before that they are empty. ``around`` is
    what else the label was given to.
    """
    found = without_readings(record(dict(page.meta.front)), around.late)
    for code, message in found.faults:
        _report_changes(code, message, page, report)
    for line, what in to_write(around.written):
        told = f"Ce passage du texte complet n’est pas écrit ici : {what}."
        message = (
            f"{told if what else 'Il reste un passage à écrire.'} Écrivez-le, puis "
            "retirez le commentaire « à écrire » ; retirez-le aussi si vous laissez ce "
            "passage de côté."
        )
        _report_changes("passage-a-ecrire", message, page, report, line)
    _report_lost_facts(page, source, around.written, report)
    status, label = _status(page, found, source, around, report)
    ending = (*end_glossary(page, around), *around.credits)
    easy = _labelled(page, source, status, label, ending)
    if found.agreed and source.meta.author:
        easy = _signed(easy, source)
    if not found.agreed and (words := first_person(page)):
        message = (
            f"Le texte parle à la première personne (« {words} ») sans l’accord de "
            "l’auteur. Écrivez « la Région » ou « la Présidente », ou notez "
            "« accord_auteur: {service: …, date: …} »."
        )
        _report_changes("premiere-personne", message, page, report)
    return easy


def left_out_on_purpose(written: str) -> list[str]:
    """Return the facts that comments of an easy text leave out (« faits omis »)."""
    end = written.rfind("-->") + 3  # what opens after it is no comment
    return [one[1].strip() for one in _OMITTED.finditer(written, 0, end)]


def lost_facts(page: Document, source: Document, written: str) -> tuple[Fact, ...]:
    """Return the facts of ``source`` that its easy ``page`` does not say.

    Nothing is lost in a paragraph that no passage tells, or no longer as it is: other
    findings speak of it. A small count in words (« deux équipes ») may go: nobody acts on
    it. ``written`` is the Markdown of the page, with its comments.
    """
    omitted = left_out_on_purpose(written)
    if _ALL_FACTS in map(str.lower, omitted):
        return ()
    tied = {digest for one in ties(written) if one.passage for digest in one.digests}
    told = (u.block for u in units(source) if u.digest in tied or not ties(written))
    gone = lost_from(lost(facts_of(told), page), "\n".join(omitted))
    return tuple(one for one in gone if not _is_small_count(one))


def _is_small_count(one: Fact) -> bool:
    count = one.key[0]
    is_small = one.kind == "nombre" and count.isdigit() and int(count) <= _SMALL_COUNT
    return is_small and not any(map(str.isdigit, one.words))


def _report_lost_facts(
    page: Document, source: Document, written: str, report: Report
) -> None:
    if not (gone := lost_facts(page, source, written)):
        return
    told = [*dict.fromkeys(one.words for one in gone)]
    some = ", ".join(f"« {words} »" for words in told[:_NAMED_FACTS])
    more = f" et {len(told) - _NAMED_FACTS} de plus" if len(told) > _NAMED_FACTS else ""
    message = (
        f"Le texte complet dit {some}{more} ; le texte simplifié ne le dit pas. "
        "Écrivez-le, ou dites dans le fichier que c’est voulu : « <!-- faits omis : "
        f"{gone[0].words} --> » (« tous » pour tous)."
    )
    _report_changes("fait-perdu", message, page, report)


def automatic_version(
    page: Document, source: Document, report: Report, *, is_whole: bool = True
) -> Document:
    """Return ``page``, the machine's draft of ``source``, labelled as that and unsigned.

    ``is_whole``: no table and no picture of the source is missing; else readers are told.
    """
    if words := first_person(page):
        message = (
            f"Le brouillon publié parle à la première personne (« {words} ») sans l’accord "
            f"de l’auteur. Tapez « ppun-access facile new {source.id} », puis corrigez-le."
        )
        _report_changes("premiere-personne", message, page, report)
    label = LABELS[AUTOMATIC] if is_whole else (*LABELS[AUTOMATIC], LACKING)
    return _labelled(page, source, AUTOMATIC, label)


def _labelled(
    page: Document,
    source: Document,
    status: str,
    label: Iterable[str],
    ending: Iterable[Block] = (),
) -> Document:
    """Return ``page`` as an unsigned version of ``source`` that says its state."""
    state = Div(tuple(Para((Text(line),)) for line in label), "status")
    blocks: tuple[Block, ...] = (state, *page.blocks, *ending)
    hidden = source.meta.hidden
    meta = replace(page.meta, status=status, author="", role="", front=(), hidden=hidden)
    return replace(page, id=source.id, lang=source.lang, blocks=blocks, meta=meta)


def _signed(easy: Document, source: Document) -> Document:
    meta = replace(easy.meta, author=source.meta.author, role=source.meta.role)
    lines = (Para((Text(meta.author),)), Para((Text(meta.role),)))
    signature = Div(tuple(p for p in lines if plain_text(p)), "signature")
    return replace(easy, blocks=(*easy.blocks, signature), meta=meta)


def _status(
    page: Document, found: Record, source: Document, around: Surroundings, report: Report
) -> tuple[str, tuple[str, ...]]:
    """Return the published state, and the reason for it."""
    now = review_digests(page, found.stamp, around)
    status, label = _earned(page, found, now, source.id, report)
    changed = [*_source_changes(page, found, source, around, report)]
    if found.review_digests is not None and status in ("relu", "valide"):
        changed += _own_changes(page, found.review_digests, now, report)
    if changed:
        title, _ = LABELS["a-revoir"]
        return "a-revoir", (title, *dict.fromkeys(changed))
    return status, label


def _earned(
    page: Document, found: Record, now: ReviewDigests, id_: str, report: Report
) -> tuple[str, tuple[str, ...]]:
    """Return the state that the review record supports, and what is said of it.

    A text that changed after its review keeps its state here: its changes are told.
    """
    state, reach = found.state, standing(found, now)
    changed = found.review_digests and not now.are_those_read(found.review_digests)
    is_sure = reach is Standing.READ and found.review_digests is not None
    if state != "brouillon" and not (reach or (changed and found.readings)):
        message = (
            f"Le statut est « {state} », mais aucune relecture passée de ce texte n’est "
            "notée : il est publié comme un brouillon. Notez la relecture avec "
            f"« ppun-access facile sign {id_} »."
        )
        _report_changes("relecture-absente", message, page, report)
        state = "brouillon"
    elif state == "valide" and not (is_sure or changed):
        message = (
            "Le statut est « valide », mais rien ne dit que ce texte-ci a été validé : il "
            f"est publié comme un texte relu. Tapez « ppun-access facile sign {id_} »."
        )
        _report_changes("signature-absente", message, page, report)
        state = "relu"
    if state == "relu" and found.answered and reach is Standing.ANSWERED:
        return state, (LABELS[state][0], *CORRECTED)
    return state, LABELS[state]


def _source_changes(
    page: Document, found: Record, source: Document, around: Surroundings, report: Report
) -> Iterator[str]:
    """Yield the notices to readers when the source has changed."""
    tied = ties(around.written)
    now = (*essential_unit(source), *units(source))
    old = changes(tied, now)
    for one, fresh in old:
        told = f"dit maintenant « {excerpt(fresh, 20)} »" if fresh else "n’y est plus"
        message = (
            f"Le paragraphe du texte complet {told} : ce passage est à revoir. L’ancien "
            "reste publié, avec une note."
        )
        _report_changes("paragraphe-a-revoir", message, page, report, one.line, one.passage)
    for unit in unlinked_paragraphs(tied, now) if tied else ():
        message = (
            "Ce paragraphe du texte complet n’a pas de version simplifiée. Tapez "
            f"« ppun-access facile new {source.id} --completer » pour avoir son brouillon."
        )
        _report_changes("paragraphe-sans-facile", message, page, report, 1, unit.text)
    if old or not is_written_from(page, found.stamp, source):
        message = (
            "Le texte complet a changé depuis l’écriture de la version simplifiée. "
            f"Relisez-la, puis tapez « ppun-access facile sign {source.id} --revu »."
        )
        _report_changes("source-changee", message, page, report)
        yield LABELS["a-revoir"][1]


def _own_changes(
    page: Document, signed: ReviewDigests, now: ReviewDigests, report: Report
) -> Iterator[str]:
    """Yield the notices to readers when the easy text changed after its review."""
    for name, (code, note, told) in _CHANGED.items():
        if signed.values()[name] != now.values()[name]:
            message = f"{told} : il perd son étiquette. Faites-le relire, puis signez-le."
            _report_changes(code, message, page, report)
            yield note


def _report_changes(
    code: str,
    message: str,
    page: Document,
    report: Report,
    line: int = 1,
    passage: str = "",
) -> None:
    pos = Pos(page.meta.source, line)
    report.add(Finding(code, message, pos, page.title, passage))


# The glossary at the end


def end_glossary(page: Document, around: Surroundings) -> tuple[Block, ...]:
    """Return the glossary of ``page``, nothing when it has its own or uses no word of it.

    Eight words at most are explained, and the acronyms.
    """
    _, own = parted(page.blocks)
    used = used_definitions(page, around.definitions)
    if own or not (used or around.acronyms):
        return ()
    lines = [plain_text(n) for n in nodes(page) if isinstance(n, Heading | Para)]
    short = (entry(*pair) for pair in around.acronyms.items())
    words = hard_words(lines, used, title=page.title)
    return glossary((*short, *(one for one in words if one.word in used)))


# First person


_SAID = re.compile(r"«[^«»]*»")
_FIRST_PERSON = re.compile(
    r"(?<![\w-])(?:[Jj][’']|(?:[Jj]e|[Nn]ous|moi|mon|ma|mes|notre|nos)\b)"
)
_EXPLAINS = re.compile(r"\s*+([^\s:](?:[^:]*[^\s:])?+)\s*+:\s*+(.*)", re.DOTALL)


def first_person(page: Document) -> str:
    """Return the first words of ``page`` in the first person, empty without any.

    Quotations and titles, which may be the reader's question, do not count, nor what
    explains a word: « Environnement : tout ce qui est autour de nous. ».
    """
    text, glossary = _without_glossary(page.blocks)
    known = {letters(line.partition(":")[0]) for line in words_of_lines(glossary)}
    known |= set(map(letters, explanations()))
    for sentence in _sentences_of(text):
        found = _FIRST_PERSON.search(sentence)
        if found and not _explains(sentence, known):
            return " ".join(sentence[found.start() :].split()[:5])
    return ""


def _without_glossary(
    blocks: tuple[Block, ...],
) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """Return the blocks around the glossary, and its own, which end at the next title."""
    body, rest = parted(blocks)
    titles = (n for n, block in enumerate(rest) if n and isinstance(block, Heading))
    end = next(titles, len(rest))
    return (*body, *rest[end:]), rest[1:end]


def _sentences_of(blocks: Iterable[Block]) -> Iterator[str]:
    for line in words_of_lines(b for b in blocks if not isinstance(b, Quote | Heading)):
        yield from split_sentences(_SAID.sub("", line))


def _explains(sentence: str, known: set[str]) -> bool:
    """Return whether a sentence gives the meaning of a word, not what « nous » do of it."""
    found = _EXPLAINS.match(sentence)
    if not found or letters(found[1]) not in known:
        return False
    return not _FIRST_PERSON.match(found[2])
