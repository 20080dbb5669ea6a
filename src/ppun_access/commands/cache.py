"""``cache``: show what the cache holds, prune it, verify it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from ppun_access.errors import UsageError
from ppun_access.runtime.cache import (
    Entry,
    default_root,
    entries,
    prune,
    stale_files,
    total,
)
from ppun_access.runtime.disk import remove_path
from ppun_access.runtime.storage import local_folder
from ppun_access.settings.ppun_toml import find_settings, load_settings
from ppun_access.writers.units import count, size

NAMES: Mapping[str, str] = MappingProxyType(
    {
        "lecture": "pages lues",
        "lecture-facile": "versions simplifiées lues",
        "preparation": "pages préparées",
        "speech": "phrases dites",
        "narration-facts": "mesures des audios",
        "narration-incomplete": "audios incomplets",
        "encoding": "audios codés",
        "recording-doubts": "écarts des enregistrements",
        "cover": "couvertures",
        "picture": "images des documents",
        "icon": "icônes du site",
        "brouillon": "brouillons",
        "modele": "réponses du modèle",
        "fichiers": "livres, PDF et braille",
    }
)
"""What the stages are called here; those of the formats hold little."""
_UNITS: Mapping[str, int] = MappingProxyType(
    {"o": 1, "ko": 10**3, "mo": 10**6, "go": 10**9}
)
_SIZE = re.compile(r"\s*(\d+(?:[.,]\d+)?)\s*(o|ko|mo|go)\s*", re.IGNORECASE)


def cache_lines(action: str, size_to_keep: str, named: str = "") -> Iterator[str]:
    """Yield what ``ppun-access cache`` says, having done what ``action`` names.

    ``named``: see ``root_of``.
    """
    root = root_of(named)
    match action:
        case "prune":
            yield from pruned(root, size_to_keep)
        case "verify":
            yield from verified(root)
        case _:
            yield from info(root)


def root_of(named: str) -> Path:
    """Return the folder of the cache that ``--cache`` names, the user's own without it.

    Raises UsageError for an address, and for a folder that holds no cache: what looks like
    its leftovers could be somebody's files.
    """
    if not named:
        return default_root()
    root = local_folder(named)
    if root is None:
        raise UsageError(
            f"--cache {named} : un cache à une adresse ne se montre pas et ne s’allège "
            "pas d’ici.",
            next_step="Donnez un dossier, ou servez-vous des outils de cet espace ; il "
            "peut être vidé : ce qui manque est refait.",
        )
    if not any(entries(root)):
        raise UsageError(
            f"--cache {named} : il n’y a pas de cache dans ce dossier.",
            next_step="Donnez le même dossier qu’à « build --cache ».",
        )
    return root.absolute()


def info(root: Path) -> Iterator[str]:
    """Yield where the cache is and how much each stage keeps there."""
    yield f"Cache : {root}"
    stages = defaultdict[str, list[Entry]](list)
    for entry in entries(root):
        stages[NAMES.get(entry.stage, "listes de fichiers")].append(entry)
    for name, found in sorted(stages.items(), key=lambda item: -total(item[1])):
        yield f"  {name} : {count(len(found), 'fichier')}, {size(total(found))}"
    every = [entry for found in stages.values() for entry in found]
    limit = configured_limit()
    message = f"limite : {size(limit)}" if limit else "sans limite"
    yield f"En tout : {count(len(every), 'fichier')}, {size(total(every))} ({message})"


def pruned(root: Path, asked: str) -> Iterator[str]:
    """Remove the least recently used entries until ``asked`` bytes are left; report it.

    Raises UsageError for what is no size. Nothing asked: the limit of the settings.
    """
    limit = parsed_size(asked) if asked else configured_limit()
    old = list(stale_files(root))
    freed = sum(path.stat().st_size for path in old)
    for path in old:
        remove_path(path)
    gone = prune(root, limit) if limit or asked else ()
    removed = count(len(gone) + len(old), "fichier retiré", "fichiers retirés")
    yield f"{removed}\N{NO-BREAK SPACE}: {size(freed + total(gone))} de moins."
    yield f"Il reste {size(total(entries(root)))} dans {root}."


def verified(root: Path) -> Iterator[str]:
    """Remove corrupt entries, and report them; they will be made again."""
    spoilt, sound = list[Entry](), 0
    for entry in entries(root):
        try:
            if entry.is_sound():
                sound += 1
                continue
        except FileNotFoundError:  # another build took it away
            continue
        except OSError:
            pass
        spoilt.append(entry)
    for entry in spoilt:
        yield f"Abîmé, retiré : {entry.path}"
        entry.remove()
    them = "les" if len(spoilt) > 1 else "le"
    yield f"{count(sound, 'fichier intact', 'fichiers intacts')}, " + (
        count(len(spoilt), "fichier abîmé", "fichiers abîmés")
        + (f" : la prochaine construction {them} refera." if spoilt else ".")
    )


def configured_limit() -> int:
    """Return the size limit of the settings in force, in bytes; 0 for none."""
    return load_settings(find_settings(Path.cwd())).cache.limit_bytes


def parsed_size(text: str) -> int:
    """Return a size such as « 500 Mo » in bytes; UsageError for anything else."""
    found = _SIZE.fullmatch(text)
    if found is None:
        raise UsageError(
            f"« {text} » n’est pas une taille.",
            next_step="Écrivez par exemple « --taille 5Go » ou « --taille 500Mo ».",
        )
    return round(float(found[1].replace(",", ".")) * _UNITS[found[2].lower()])
