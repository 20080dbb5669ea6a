"""Sign a review in the front matter: the version that people read, and no other.

``brouillon`` → ``relu`` → ``valide``; what changes the text leads back to ``brouillon``.
Only the lines of the front matter that change are written again: a diff shows them alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import yaml

from ppun_access.easy.review.answers import letters
from ppun_access.easy.review.digests import ReviewDigests
from ppun_access.easy.review.record import (
    READ_VERSIONS,
    Reading,
    Record,
    Standing,
    is_date,
    person_message,
    standing,
    standing_of,
    to_come,
)
from ppun_access.errors import UsageError
from ppun_access.french.lexical.persons import person_in

NEXT = {"brouillon": "relu", "relu": "valide", "valide": "valide"}
_BLOCK = re.compile(r"\A---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S | re.M)


def noting_command(id_: str) -> str:
    """Return how a review is noted: a command to paste, and what to put into it."""
    return (
        f'ppun-access facile sign {id_} --atelier "ESAT du Doubs" --date 2026-01-31 '
        "--participants 4 --version-lue 0123456789abcdef (mettez-y votre atelier, son "
        "jour, ses personnes, et la version : c’est la dernière ligne de la fiche)"
    )


@dataclass(frozen=True, slots=True)
class SigningRequest:
    """The review facts given on the command line; empty where not given."""

    workshop: str = ""
    date: str = ""
    people: int = 0
    version: str = ""
    """The version that was read, as its sheet says it."""
    service: str = ""
    service_date: str = ""
    state: str = ""
    is_typography: bool = False
    """Whether a person says that what changed since the reading is typography."""


@dataclass(frozen=True, slots=True)
class SignedText:
    """The text to sign, and the date."""

    id: str
    today: date
    first_person: str = ""
    """Its first words in the first person, empty without any."""
    to_write: tuple[tuple[int, str], ...] = ()
    """What is still to be written: the line, and what it is."""


@dataclass(frozen=True, slots=True)
class Signature:
    """What to write in the front matter, and what to say of the version that is signed."""

    values: Mapping[str, object]
    told: tuple[str, ...] = ()


def signed(
    found: Record, asked: SigningRequest, now: ReviewDigests, seen: SignedText
) -> Signature:
    """Return the next state of a review: people read the text ``now``, or what it was.

    Raises UsageError for what is missing, saying how to give it, and for a text that is
    not the one that was read.
    """
    fresh = _asked_reading(asked, seen.today, seen.id)
    agreement = _asked_agreement(asked, seen.today)
    if agreement and not (asked.workshop or asked.state):
        return Signature({"accord_auteur": agreement})
    state = asked.state or NEXT[found.state]
    if not (fresh or (found.readings and found.state != "brouillon")):
        raise UsageError(
            f"Le texte ne peut pas devenir « {state} » : il manque la relecture d’un "
            "atelier, avec le nombre de personnes.",
            next_step=f"Tapez : {noting_command(seen.id)}.",
        )
    if state == "valide" and found.state == "brouillon":
        raise UsageError(
            "Le texte est un brouillon : il doit d’abord être « relu », puis « valide ».",
            next_step="Signez d’abord la relecture, corrigez le texte, puis signez de "
            "nouveau.",
        )
    readings = (*_others(found.readings, fresh), *fresh)
    if late := to_come(readings, seen.today):
        raise UsageError(
            f"La relecture du {late[0]} n’est pas encore passée.",
            next_step="Corrigez sa date dans « relectures », en tête du texte simplifié.",
        )
    read = _best(found, fresh or readings, now)
    reach = standing_of(found, read, now)
    _refuse_unread(read, found, asked, now, seen.id)
    values: dict[str, object] = {"empreinte": now.values()}
    if reach is Standing.ANSWERED:
        state = "relu"
        values["empreinte"] = {**now.values(), READ_VERSIONS: [*found.answered]}
    if state == "valide":
        _refuse_unfinished(seen, bool(agreement) or found.agreed)
    if agreement:
        values["accord_auteur"] = agreement
    values = {"statut": state, **values, "relectures": [r.values() for r in readings]}
    return Signature(values, tuple(_told(read, reach, now, seen.id)))


def _others(readings: Iterable[Reading], fresh: Iterable[Reading]) -> Iterator[Reading]:
    """Yield ``readings`` but those that ``fresh`` notes again."""
    again = {(letters(new.workshop), new.date): new.version for new in fresh}
    for one in readings:
        version = again.get((letters(one.workshop), one.date))
        if version is None or one.version not in ("", version):
            yield one


def _best(found: Record, readings: Iterable[Reading], now: ReviewDigests) -> Reading:
    """Return the reading that is closest to the text ``now``, the last of them."""
    return max(
        reversed(tuple(readings)),
        key=lambda one: (standing_of(found, one, now), one.version == now.version),
    )


def _refuse_unread(
    read: Reading, found: Record, asked: SigningRequest, now: ReviewDigests, id_: str
) -> None:
    """Raise UsageError when the text ``now`` is not the one of ``read``."""
    if asked.workshop and not asked.version:
        raise UsageError(
            "Il manque la version qui a été lue.",
            next_step="Recopiez celle de la dernière ligne de la fiche : "
            "--version-lue 0123456789abcdef.",
        )
    reach = standing_of(found, read, now)
    is_signed = now.are_those_read(found.review_digests)
    if reach is Standing.READ and (
        is_signed or read.version == now.version or asked.is_typography
    ):
        return
    is_answered = reach is Standing.ANSWERED and bool(found.answered)
    if is_answered and asked.workshop and asked.state != "valide":
        return
    version = (
        f"la version {read.version}" if read.version else "une version qui n’est pas notée"
    )
    what = f"Lu le {read.date} : {version}. Dans le fichier : la version {now.version}."
    paper = f"aites lire celui du fichier : « ppun-access facile sheet {id_} »."
    if reach is Standing.READ:
        raise UsageError(
            f"Le texte n’est plus celui qui a été lu : sa typographie a changé. {what}",
            next_step="Vérifiez-le, puis ajoutez --typographie : c’est ce qui a été lu qui "
            "est signé.",
        )
    if is_answered:
        raise UsageError(
            "Le texte a changé avec les réponses des fiches, et personne ne l’a lu depuis. "
            f"{what}",
            next_step=f"Pour le valider, f{paper}",
        )
    raise UsageError(
        f"Le texte n’est pas celui qui a été lu. {what}",
        next_step=f"Remettez le texte lu (« git log -p » le retrouve). Ou bien, f{paper}",
    )


def _told(read: Reading, reach: Standing, now: ReviewDigests, id_: str) -> Iterator[str]:
    """Yield which version is signed, and what that leaves to do."""
    if not read.version:
        yield (
            f"La relecture du {read.date} ne dit pas quelle version a été lue (elle a été "
            "notée avant que la fiche le dise) : elle reste valable."
        )
        return
    yield f"Version signée : {read.version[:8]}, lue le {read.date}."
    if reach is Standing.ANSWERED:
        yield (
            f"Le texte a changé ensuite, avec les réponses des fiches ({now.version[:8]}). "
            f"Pour le valider, faites-le lire : « ppun-access facile sheet {id_} »."
        )
    elif read.version != now.version:
        yield f"La typographie a changé ensuite ({now.version[:8]}), pas les mots."


def corrected(
    text: str,
    found: Record,
    before: ReviewDigests,
    now: ReviewDigests,
    sheets: Iterable[str],
) -> str:
    """Return a page that ``sheets``’ answers changed from ``before``: nobody read it yet.

    It keeps what its readers read, to be « relu » for them, never « valide ». A sheet of
    another text gives a change like any other, and the record stays as it is.
    """
    is_signed = before.are_those_read(found.review_digests)
    known = found.answered if is_signed else ()
    read = tuple(dict.fromkeys(sheets))
    if not {*read} <= {before.version, *known}:
        return text
    if is_signed and standing(found, before) is Standing.READ:
        read = (*read, before.version)
    versions = list(dict.fromkeys((*known, *read)))
    stamp = {"source": found.stamp, READ_VERSIONS: versions}
    values: dict[str, object] = {"empreinte": {**now.values(), **stamp}}
    if found.state == "valide":
        values = {"statut": "relu", **values}
    return with_front_matter(text, values)


def _refuse_unfinished(seen: SignedText, agreed: bool) -> None:
    """Raise UsageError when the text cannot be validated yet."""
    if seen.to_write:
        line, what = seen.to_write[0]
        left = f"il reste à écrire : {what}" if what else "il reste un passage à écrire"
        raise UsageError(
            f"Le texte ne peut pas être validé : ligne {line}, {left}.",
            next_step="Écrivez ce passage, puis retirez le commentaire « à écrire » ; "
            "retirez-le aussi si vous laissez ce passage de côté.",
        )
    if seen.first_person and not agreed:
        raise UsageError(
            "Le texte ne peut pas être validé : il parle à la première personne "
            f"(« {seen.first_person} »).",
            next_step="Écrivez-le à la troisième personne, ou ajoutez "
            "--accord « Cabinet » --accord-date 2026-01-31.",
        )


def _asked_reading(asked: SigningRequest, today: date, id_: str) -> tuple[Reading, ...]:
    """Return the review that the command line records; UsageError for half of one."""
    if not (asked.workshop or asked.people or asked.version):
        return ()
    if not asked.workshop.strip() or asked.people < 1:
        raise UsageError(
            "Une relecture se note avec l’atelier, la date et le nombre de personnes.",
            next_step=f"Tapez : {noting_command(id_)}.",
        )
    _refuse_person("--atelier", asked.workshop)
    _refuse_date("--date", asked.date, today)
    version = "".join(asked.version.split()).lower()
    if version and not re.fullmatch(r"[0-9a-f]{16}", version):
        raise UsageError(
            f"--version-lue : « {asked.version} » n’est pas une version.",
            next_step="Recopiez les 16 signes de la dernière ligne de la fiche.",
        )
    return (Reading(asked.workshop.strip(), asked.date, asked.people, version),)


def _asked_agreement(asked: SigningRequest, today: date) -> dict[str, object]:
    if not (asked.service or asked.service_date):
        return {}
    if not asked.service.strip():
        raise UsageError(
            "L’accord de l’auteur se note avec le service qui l’a donné.",
            next_step="Ajoutez --accord « Cabinet ».",
        )
    _refuse_person("--accord", asked.service)
    _refuse_date("--accord-date", asked.service_date, today)
    return {
        "service": asked.service.strip(),
        "date": date.fromisoformat(asked.service_date),
    }


def _refuse_person(option: str, text: str) -> None:
    if who := person_in(text):
        raise UsageError(
            person_message(option, "", who),
            next_step="Écrivez le nom du lieu, par exemple « ESAT Louis Pergaud » ou "
            "« service communication ».",
        )


def _refuse_date(option: str, text: str, today: date) -> None:
    if not is_date(text):
        raise UsageError(
            f"{option} : « {text} » n’est pas une date.",
            next_step=f"Écrivez l’année, le mois et le jour : {option} 2026-01-31.",
        )
    if date.fromisoformat(text) > today:
        raise UsageError(
            f"{option} : le {text} n’est pas encore passé.",
            next_step="Écrivez le jour où cela s’est fait, aujourd’hui au plus tard : "
            f"{option} {today.isoformat()}.",
        )


def with_front_matter(text: str, values: Mapping[str, object]) -> str:
    """Return a page with ``values`` in its front matter; its other lines do not change."""
    found = _BLOCK.match(text)
    lines = found[1].splitlines() if found else []
    body = text[found.end() :] if found else text
    for key, value in values.items():
        lines = _with_key(lines, key, value)
    return "---\n" + "".join(f"{line}\n" for line in lines) + f"---\n{body}"


def _with_key(lines: list[str], key: str, value: object) -> list[str]:
    """Return ``lines`` with those of ``key`` replaced, or with new ones at the end."""
    start = next((n for n, x in enumerate(lines) if re.match(rf"{key}\s*:", x)), None)
    if start is None:
        return [*lines, *_yaml(key, value)]
    end = start + 1
    while end < len(lines) and re.match(r"[ \t]+\S|-(?:[ \t]|$)", lines[end]):
        end += 1
    return [*lines[:start], *_yaml(key, value), *lines[end:]]


def _yaml(key: str, value: object) -> list[str]:
    """Return a key as lines of YAML: a list has one line an entry."""
    if isinstance(value, list):
        return [f"{key}:", *(f"  - {_flow(entry)}" for entry in value)]
    return [f"{key}: {_flow(value)}"]


def _flow(value: object) -> str:
    made = yaml.safe_dump(
        value, default_flow_style=True, allow_unicode=True, sort_keys=False, width=10**6
    )
    return str(made).removesuffix("...\n").strip()


def reread(text: str, found: Record, source: str) -> str:
    """Return a page marked as reviewed against its changed source.

    Its words may have changed: the workshops have to read it again.
    """
    values: dict[str, object] = {"empreinte": source}
    if found.state != "brouillon":
        values = {"statut": "brouillon", **values}
    return with_front_matter(text, values)
