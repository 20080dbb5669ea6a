"""The sound that a command line asks for by name: what cannot be is told, early if it can.

See ``docs/decisions/0002-what-a-build-promises.md``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from ppun_access.build.narration import NOBODY, Casting
from ppun_access.build.request import Request
from ppun_access.document.model import Document, Version
from ppun_access.errors import MissingToolError, UsageError
from ppun_access.formats import needing_sound, use_sound
from ppun_access.project.recordings import FOLDER, sound_files
from ppun_access.report import Finding
from ppun_access.speech.voices import pick

NO_READER = "audio-sans-voix"
"""Code of the finding: sound was asked for by name, and nobody shall read."""


def check_asked(request: Request, casting: Casting, formats: Collection[str]) -> None:
    """Look at what the command line asks for, before anything is done.

    Raises UsageError for a voice that nobody knows, whatever the formats, and for sound
    alone that nobody shall read; MissingToolError when the voice that must read is missing.
    """
    if casting.asked == NOBODY:
        _check_nobody(request, casting)
    elif casting.asked:
        try:
            pick(casting.asked, casting.known)
        except MissingToolError:
            if use_sound(formats) and not request.keep_going:
                raise


def _check_nobody(request: Request, casting: Casting) -> None:
    sound = needing_sound(request.formats or ())
    if sound and {*sound} == {*(request.formats or ())} and not _is_recorded(casting):
        raise UsageError(
            f"--to {','.join(sound)} et --voice {NOBODY} se contredisent : aucune voix ne "
            f"doit lire, et il n’y a pas d’enregistrement dans le dossier {FOLDER}.",
            next_step=f"Retirez « --voice {NOBODY} », ou demandez d’autres formats.",
        )


def _is_recorded(casting: Casting) -> bool:
    return any(True for _ in sound_files(casting.project))


def unread(
    request: Request, casting: Casting, texts: Iterable[tuple[Version, Document]]
) -> Iterable[Finding]:
    """Yield what to tell when sound was asked for, there is none, and nobody shall read."""
    sound = needing_sound(request.formats or ())
    if sound and all(casting.is_silent(document) for _, document in texts):
        asked = "la commande" if casting.asked else "les réglages ou les pages"
        message = (
            f"Pas d’audio ({', '.join(sound)}) : aucune voix ne lit (« {NOBODY} », dans "
            f"{asked}), et aucun enregistrement ne sert. Le reste est publié."
        )
        yield Finding(NO_READER, message)
