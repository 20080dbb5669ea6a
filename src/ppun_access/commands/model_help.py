"""The language model of the settings, for the commands that may ask it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace

from ppun_access.build.model_drafts import (
    Drafted,
    Group,
    OnProgress,
    Provenance,
    groups_of,
    model_drafts,
)
from ppun_access.document.model import Document
from ppun_access.easy.audit.model import PROFILES
from ppun_access.easy.draft.composition import Draft
from ppun_access.easy.draft.model import Parser
from ppun_access.easy.draft.model_answers import Judge
from ppun_access.easy.draft.passages import Passage
from ppun_access.errors import MissingToolError
from ppun_access.runtime.cache import Cache, default_root
from ppun_access.settings.ppun_toml import Settings
from ppun_access.tools import spacy_french
from ppun_access.tools.chat import Server, server_of


def model_server(settings: Settings, host: str) -> Server:
    """Return the server to ask; its answers are parsed before they are believed.

    Raises UsageError for one that is not set or not named, MissingToolError without spaCy.
    """
    server = server_of(settings.model, os.environ, host)
    if not spacy_french.is_installed():
        raise MissingToolError(
            "--modele demande spaCy, pour vérifier ce que le modèle écrit ; rien n’a été "
            "envoyé.",
            next_step=f"{spacy_french.INSTALL}, ou relancez sans « --modele ».",
        )
    return server


def along_the_plans(
    texts: Sequence[tuple[Document, Sequence[Passage]]],
    drafts: Sequence[Draft],
    settings: Settings,
    server: Server,
    parser: Parser,
    on_progress: OnProgress,
) -> tuple[list[Drafted], Provenance]:
    """Ask for the long passages of some texts, along the plan of each.

    ``drafts``: those of the rules, which stand where an answer is refused.
    """
    judge = Judge(parser, PROFILES[settings.audit_profile].sentence_words)
    found: list[Passage] = []
    groups: list[Group] = []
    for document, some in texts:
        genre = settings.of(document.id).genre
        for one in groups_of(document, some, genre, judge.sentence_words):
            groups.append(replace(one, numbers=tuple(len(found) + n for n in one.numbers)))
        found += some
    told, cache = Provenance(server), Cache(default_root())
    return model_drafts(found, groups, drafts, judge, told, cache, on_progress), told


def model_line(told: Provenance) -> tuple[str, ...]:
    """Return one line on the model: its work, refusals and cost."""
    spent = told.spent
    tokens = spent.prompt_tokens + spent.completion_tokens
    line = (
        f"Modèle {told.server.model} ({told.server.host})\u00a0: passages "
        f"gardés {told.accepted}, refusés {told.refused}, redemandés {told.asked_again}"
        f"\u202f; appels {spent.calls}, "
        f"réponses déjà connues {told.cached}, jetons {tokens}, {spent.seconds:.1f} s."
    )
    if told.failure:
        return (line, f"{told.failure}\n  → {told.next_step}")
    return (line,)


# How a draft is printed
