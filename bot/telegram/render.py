"""From an `Answer` or a `Citation` to blocks of text; no markup, no sending."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.answering.answer import Answer, Citation
from bot.telegram.blocks import Block, Span, Style, heading, item, paragraph, paragraphs
from bot.telegram.messages import Messages
from knowledge.model import RegulationStatus, Strength, Verdict
from knowledge.standing import OUT_OF_FORCE

UNDECIDED = frozenset({Verdict.PERLU_RINCIAN, Verdict.DI_LUAR_CAKUPAN})
"""Verdicts that leave open what the law says."""
_SIGN = re.compile(r"^[^\w(]+")


def answer_blocks(answer: Answer, messages: Messages, *, title: str | None = None) -> list[Block]:
    """Write one answer in full, without its parts; ``title`` says which part of several it is."""
    return [
        *head_blocks(answer, messages, title=title),
        *body_blocks(answer, messages),
        *foot_blocks(answer, messages),
    ]


def head_blocks(answer: Answer, messages: Messages, *, title: str | None = None) -> list[Block]:
    """What stands above everything that is shown of an answer: the verdict and what it is about."""
    return [
        *([paragraph(title, "italic")] if title else []),
        Block((Span(messages.verdicts[answer.verdict], "bold"),), keep_with_next=True),
        paragraph(answer.headline, "bold"),
    ]


def body_blocks(answer: Answer, messages: Messages) -> list[Block]:
    """All that an answer says, without its head and foot."""
    titles = messages.headings
    return [
        *paragraphs(answer.text),
        *clarify_blocks(answer, messages),
        *list_blocks(titles.conditions, answer.conditions),
        *list_blocks(titles.sanctions, answer.sanctions),
        *list_blocks(titles.next_steps, answer.next_steps, numbered=True),
        *basis_blocks(answer, messages),
    ]


def basis_blocks(answer: Answer, messages: Messages) -> list[Block]:
    """What an answer rests on: how firmly, who sees it otherwise, and the sources with their standing."""
    titles = messages.headings
    blocks = []
    if answer.strength:
        words = strength_words(answer.strength, messages)
        blocks.append(Block((Span(f"{titles.strength}: ", "bold"), Span(words))))
    if answer.conflicts and answer.conflicts.strip():
        blocks += [heading(titles.conflicts), *_tight(paragraphs(answer.conflicts))]
    if answer.citations:
        blocks.append(heading(titles.citations))
        blocks += [
            item(f"[{number}]", Span(citation.label), *status_spans(citation.status, messages))
            for number, citation in enumerate(answer.citations, 1)
        ]
    return blocks


def foot_blocks(answer: Answer, messages: Messages) -> list[Block]:
    """What must be known of an answer that rests on the law: marks, the edition, the day."""
    if not shows_grounds(answer):
        return []
    details = messages.details
    lines = [details.review] if answer.review else []
    if rests_on_digests(answer):
        lines.append(details.digest_only)
    lines.append(messages.footer.format(edition=answer.edition, date=messages.day(answer.as_of)))
    written = [paragraph(line, "italic") for line in lines]
    return [replace(block, tight=position > 0) for position, block in enumerate(written)]


def shows_grounds(answer: Answer) -> bool:
    """Tell whether an answer rests on the law: small talk and questions back do not."""
    return bool(answer.citations) or answer.verdict not in UNDECIDED


def rests_on_digests(answer: Answer) -> bool:
    """Tell whether an answer rests on nothing but our own words for the law."""
    kinds = {citation.kind for citation in answer.citations}
    return kinds == {"digest"}


def provision_blocks(citation: Citation, messages: Messages) -> list[Block]:
    """Write out the full text of a provision, with where it comes from."""
    blocks = [
        Block(
            (Span(citation.label, "bold"), *status_spans(citation.status, messages)),
            keep_with_next=True,
        ),
        *paragraphs(citation.text),
        paragraph(getattr(messages.text_kinds, citation.kind), "italic"),
    ]
    if citation.url:
        blocks.append(
            Block(
                (
                    Span(f"{messages.headings.source}: ", "bold"),
                    Span(citation.url, url=citation.url),
                )
            )
        )
    return blocks


def remembered(answer: Answer) -> str:
    """Write an answer as a turn of the conversation: what it said, without its apparatus."""
    parts = answer.parts or (answer,)
    return "\n\n".join(
        "\n".join(
            line
            for line in (part.headline, part.clarify.question if part.clarify else part.text)
            if line.strip()
        )
        for part in parts
    )


def question_back(answer: Answer) -> str | None:
    """What an answer asks back; None where its headline or text has asked it."""
    if answer.clarify is None or answer.clarify.question in (answer.headline, answer.text):
        return None
    return answer.clarify.question


def clarify_blocks(answer: Answer, messages: Messages) -> list[Block]:
    """A question back, with its choices."""
    if answer.clarify is None:
        return []
    asked = question_back(answer)
    blocks = [paragraph(asked)] if asked else []
    if answer.clarify.options:
        blocks.append(heading(messages.headings.options))
        blocks += [
            item(f"{number}.", Span(option.text))
            for number, option in enumerate(answer.clarify.options, 1)
        ]
    return blocks


def list_blocks(title: str, entries: Sequence[str], *, numbered: bool = False) -> list[Block]:
    """A list below its title; nothing when it is empty."""
    listed = filled(entries)
    if not listed:
        return []
    return [
        heading(title),
        *(
            item(f"{number}." if numbered else "•", Span(entry))
            for number, entry in enumerate(listed, 1)
        ),
    ]


def filled(entries: Sequence[str]) -> list[str]:
    """The entries that say something."""
    return [entry for entry in entries if entry.strip()]


def verdict_words(verdict: Verdict, messages: Messages) -> str:
    """A verdict without the sign before it: ``DILARANG``."""
    return _SIGN.sub("", messages.verdicts[verdict])


def strength_words(strength: str, messages: Messages) -> str:
    """How strong a basis is, in words."""
    try:
        return messages.strengths[Strength(strength)]
    except ValueError:
        return strength


def status_words(status: str, messages: Messages) -> str:
    """The standing of a provision in words."""
    try:
        return messages.statuses[RegulationStatus(status)]
    except ValueError:
        return status


def status_spans(status: str, messages: Messages) -> tuple[Span, ...]:
    """The standing of a provision, in brackets."""
    # Repealed law, or law to come, must not pass for law in force at a glance.
    style: Style = "bold" if status in OUT_OF_FORCE else "plain"
    return Span(" ("), Span(status_words(status, messages), style), Span(")")


def _tight(blocks: Sequence[Block]) -> list[Block]:
    return [replace(block, tight=position == 0) for position, block in enumerate(blocks)]
