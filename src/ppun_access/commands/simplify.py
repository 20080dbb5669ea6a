"""``simplify``: print the draft of an easier text, rule by rule."""

from __future__ import annotations

import json
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby, islice
from pathlib import Path

from ppun_access.build.model_drafts import (
    Drafted,
    OnProgress,
    Provenance,
)
from ppun_access.build.rewriting import open_rewriter, without_parser
from ppun_access.commands.model_help import along_the_plans, model_line, model_server
from ppun_access.commands.texts import STDIN, Outcome, stdin_text, texts, within_time
from ppun_access.document.model import Document
from ppun_access.easy.draft import glossary
from ppun_access.easy.draft.composition import (
    BODY,
    HEADINGS,
    EasyDraft,
    HardWord,
    composed,
    drafts_of,
    listed,
)
from ppun_access.easy.draft.essential import TITLE
from ppun_access.easy.draft.first_draft import left_out, plan_of
from ppun_access.easy.draft.model import Parser
from ppun_access.easy.draft.model_answers import RULE
from ppun_access.easy.draft.passages import Passage, passages
from ppun_access.easy.draft.structure.rounds import LABELS
from ppun_access.easy.facts.sheet import sheet_of
from ppun_access.easy.review.ties import units
from ppun_access.errors import ExitCode, InputError
from ppun_access.report import Report
from ppun_access.runtime.processor_time import TEXT_SECONDS
from ppun_access.settings.lexique_toml import Lexicon
from ppun_access.settings.ppun_toml import Settings, find_settings, load_settings
from ppun_access.tools.chat import Server
from ppun_access.writers.units import NBSP


@dataclass(frozen=True, slots=True)
class SimplifyRequest:
    """What the user asked for; ``form`` is text, diff or json."""

    file: str
    form: str = "text"
    model_host: str | None = None
    """Where the model of the settings may be asked: this computer too when empty.

    None: not at all. The settings may be those of a stranger, who would have the texts and
    the key sent to a server of theirs: the person who runs the command names the host.
    """
    seconds: float = TEXT_SECONDS
    """Of processor, for each text."""


def simplify(
    request: SimplifyRequest,
    report: Report,
    read_stdin: Callable[[], bytes],
    on_progress: OnProgress,
) -> Outcome:
    """Return the draft of every text of ``FILE``, of ``FILE#id`` or of ``-``.

    Raises InputError when there is nothing to simplify, UsageError for a model that is
    not set.
    """
    documents, project = _documents(request.file, report, read_stdin)
    work = partial(_drafted, request, documents, project, report, on_progress)
    return within_time(request.file, work, request.seconds * len(documents))


def _drafted(
    request: SimplifyRequest,
    documents: tuple[Document, ...],
    project: tuple[Settings, Lexicon],
    report: Report,
    on_progress: OnProgress,
) -> Outcome:
    file, (settings, _) = request.file, project
    host = request.model_host
    server = None if host is None else model_server(settings, host)
    found = [passages(document) for document in documents]
    if all(passage.kept for some in found for passage in some):
        raise InputError(
            f"{file} : il n’y a aucune phrase à simplifier.",
            next_step="Ajoutez du texte à cette page, ou donnez-en une autre.",
        )
    with open_rewriter() as parser:
        pairs = list(zip(documents, found, strict=True))
        made, provenance = _drafts(pairs, settings, server, parser, on_progress)
        rest = iter(made)
        texts_ = tuple(
            _composed(document, some, list(islice(rest, len(some))), project, parser)
            for document, some in pairs
        )
    _drop_explained(report, texts_)
    lost = tuple(line for document in documents for line in left_out(units(document)))
    return _printed(request.form, texts_, provenance, lost)


def _composed(
    document: Document,
    found: tuple[Passage, ...],
    made: Sequence[Drafted],
    project: tuple[Settings, Lexicon],
    parser: Parser | None,
) -> TextDraft:
    settings, lexicon = project
    drafts, genre = [one.draft for one in made], settings.of(document.id).genre
    whole = composed(document, found, drafts, lexicon, parser, genre)
    return TextDraft(document, found, tuple(made), whole, genre)


def _drop_explained(report: Report, drafts: Iterable[TextDraft]) -> None:
    """Leave out the findings on acronyms that the draft explains."""
    told = {
        (one.document.title, f"Le sigle « {word.explained.word} » ")
        for one in drafts
        for word in one.whole.acronyms
    }
    report.findings[:] = [
        finding
        for finding in report.findings
        if finding.code != "sigle-inexplique"
        or not any(
            finding.page == title and finding.message.startswith(opening)
            for title, opening in told
        )
    ]


def _printed(
    form: str,
    drafts: tuple[TextDraft, ...],
    provenance: Provenance | None,
    lost: tuple[str, ...],
) -> Outcome:
    notes = (*without_parser(), *lost)
    told = model_line(provenance) if provenance else ()
    useless = provenance is not None and provenance.is_useless
    code = ExitCode.OUTPUT_FAILED if useless else ExitCode.DONE
    match form:
        case "json":
            return Outcome(as_json(drafts, provenance), (*notes, *told), code)
        case "diff":
            text = "\n".join(line for one in drafts for line in _diff(one))
            return Outcome(text, (*notes, *told), code)
        case _:
            marked = _marked(sum(len(one.modelled) for one in drafts))
            return Outcome(as_text(drafts), (*notes, *told, *marked), code)


def _documents(
    file: str, report: Report, read_stdin: Callable[[], bytes]
) -> tuple[tuple[Document, ...], tuple[Settings, Lexicon]]:
    if file == STDIN:
        document = stdin_text(read_stdin(), report)
        return (document,), (load_settings(find_settings(Path.cwd())), Lexicon())
    found = texts(file, report)
    return found.documents, (found.project.settings, found.project.lexicon)


def _drafts(
    texts_: Sequence[tuple[Document, tuple[Passage, ...]]],
    settings: Settings,
    server: Server | None,
    parser: Parser | None,
    on_progress: OnProgress,
) -> tuple[list[Drafted], Provenance | None]:
    """Return the draft of each passage: by the rules, then by the model where it is set."""
    drafts = drafts_of([passage for _, some in texts_ for passage in some], parser)
    if server is None or parser is None:
        return [Drafted(draft) for draft in drafts], None
    return along_the_plans(texts_, drafts, settings, server, parser, on_progress)


def _marked(count: int) -> tuple[str, ...]:
    """Return the legend of the marks in the text, empty without any."""
    if not count:
        return ()
    some = "1 phrase vient" if count == 1 else f"{count} phrases viennent"
    begin = "elle commence" if count == 1 else "chacune commence"
    return (f"{some} du modèle\u00a0: {begin} par «\u00a0{MARK.strip()}\u00a0».",)


@dataclass(frozen=True, slots=True)
class TextDraft:
    """The draft of one text, and where each of its sentences comes from."""

    document: Document
    found: tuple[Passage, ...]
    made: tuple[Drafted, ...]
    whole: EasyDraft
    genre: str = ""
    """The kind of text that the settings give."""

    @property
    def modelled(self) -> tuple[str, ...]:
        """The sentences that a language model wrote."""
        return tuple(s for one in self.made for s in _modelled(one))


def _modelled(one: Drafted) -> tuple[str, ...]:
    return one.draft.sentences if one.origin == "modele" else ()


# Text

MARK = f"Modèle{NBSP}: "
"""Stands before each sentence of a language model: it is read aloud as it is seen."""


def _with_marks(text: str, modelled: Container[str]) -> str:
    """Return ``text`` with the mark before those of its lines that a model wrote."""
    lines = text.split("\n")
    return "\n".join(f"{MARK}{line}" if line in modelled else line for line in lines)


def as_text(drafts: Sequence[TextDraft]) -> str:
    """Return drafts, a sentence or a sense line a line, blocks parted by a blank one."""
    several = len(drafts) > 1
    return "\n\n".join(block for one in drafts for block in _blocks(one, several))


def _blocks(one: TextDraft, titled: bool) -> Iterator[str]:
    if titled:
        yield one.document.title
    points = one.whole.points or one.whole.proposed
    if points:
        said = (_with_marks(point, one.modelled) for point in points)
        yield "\n".join((HEADINGS[one.whole.essential.origin], *listed(said)))
    if points and not one.found[0].kept:
        yield BODY
    yield from _body(one)
    words = glossary.ordered(word.explained for word in one.whole.explained)
    if words:
        yield "\n".join((glossary.TITLE, *listed(map(glossary.line, words))))


def _body(one: TextDraft) -> Iterator[str]:
    """Yield the blocks of a text; the items of a list are together."""
    pairs = zip(one.found, map(_block, one.whole.lines, one.made), strict=True)
    items: list[str] = []
    for _, group in groupby(pairs, key=lambda pair: pair[0].place):
        (passage, first), *others = group
        text = "\n".join(filter(None, (first, *(said for _, said in others))))
        if passage.mark:
            text, _, apart = text.partition("\n\n")
            items.append(passage.mark + text.replace("\n", f"\n{' ' * len(passage.mark)}"))
            if not (text := apart):
                continue
        if items:
            yield "\n".join(items)
            items = []
        yield text
    if items:
        yield "\n".join(items)


def _block(lines: Sequence[str], made: Drafted) -> str:
    return _with_marks("\n".join(lines), _modelled(made))


# Differences


def _diff(one: TextDraft) -> Iterator[str]:
    if one.whole.points:
        yield from (f"+ {line}" for line in (TITLE, *listed(one.whole.points)))
        yield ""
    if one.whole.proposed:
        proposed = (" ".join(point.split("\n")) for point in one.whole.proposed)
        yield f"? {one.whole.essential.origin} (essentiel) : {' | '.join(proposed)}"
        yield ""
    for n, passage in enumerate(one.found):
        explained = [word.line for word in one.whole.explained if word.passage == n]
        yield from _changes(passage, one, n, explained)
    words = glossary.ordered(word.explained for word in one.whole.explained)
    if words:
        entries = (glossary.TITLE, *listed(map(glossary.line, words)))
        yield from (f"+ {line}" for line in entries)


_NAMES = {**LABELS, RULE: "modèle de langage, pour tout le passage"}


def _changes(
    passage: Passage, one: TextDraft, n: int, explained: Sequence[str]
) -> Iterator[str]:
    draft, refused = one.whole.drafts[n], one.made[n].refused
    if not draft.rules and not refused and not explained:
        return
    if passage.line:
        yield f"ligne {passage.line}"
    yield f"- {draft.source}"
    if draft.rules or explained:
        yield from (
            f"+ {line}" for s in one.whole.lines[n] for line in s.strip().split("\n")
        )
        rules = [_NAMES.get(rule, rule) for rule in draft.rules]
        rules += ["mots expliqués"] if explained else []
        yield f"  règles : {', '.join(dict.fromkeys(rules))}"
    if refused:
        yield f"  modèle refusé : {refused}"
    yield ""


# JSON


def as_json(drafts: Sequence[TextDraft], provenance: Provenance | None) -> str:
    """Return the contract's JSON: one text, or ``documents`` when there are several."""
    modelled = provenance is not None
    found = [{"id": one.document.id, **_values(one, modelled)} for one in drafts]
    values: dict[str, object] = {"documents": found}
    if len(found) == 1:
        values = _values(drafts[0], modelled)
    if provenance:
        values = {"model": provenance.values(), **values}
    return json.dumps(values, ensure_ascii=False, indent=1)


def _values(one: TextDraft, modelled: bool) -> dict[str, object]:
    return {
        "sentences": [_sentence(one, n, modelled) for n in range(len(one.found))],
        "essential": {
            "origin": one.whole.essential.origin,
            "points": list(one.whole.essential.points),
        },
        **_planned(one.document, one.genre),
        "acronyms": [_explained(word) for word in one.whole.acronyms],
        "hard_words": [_explained(word) for word in one.whole.hard_words],
    }


def _planned(document: Document, genre: str) -> dict[str, object]:
    """Return the kind of a text, its facts, and what answers each question of its plan."""
    made, said = plan_of(document, genre)
    return {
        "genre": made.genre,
        "facts": [
            {"kind": f.kind, "words": f.words, "sentence": f.sentence, "line": f.line}
            for f in sheet_of(document)
        ],
        "plan": [
            {
                "topic": answer.topic,
                "question": answer.question,
                "sentences": [
                    said[part.unit][n]
                    for part in answer.parts
                    for n in part.sentences
                    if n < len(said[part.unit])
                ],
            }
            for answer in made.answers
        ],
    }


def _explained(word: HardWord) -> dict[str, object]:
    return {
        "word": word.explained.word,
        "meaning": word.explained.meaning,
        "uses": word.explained.uses,
        "sentence": word.passage,
        "after": word.sentence,
    }


def _sentence(one: TextDraft, n: int, modelled: bool) -> dict[str, object]:
    draft, made = one.whole.drafts[n], one.made[n]
    return {
        "source": draft.source,
        "draft": list(draft.sentences),
        "rules": list(draft.rules),
        "confidence": "auto" if draft.rules else "none",
        **({"origin": made.origin, "refused": made.refused or None} if modelled else {}),
    }
