"""``voices``: list, install, check and try voices."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from ppun_access.errors import MissingToolError, OutputError, PpunError, UsageError
from ppun_access.runtime.disk import write_atomically
from ppun_access.settings.ppun_toml import find_settings
from ppun_access.speech.model import Preparable, Utterance, Voice
from ppun_access.speech.narration.timing import implausible, voiced_runs
from ppun_access.speech.voices import engine_of, known_voices, pick, prepared_voice

SAMPLE = (
    "Bonjour à toutes et à tous. Voici comment je lis vos textes : calmement, et jusqu’au "
    "bout. Est-ce que cela vous convient ?"
)


def list_voices() -> str:
    """Return a table of the voices, the best first, and the one that « auto » takes."""
    known = _known()
    return "\n".join([*map(_line, known), "", *_auto(known)])


def install_voice(name: str, tell: Callable[[str], None]) -> None:
    """Make a voice ready to speak: its own name, that of its engine, or the best one.

    ``tell`` hears what is being done. Raises UsageError for a name that nobody knows,
    MissingToolError when what it is made from is absent.
    """
    known = _known()
    of_engine = [voice for voice in known if voice.engine == name]
    voice = pick(of_engine[0].name if of_engine else name or "auto", known)
    engine = engine_of(voice)
    if not isinstance(engine, Preparable):
        tell(f"La voix « {voice.name} » n’a besoin de rien : elle est installée.")
        return
    engine.prepare(tell, again=True)
    tell(f"La voix « {voice.name} » est installée.")


def try_voice(name: str, out: str) -> str:
    """Write a sample sentence to a WAV file; return the line that says so.

    Raises UsageError for another suffix, OutputError when the file cannot be written.
    """
    if out and Path(out).suffix.lower() != ".wav":
        raise UsageError(
            f"« {out} » : l’essai d’une voix s’écrit en .wav.",
            next_step="Écrivez par exemple : -o essai.wav",
        )
    voice = prepared_voice(name or "auto", _known())
    audio = engine_of(voice).say(Utterance("essai", SAMPLE, voice.lang), voice)
    if not audio.pcm:
        raise OutputError(
            f"La voix « {voice.name} » n’a rien dit.",
            next_step="Essayez une autre voix : « ppun-access voices » en donne la liste.",
        )
    path = Path(out or f"voix-{voice.name}.wav")
    write_atomically(path, audio.to_wav())
    return f"{path} : {audio.seconds:.0f} secondes, voix « {voice.title} »."


def check_voices(name: str, tell: Callable[[str], None]) -> bool:
    """Verify the files of each voice, or of one, and have it say the sample sentence.

    ``tell`` hears the verdict on each; return whether all that can speak speak right.
    Raises UsageError for a name that nobody knows, MissingToolError when it is missing.
    """
    known = _known()
    chosen = (pick(name, known),) if name else known
    verdicts = [(voice, _verdict(voice)) for voice in chosen]
    for voice, problem in verdicts:
        tell(f"{voice.name} : {problem or 'parle bien'}")
    return not any(problem for voice, problem in verdicts if not voice.missing)


def _verdict(voice: Voice) -> str:
    """Return the faults of a voice, in French; empty when it says the sample."""
    if voice.missing:
        return f"indisponible. {voice.missing}"
    utterance = Utterance("essai", SAMPLE, voice.lang)
    try:
        engine = engine_of(voice)
        if isinstance(engine, Preparable):
            engine.prepare(again=True)
        audio = engine.say(utterance, voice)
    except PpunError as error:
        return str(error)
    problem = implausible(voiced_runs(audio.pcm, audio.rate), audio.rate, utterance)
    return f"dit mal la phrase d’essai ({audio.seconds:.1f} s)" if problem else ""


def own_folders(where: Path) -> tuple[Path, ...]:
    """Return the folder of the project's own voices, if there is one."""
    settings = find_settings(where)
    own = (settings.parent if settings else where) / "voices"
    return (own,) if own.is_dir() else ()


def _known() -> tuple[Voice, ...]:
    return known_voices(own_folders(Path.cwd()))


def _line(voice: Voice) -> str:
    line = f"{voice.name:<12} {voice.lang:<6} {voice.title} ({voice.licence})"
    return f"{line} : {_state(voice)}"


def _state(voice: Voice) -> str:
    if voice.missing:
        return f"indisponible. {voice.missing}"
    if voice.caution:
        return f"installée, mais {voice.caution.message}"
    return "installée" if _made(voice) else "présente, s’installe à sa première lecture"


def _made(voice: Voice) -> bool:
    engine = engine_of(voice)
    return not isinstance(engine, Preparable) or engine.is_ready()


def _auto(known: tuple[Voice, ...]) -> Iterator[str]:
    try:
        yield f"« auto » prend : {pick('auto', known).name}"
    except MissingToolError as error:
        yield f"« auto » : {error}"
