"""Ask the language model of the settings for one passage, when a person presses for it."""

from __future__ import annotations

from dataclasses import dataclass

from ppun_access.atelier.screen import told
from ppun_access.atelier.writing.passages import Passage, digest
from ppun_access.atelier.writing.told import Around, judge_of, source_of
from ppun_access.build.model_drafts import Provenance, answer
from ppun_access.commands.model_help import model_server
from ppun_access.easy.draft.first_draft import escaped
from ppun_access.easy.draft.model_answers import LONGEST_SOURCE
from ppun_access.errors import InputError, PpunError
from ppun_access.runtime.cache import Cache, default_root


@dataclass(frozen=True, slots=True)
class Answer:
    """What a model wrote for a passage, or why it may not stand there."""

    text: str = ""
    """As Markdown; empty when it is refused, or when none came."""
    reasons: tuple[str, ...] = ()
    """What the checks say of the last answer."""
    failure: str = ""
    """Why no answer came, and what to do."""

    @property
    def key(self) -> str:
        """What it is called by whoever takes it."""
        return digest(self.text)[:12]


def asked(passage: Passage, around: Around, host: str) -> Answer:
    """Return the answer for the paragraphs of a passage; it passed every check.

    The model is on this computer, or at ``host``, which who opened the atelier has named.
    """
    try:
        server = model_server(around.settings, host)
        source = source_of(passage, around)
        if around.parser is None or not source.text:
            raise InputError(
                "Ce passage ne vient d’aucun paragraphe du texte complet.",
                next_step="Dites d’où il vient, puis recommencez.",
            )
        if len(source.text) > LONGEST_SOURCE:
            raise InputError(
                "Ce passage redit trop de texte pour être demandé d’un coup.",
                next_step="Découpez-le : un passage pour chaque idée.",
            )
        sentences, reasons = answer(
            source, "", judge_of(around, around.parser), Provenance(server),
            Cache(default_root()),
        )  # fmt: skip
    except PpunError as error:
        return Answer(failure=told(error))
    return Answer("\n".join(map(escaped, sentences)), reasons)
