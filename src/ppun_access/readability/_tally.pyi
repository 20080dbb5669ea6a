"""The types of ``_tally.c``, which ``tally`` calls."""

from collections.abc import Callable, Mapping

from ppun_access.readability.counts import Counts

def prepare(
    exceptions: dict[str, int],
    mute_ent: dict[str, bool],
    apart: dict[str, bool],
    abbreviations: dict[str, bool],
    long_word: int,
    /,
) -> object: ...
def count(
    prepared: object,
    sentence: str,
    pieces: Mapping[str, int],
    reread: Callable[[str, bool], Counts | None],
    /,
) -> Counts: ...
def totals(
    prepared: object,
    text: str,
    pieces: Mapping[str, int],
    reread: Callable[[str, bool], Counts | None],
    is_usual_end: Callable[[str, int], bool],
    unusual_ends: Callable[[str, int, int, int], list[int]],
    /,
) -> tuple[int, int, int, int, int]: ...
