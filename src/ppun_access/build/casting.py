"""Choose the voice that reads each text: command line, settings, front matter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from ppun_access.document.model import Document, Pos
from ppun_access.errors import MissingToolError, OutputError, did_you_mean
from ppun_access.french.lexical.languages import NAMES
from ppun_access.project.project import Project, Source
from ppun_access.project.unsupported import key_position
from ppun_access.report import Finding, Report
from ppun_access.speech.model import Caution, Voice, main_language
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
        if document.is_french:
            own = self._chosen(document).replace(NOBODY, "auto")
            asked = bool(self.asked)
            voice = prepared_voice(self.asked, self.known) if asked else self._own(own)
        else:
            voice = self._foreign(document)
        if voice.caution and report is not None:
            told = voice.caution
            report.add(Finding(told.code, told.message, page=document.title))
        return voice

    def is_silent(self, document: Document) -> bool:
        """Return whether no voice is wanted for a document, or none has its language."""
        wanted = (self.asked or self._chosen(document)) != NOBODY
        return not (wanted and (document.is_french or self.speaks(document)))

    def speaks(self, document: Document) -> bool:
        """Return whether a voice that is here has the language of a document."""
        try:
            return bool(self._foreign(document))
        except (MissingToolError, OutputError):
            return False

    def _foreign(self, document: Document) -> Voice:
        """Return the voice of a text that is not French: no French one ever reads it."""
        main = main_language(document.lang)
        fit = [
            v for v in self.known if main_language(v.lang) == main or v.engine == "silence"
        ]
        name = self.asked or self._chosen(document)
        name = name if any(v.name == name for v in fit) else "auto"
        return prepared_voice(name, fit, document.lang)

    def reference_of(self, document: Document) -> Voice | None:
        """Return the voice that a recording of a document is laid on, None without any.

        It is that of the document, unless that one only serves for trials.
        """
        try:
            voice = self._own("auto") if self.asked == NOBODY else self.voice_of(document)
            trial = voice.engine == "silence"
            return prepared_voice("auto", self.known, document.lang) if trial else voice
        except MissingToolError:
            return None

    def _chosen(self, document: Document) -> str:
        """Return the name that the settings of a document, or its front matter, give."""
        settings = self.project.settings
        own = settings.of(document.id).voice
        said = said_voice(document)
        return own or (said if said in self.names else "") or settings.voice

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
            guess = did_you_mean(name, casting.names)
            message = (
                f"La voix « {name} » n’existe pas : la page est lue par celle du projet. "
                f"{guess}Voix possibles : {', '.join(casting.names)}."
            )
            title, pos = page.document.title, key_position(page, "voix")
            yield Finding("voix-inconnue", message, page=title, pos=pos)


def foreign_pages(
    casting: Casting, sources: Iterable[Source], *, sound: bool
) -> Iterator[Finding]:
    """Yield what the author should know of each page that is not French.

    Its language was recognised, or no voice has it; ``sound``: some was to be made.
    """
    for source in {s.page.name: s for s in sources if not s.document.is_french}.values():
        document = source.document
        lang = main_language(document.lang)
        name = f"« {lang} »" + (f" ({NAMES[lang]})" if lang in NAMES else "")
        unread = sound and not casting.speaks(document)
        if document.meta.recognised or unread:
            code = "langue-sans-voix" if unread else "langue-reconnue"
            message = " ".join(_told_of(document, name, unread))
            yield Finding(code, message, Pos(source.page.name, 1), document.title)


def _told_of(document: Document, name: str, unread: bool) -> Iterator[str]:
    if document.meta.recognised:
        yield f"Cette page n’est pas en français : d’après ses mots, elle est en {name}."
    else:
        yield f"Cette page est en {name}."
    yield (
        "Les règles du français (espaces, nombres, lisibilité, brouillon facile) ne lui "
        "sont pas appliquées."
    )
    if unread:
        yield (
            "Aucune voix installée ne lit cette langue, et une voix française la lirait "
            "mal : la page n’a pas d’audio. Mettez dans « audio/ » l’enregistrement "
            "d’une personne."
        )
    if document.meta.recognised:
        yield "Si elle est en français, écrivez « langue: fr » dans son en-tête."


def cast(project: Project, asked: str | None) -> Casting:
    """Return the casting of a project, having looked at what voices there are."""
    return Casting(project, asked or "", known_voices(project.voice_folders, project.reach))
