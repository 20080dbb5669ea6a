"""Draft passages with a language model if one is asked for, else keep the rules' drafts.

Each answer is cached by server, model and question: it is judged again, but never asked
for twice. When the server fails, the rest of the text is not sent to it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Literal

from ppun_access.easy.draft.engine import Draft
from ppun_access.easy.draft.model_answers import (
    PROMPT,
    RULE,
    Judge,
    is_asked,
    judged,
    messages,
)
from ppun_access.easy.draft.passages import Passage
from ppun_access.runtime.cache import Cache, cache_key
from ppun_access.runtime.untrusted_files import parse_json
from ppun_access.tools.chat import ChatError, Messages, Server, Usage, ask

PATIENCE = 2
"""Failures in a row after which a server is left alone."""
Origin = Literal["regles", "modele"]
OnProgress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Drafted:
    """A draft, who made it, and why the model's was refused, when one was asked."""

    draft: Draft
    origin: Origin = "regles"
    refused: str = ""


@dataclass(slots=True)
class Provenance:
    """What was asked, of whom, at what cost."""

    server: Server
    spent: Usage = field(default_factory=Usage)
    answers: int = 0
    """What the server answered in this run."""
    cached: int = 0
    accepted: int = 0
    refused: int = 0
    failure: str = ""
    """The last failure of the server, in French; empty when there was none."""
    next_step: str = ""
    in_a_row: int = 0
    """Failures since the last answer."""
    stopped: bool = False
    """Whether the server is left alone from now on."""

    @property
    def is_useless(self) -> bool:
        """Whether the server was asked, and nothing that it ever answered was there."""
        return bool(self.failure) and not self.answers + self.cached

    def fail(self, error: ChatError) -> None:
        """Note a failure; enough of them, or one that lasts, and no more is asked."""
        self.failure, self.next_step = error.message, error.next_step
        self.in_a_row += 1
        self.stopped = self.stopped or error.lasting or self.in_a_row >= PATIENCE

    def values(self) -> dict[str, object]:
        """Return the provenance in the JSON form of the contract."""
        return {
            "name": self.server.model,
            "host": self.server.host,
            "prompt": PROMPT,
            "calls": self.spent.calls,
            "cached": self.cached,
            "tokens": {
                "prompt": self.spent.prompt_tokens,
                "completion": self.spent.completion_tokens,
            },
            "seconds": round(self.spent.seconds, 1),
            "accepted": self.accepted,
            "refused": self.refused,
            "failure": self.failure or None,
        }


def model_drafts(
    found: Sequence[Passage],
    drafts: Sequence[Draft],
    server: Server,
    judge: Judge,
    cache: Cache,
    on_progress: OnProgress,
) -> tuple[list[Drafted], Provenance]:
    """Return the draft of each passage, the model's where it passes the checks."""
    told = Provenance(server)
    asked = [not p.kept and is_asked(p.source, judge.profile) for p in found]
    made = []
    for number, (passage, draft) in enumerate(zip(found, drafts, strict=True)):
        if not asked[number]:
            made.append(Drafted(draft))
            continue
        try:
            answer = _stored(messages(passage.source, judge.profile), told, cache)
            made.append(_judged(passage, draft, answer, judge, told))
        except ChatError as error:
            told.fail(error)
            made.append(_refused(draft, error.message, told))
        on_progress(sum(asked[: number + 1]), sum(asked))
    return made, told


def _refused(draft: Draft, reason: str, told: Provenance) -> Drafted:
    told.refused += 1
    return Drafted(draft, refused=reason)


def _judged(
    passage: Passage, draft: Draft, answer: str, judge: Judge, told: Provenance
) -> Drafted:
    found = judged(passage.source, answer, judge)
    if found.reason:
        return _refused(draft, found.reason, told)
    told.accepted += 1
    return Drafted(Draft(draft.source, found.sentences, (RULE,)), "modele")


def _stored(asked: Messages, told: Provenance, cache: Cache) -> str:
    """Return the answer to ``asked``, from the cache when it is there.

    Raises ChatError when the server fails, or is left alone.
    """
    server = told.server
    key = cache_key("modele", PROMPT, server.address, server.model, list(asked))
    if (known := _read(cache, key)) is not None:
        told.cached += 1
        return known
    if told.stopped:
        raise ChatError(told.failure, next_step=told.next_step)
    answer = ask(server, asked, told.spent)
    told.answers += 1
    told.in_a_row = 0
    cache.write(key, json.dumps({"answer": answer}).encode())
    return answer


def _read(cache: Cache, key: str) -> str | None:
    """Return a stored answer; None when there is none, or it is no longer whole."""
    with suppress(ValueError, KeyError, TypeError):
        answer = parse_json(cache.read(key) or b"")["answer"]
        return answer if isinstance(answer, str) else None
    return None
