"""Choose the voice that reads each text: command line, settings, front matter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from difflib import get_close_matches

from ppun_access.document.model import Document
from ppun_access.errors import MissingToolError, OutputError
from ppun_access.project.project import Project, Source
from ppun_access.project.unsupported import key_position
from ppun_access.report import Finding, Report
from ppun_access.speech.model import Caution, Voice
from ppun_access.speech.voices import known_voices, prepared_voice

NOBODY = "aucune"
"""Instead of the name of a voice: no voice reads, a recording by a person still serves."""


@dataclass(frozen=True, slots=True)
class Casting:
    """Which voice reads which document; ``asked`` is the one of the command line."""

    project: Project
    asked: str = ""
    known: tuple[Voice, ...] = field(default=())

    def voice_of(self, document: Document, report: Report | None = None) -> Voice:
        """Return the voice of a document: the command line wins, then its settings.

        A voice of the settings that is not installed gives way to the best that is, and
        ``report`` is told. Raises UsageError for a voice that nobody knows,
        MissingToolError for one asked for by name, or when there is none at all.
        """
        own = self._chosen(document).replace(NOBODY, "auto")
        voice = prepared_voice(self.asked, self.known) if self.asked else self._own(own)
        if voice.caution and report is not None:
            told = voice.caution
            report.add(Finding(told.code, told.message, page=document.title))
        return voice

    def is_silent(self, document: Document) -> bool:
        """Return whether the user or the settings want no voice for a document."""
        return (self.asked or self._chosen(document)) == NOBODY

    def reference_of(self, document: Document) -> Voice | None:
        """Return the voice that a recording of a document is laid on, None without any.

        It is that of the document, unless that one only serves for trials.
        """
        try:
            voice = self._own("auto") if self.asked == NOBODY else self.voice_of(document)
            return voice if voice.rank else prepared_voice("auto", self.known)
        except MissingToolError:
            return None

    def _chosen(self, document: Document) -> str:
        """Return the name that the settings of a document, or its front matter, give."""
        settings = self.project.settings
        own = settings.of(document.id).voice
        return own or self._known(said_voice(document)) or settings.voice

    def _known(self, name: str) -> str:
        """Return ``name`` when somebody knows such a voice, else nothing."""
        return name if name in self.names else ""

    @property
    def names(self) -> tuple[str, ...]:
        """What the front matter of a page may give as its voice."""
        return ("auto", NOBODY, *(voice.name for voice in self.known))

    def _own(self, name: str) -> Voice:
        try:
            return prepared_voice(name, self.known)
        except (MissingToolError, OutputError) as error:
            voice = prepared_voice("auto", self.known)
            message = f"{error.message} « {voice.name} » lit à sa place. {error.next_step}"
            return replace(voice, caution=Caution("voix-remplacee", message))


def said_voice(document: Document) -> str:
    """Return the voice that the front matter of a page asks for."""
    return dict(document.meta.front).get("voix", "")


def unknown_voices(casting: Casting, sources: Iterable[Source]) -> Iterator[Finding]:
    """Yield a finding for each page whose front matter gives a voice that nobody knows."""
    for page in {s.page.name: s for s in sources if said_voice(s.document)}.values():
        name = said_voice(page.document)
        if name not in casting.names:
            near = get_close_matches(name, casting.names, n=1, cutoff=0.6)
            guess = f"Vouliez-vous dire « {near[0]} » ? " if near else ""
            message = (
                f"La voix « {name} » n’existe pas : la page est lue par celle du projet. "
                f"{guess}Voix possibles : {', '.join(casting.names)}."
            )
            title, pos = page.document.title, key_position(page, "voix")
            yield Finding("voix-inconnue", message, page=title, pos=pos)


def cast(project: Project, asked: str | None) -> Casting:
    """Return the casting of a project, having looked at what voices there are."""
    return Casting(project, asked or "", known_voices(project.voice_folders, project.reach))
