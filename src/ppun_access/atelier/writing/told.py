"""What is told of one passage while it is written: nothing of the others is worked out.

Every rule is one of ``easy/``: the audit, the drafts, the words that are explained, the
facts of the source. What only the whole text tells (is this word explained elsewhere?) is
asked of passages that were read once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from ppun_access.atelier.writing.passages import EasyText, Passage, digest
from ppun_access.build.audit import facts_of
from ppun_access.document.model import Document, Meta
from ppun_access.document.sources import cut_at_comments
from ppun_access.easy.audit import audit
from ppun_access.easy.audit.grammar import addressed
from ppun_access.easy.audit.model import PROFILES, AuditFinding, Facts
from ppun_access.easy.audit.model import Passage as Quoted
from ppun_access.easy.audit.passages import passages as quoted
from ppun_access.easy.audit.vocabulary import is_explained
from ppun_access.easy.draft.composition import drafts_of
from ppun_access.easy.draft.first_draft import first_draft
from ppun_access.easy.draft.glossary import hard_words, line
from ppun_access.easy.draft.markdown import escaped, escaped_lines
from ppun_access.easy.draft.model import Parser, Source
from ppun_access.easy.draft.model_answers import Judge, check
from ppun_access.easy.draft.passages import Passage as Sentence
from ppun_access.easy.draft.passages import passages as sentences
from ppun_access.easy.draft.structure.rounds import LABELS
from ppun_access.easy.facts.sheet import Fact, lost_from
from ppun_access.easy.facts.sheet import facts_of as facts_in
from ppun_access.easy.review.ties import Unit
from ppun_access.easy.review.version import first_person, left_out_on_purpose
from ppun_access.readers import ReaderOptions, read_markdown
from ppun_access.report import Report
from ppun_access.settings.lexique_toml import Lexicon
from ppun_access.settings.ppun_toml import Settings
from ppun_access.transforms import EASY, TransformOptions, apply

_LEAD = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+|[ \t]*(?:>[ \t]?)*")
_KINDS = {"mots": "mots plus simples", "lignes": "des lignes courtes"}
_EVERY_FACT = "tous"


@dataclass(frozen=True, slots=True)
class Around:
    """What a passage is looked at with: its project, its source, the parser if loaded."""

    source: Document
    units: Mapping[str, Unit]
    """The paragraphs of the source, by digest."""
    settings: Settings = field(default_factory=Settings)
    lexicon: Lexicon = field(default_factory=Lexicon)
    parser: Parser | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """Another wording of a sentence, or a line that explains one of its words.

    A person takes it or refuses it.
    """

    rules: tuple[str, ...]
    """Why, in French."""
    before: str
    after: str
    """As Markdown."""
    text: str = ""
    """The passage with it; empty where the sentence has links or marks, done by hand."""
    word: str = ""
    """The word that is explained."""

    @property
    def key(self) -> str:
        """What it is called by whoever takes it or refuses it."""
        return digest(f"{self.before}\0{self.after}")[:12]


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of one passage."""

    lengths: tuple[int, ...] = ()
    """The words of each sentence."""
    most: int = 0
    """Those that a sentence may have."""
    remarks: tuple[AuditFinding, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    words: tuple[Proposal, ...] = ()
    facts: tuple[Fact, ...] = ()
    """Those of its paragraphs of the source that the text does not say yet."""
    first_person: str = ""


def told(text: EasyText, number: int, around: Around) -> Told:
    """Return what is told of the passage ``number`` of ``text``."""
    passage = text.passages[number]
    facts = tuple(_facts(text, passage, passage.digests or (), around))
    shown = passage.said
    if not shown:
        return Told(facts=facts)
    if passage.is_glossary:
        return Told()
    page = _read(shown, around.source.lang)
    measured = facts_of(page, {}, around.settings, around.lexicon, Report())
    whole = _whole(text, around)
    lengths = (
        measured.measured(one).words for one in measured.passages if one.kind != "titre"
    )
    found = (f for r in audit(measured).results for f in r.findings if f.sentence)
    raw = sentences(_parsed(shown, around.source.lang))
    return Told(
        tuple(lengths),
        measured.profile.sentence_words,
        tuple(dict.fromkeys(one for one in found if _holds(one, whole))),
        tuple(_proposals(raw, passage, around.parser)),
        tuple(_words(raw, passage, whole, around)),
        facts,
        first_person(page),
    )


def draft_of(passage: Passage, around: Around) -> str:
    """Return the draft of the paragraphs that a passage is tied to, empty without any."""
    found = [around.units[d].block for d in passage.digests or () if d in around.units]
    if not found:
        return ""
    source = replace(around.source, blocks=tuple(found))
    made = first_draft(source, around.lexicon, around.parser)
    shown = (map(str.lstrip, cut_at_comments(one)[::2]) for one in made.paragraphs)
    return "\n\n".join(filter(None, ("".join(one).strip() for one in shown)))


def compared(passage: Passage, around: Around) -> tuple[str, ...]:
    """Return what a passage changes of its paragraphs, by the checks of what models write.

    They need the parser: nothing is told without it.
    """
    source = source_of(passage, around)
    if around.parser is None or not (source.text and passage.said):
        return ()
    said = [one.source.text for one in sentences(_parsed(passage.said, around.source.lang))]
    return check(source, "\n".join(said), judge_of(around, around.parser))


def source_of(passage: Passage, around: Around) -> Source:
    """Return the words of the paragraphs that a passage is tied to."""
    found = (around.units[d].text for d in passage.digests or () if d in around.units)
    return Source(" ".join(found))


def judge_of(around: Around, parser: Parser) -> Judge:
    """Return what the checks of what models write need."""
    return Judge(parser, PROFILES[around.settings.audit_profile].sentence_words)


def facts_apart(text: EasyText, around: Around) -> Iterator[str]:
    """Yield the facts that the text does not say of paragraphs without any passage.

    Those of the others are told beside their passages.
    """
    tied = {one for passage in text.passages for one in passage.digests or ()}
    apart = [key for key in around.units if key not in tied]
    yield from (one.words for one in _facts(text, Passage(), apart, around))


# Reading a passage


def read_passage(passage: Passage, lang: str) -> Document:
    """Return a passage as it will be published, but for its picture."""
    return _read(passage.said, lang)


@lru_cache(maxsize=4096)
def _parsed(text: str, lang: str) -> Document:
    """Return a passage as it is written."""
    options = ReaderOptions(lang, sense_lines=True)
    (page,) = read_markdown(text, "passage.md", options, Report())
    title = page.title if text.startswith("# ") else ""
    return replace(page, title=title, meta=Meta(status="brouillon"))


@lru_cache(maxsize=4096)
def _read(text: str, lang: str) -> Document:
    """Return a passage as it will be published."""
    return apply(EASY, _parsed(text, lang), TransformOptions(), Report())


@lru_cache(maxsize=4096)
def _quoted(text: str, lang: str) -> tuple[Quoted, ...]:
    return tuple(one for one in quoted(_read(text, lang)) if one.text)


def _whole(text: EasyText, around: Around) -> Facts:
    """Return the whole text, for the rules that look elsewhere than in a passage."""
    lang = around.source.lang
    every = (_quoted(one.said, lang) for one in text.passages if one.said)
    found = tuple(one for some in every for one in some)
    return Facts(around.source, found, definitions=around.lexicon.definitions)


# What is told


def _holds(one: AuditFinding, whole: Facts) -> bool:
    """Return whether what the audit says of a passage alone is true in the whole text."""
    match one.code:
        case "mot-difficile" | "jargon":
            return not is_explained(one.found.lower(), whole)
        case "vous":
            return addressed(whole).verdict == "NC"
        case _:
            return True


def _proposals(
    found: Sequence[Sentence], passage: Passage, parser: Parser | None
) -> Iterator[Proposal]:
    """Yield what the rules of drafts would write, sentence by sentence."""
    for sentence, one in zip(found, drafts_of(found, parser), strict=True):
        before, after = sentence.source.text, escaped_lines("\n".join(one.sentences))
        kinds = (rule.partition("/")[0] for rule in one.rules)
        names = dict.fromkeys(LABELS.get(kind, _KINDS.get(kind, kind)) for kind in kinds)
        whole = replaced(passage.shown, before, after)
        if names and whole != passage.shown:
            yield Proposal(tuple(names), before, after, whole)


def _words(
    found: Sequence[Sentence], passage: Passage, whole: Facts, around: Around
) -> Iterator[Proposal]:
    """Yield the words that the text explains nowhere, and whose meaning is known."""
    said = [one.source.text for one in found]
    title, known = around.source.title, around.lexicon.definitions
    for one in hard_words(said, known, parser=around.parser, title=title):
        if not is_explained(one.word.lower(), whole):
            gloss = line(one)
            text = glossed(passage.shown, said[one.place], escaped(gloss))
            yield Proposal((), "", gloss, text, one.word)


def _facts(
    text: EasyText, passage: Passage, tied: Iterable[str], around: Around
) -> Iterator[Fact]:
    """Yield what paragraphs of the source say and the text, ``passage`` first, does not."""
    blocks = [around.units[d].block for d in tied if d in around.units]
    omitted = [one for p in text.passages for one in left_out_on_purpose(p.raw)]
    if not blocks or _EVERY_FACT in map(str.lower, omitted):
        return
    left = lost_from(facts_in(blocks), _flat(passage.text))
    if left:
        others = (p.text for p in text.passages if p is not passage)
        lost = lost_from(left, _flat("\n".join((*others, *omitted))))
        yield from {" ".join(one.words.split()): one for one in lost}.values()


def _flat(text: str) -> str:
    return text.replace("\\", "")


# A sentence in the Markdown of its passage


def _span(text: str, sentence: str) -> tuple[int, int] | None:
    r"""Return where a sentence stands in Markdown; None when marks stand inside it.

    >>> _span("Un\n\\*mot\\* ici.", "Un *mot* ici.")
    (0, 15)
    """
    words = ("".join(map(_sign, word)) for word in sentence.split())
    found = re.search(r"\s+".join(words), text)
    return found.span() if found else None


_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def _sign(sign: str) -> str:
    """Return what a character of a text is in Markdown."""
    plain = rf"\\?{re.escape(sign)}"
    return rf"(?:{_ENTITIES[sign]}|{plain})" if sign in _ENTITIES else plain


def replaced(text: str, before: str, after: str) -> str:
    """Return Markdown with a sentence said otherwise; empty when it is not found whole.

    Inside an item of a list, the lines that follow stand under its words.
    """
    span = _span(text, before)
    if span is None:
        return ""
    start, end = span
    return text[:start] + after.replace("\n", f"\n{_under(text, start)}") + text[end:]


def _under(text: str, place: int) -> str:
    """Return how a line begins that goes on what stands at ``place``."""
    item = _LEAD.match(text[text.rfind("\n", 0, place) + 1 : place])
    lead = item[0] if item else ""
    return lead if ">" in lead else " " * len(lead)


def glossed(text: str, sentence: str, gloss: str) -> str:
    """Return Markdown with a word explained in the line after the sentence that uses it."""
    span = _span(text, sentence)
    if span is None:
        return f"{text}\n{gloss}"
    own = text[span[0] : span[1]]
    made = replaced(text, sentence, f"{own}\n{gloss}")
    rest = text[span[1] :]
    if rest[:1] in (" ", "\t"):  # another sentence follows on the line
        under = _under(text, span[0])
        made = made[: len(made) - len(rest)] + f"\n{under}" + rest.lstrip(" \t")
    return made
