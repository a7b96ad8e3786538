"""From an `Answer` or a `Citation` to blocks of text; no markup, no sending."""

from __future__ import annotations

from bot.answering.answer import Answer, Citation
from bot.telegram.blocks import Block, Span, Style, heading, item, paragraph, paragraphs
from bot.telegram.messages import Messages
from knowledge.model import RegulationStatus, Strength, Verdict
from knowledge.standing import OUT_OF_FORCE


def answer_blocks(answer: Answer, messages: Messages, *, title: str | None = None) -> list[Block]:
    """Write one answer, without its parts; ``title`` says which part of several it is."""
    titles = messages.headings
    blocks = [paragraph(title, "italic")] if title else []
    blocks += [
        Block((Span(messages.verdicts[answer.verdict], "bold"),), keep_with_next=True),
        paragraph(answer.headline, "bold"),
        *paragraphs(answer.text),
        *_clarify(answer, messages),
        *_list(titles.conditions, answer.conditions),
        *_list(titles.sanctions, answer.sanctions),
        *_list(titles.next_steps, answer.next_steps, numbered=True),
    ]
    if answer.strength:
        words = _strength(answer.strength, messages)
        blocks.append(Block((Span(f"{titles.strength}: ", "bold"), Span(words))))
    if answer.conflicts and answer.conflicts.strip():
        blocks += [heading(titles.conflicts), *_tight(paragraphs(answer.conflicts))]
    if answer.citations:
        blocks.append(heading(titles.citations))
        blocks += [
            _source(number, citation, messages)
            for number, citation in enumerate(answer.citations, 1)
        ]
    if shows_grounds(answer):
        footer = messages.footer.format(edition=answer.edition, date=messages.day(answer.as_of))
        blocks.append(paragraph(footer, "italic"))
    return blocks


def shows_grounds(answer: Answer) -> bool:
    """Tell whether an answer rests on the law: small talk and questions back do not."""
    return bool(answer.citations) or answer.verdict not in {
        Verdict.DI_LUAR_CAKUPAN,
        Verdict.PERLU_RINCIAN,
    }


def provision_blocks(citation: Citation, messages: Messages, *, notes: list[str]) -> list[Block]:
    """Write out the full text of a provision, with where it comes from."""
    blocks = [
        Block((Span(citation.label, "bold"), *_status(citation.status, messages))),
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
    blocks += [paragraph(note, "italic") for note in notes]
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


def _clarify(answer: Answer, messages: Messages) -> list[Block]:
    if answer.clarify is None:
        return []
    blocks = (
        []
        if answer.clarify.question in (answer.headline, answer.text)
        else [paragraph(answer.clarify.question)]
    )
    if answer.clarify.options:
        blocks.append(heading(messages.headings.options))
        blocks += [
            item(f"{number}.", Span(option.text))
            for number, option in enumerate(answer.clarify.options, 1)
        ]
    return blocks


def _list(title: str, entries: tuple[str, ...], *, numbered: bool = False) -> list[Block]:
    listed = [entry for entry in entries if entry.strip()]
    if not listed:
        return []
    return [
        heading(title),
        *(
            item(f"{number}." if numbered else "•", Span(entry))
            for number, entry in enumerate(listed, 1)
        ),
    ]


def _tight(blocks: tuple[Block, ...]) -> list[Block]:
    return [Block(block.spans, tight=position == 0) for position, block in enumerate(blocks)]


def _strength(strength: str, messages: Messages) -> str:
    try:
        return messages.strengths[Strength(strength)]
    except ValueError:
        return strength


def _source(number: int, citation: Citation, messages: Messages) -> Block:
    return item(f"[{number}]", Span(citation.label), *_status(citation.status, messages))


def _status(status: str, messages: Messages) -> tuple[Span, ...]:
    try:
        known = RegulationStatus(status)
    except ValueError:
        return (Span(f" ({status})"),)
    # Repealed law, or law to come, must not pass for law in force at a glance.
    style: Style = "bold" if known in OUT_OF_FORCE else "plain"
    return Span(" ("), Span(messages.statuses[known], style), Span(")")
