"""The review queue as it is seen: the list, and one item."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from telegram import InlineKeyboardButton

from bot.telegram.admin.review_draft import Form
from bot.telegram.admin.review_form_view import ITEM, LIST, RESUME
from bot.telegram.admin.review_queue import Item, Kind
from bot.telegram.admin.review_texts import ReviewTexts
from bot.telegram.admin.ways import pending_button
from bot.telegram.blocks import Block, Span, cut_short, heading, paragraph
from bot.telegram.blocks import item as entry
from bot.telegram.menu import Panel, Row, in_rows, key_of, page_of, paired, panel
from bot.telegram.messages import Messages
from bot.telegram.press import Press, button
from bot.telegram.render import verdict_words
from knowledge.model import Verdict

_EXAMPLE, _RULING, _OUTSIDE = "re", "rr", "ro"
BEGINNING = {_EXAMPLE: Form.EXAMPLE, _RULING: Form.RULING, _OUTSIDE: Form.OUTSIDE}
"""Codes of the buttons that begin a form on an item."""
DISMISS, DISMISS_SURELY = "rd", "ry"
"""Codes of the buttons that take an item out of the queue: asked, sure."""
_PER_PAGE = 8
_TITLE = 120
"""Characters of the title of an item in the list, and of a ruling."""
_PHRASING, _PHRASINGS = 160, 10
_COMMENTS = 5
_NEAREST = 5
_TEXT = 160
"""Characters of a provision's text in an item."""


def list_panel(items: Sequence[Item], kind: str, number: int, texts: ReviewTexts) -> Panel:
    """A page of the queue; ``kind`` shows only items of that kind, empty all."""
    words, counts = texts.list, Counter(item.kind for item in items)
    again = button(words.again, Press(LIST, kind))
    if not items:
        return panel([heading(words.title), paragraph(words.empty)], [[again]])
    listed = [item for item in items if not kind or item.kind == kind]
    page = page_of(listed, number, _PER_PAGE)
    told = "; ".join(f"{texts.kinds[one]}: {counts[one]}" for one in Kind if counts[one])
    blocks = [heading(words.title), paragraph(words.counts.format(counts=told))]
    if listed:
        blocks.append(paragraph(f"{words.choose} {page.words}".strip()))
    else:
        blocks.append(paragraph(words.empty_kind))
    for place, item in page.numbered:
        title = cut_short(" ".join(item.title.split()), _TITLE)
        about = f" – {texts.kinds[item.kind]}, {words.item.format(count=item.count)}"
        blocks.append(Block((Span(f"{place}. {title}"), Span(about, "italic"))))
    rows = in_rows(
        (button(str(place), Press(ITEM, key_of(item.id))) for place, item in page.numbered), 4
    )
    return panel(blocks, [*rows, page.turning(LIST, kind), *_filters(counts, kind, texts), [again]])


def _filters(counts: Counter[Kind], kind: str, texts: ReviewTexts) -> list[Row]:
    """The buttons that show one kind only; none where there is only one."""
    if len(counts) < 2 and not kind:
        return []
    buttons = [
        button(texts.list.filter.format(kind=texts.kinds[one], count=counts[one]), Press(LIST, one))
        for one in Kind
        if counts[one] and one != kind
    ]
    if kind:
        buttons.append(button(texts.list.all, Press(LIST)))
    return paired(buttons)


def item_panel(
    item: Item,
    messages: Messages,
    texts: ReviewTexts,
    *,
    label: Callable[[str], str],
    may_act: bool,
    may_confirm: bool,
    begun: bool,
) -> Panel:
    """One item; ``label`` names a provision, ``begun``: a form on the item was left."""
    words = texts.item
    blocks = [
        heading(f"{texts.kinds[item.kind]}, {texts.list.item.format(count=item.count)}"),
        paragraph(cut_short(item.title, 2 * _PHRASING)),
        *_told(item, messages, texts),
        *_phrasings(item, texts),
        *_comments(item, texts),
    ]
    if item.changed:
        blocks.append(heading(words.changed))
        blocks += [entry("•", Span(label(one))) for one in item.changed[:_NEAREST]]
    if item.kind is Kind.RULING:
        blocks.append(paragraph(words.confirm))
    else:
        blocks += _near(item, messages, texts)
    if not may_act and item.kind is not Kind.RULING:
        blocks.append(paragraph(words.only_looking, "italic"))
    acts = _acts(item, texts, may_act=may_act, may_confirm=may_confirm, begun=begun)
    return panel(blocks, [*acts, [_back(texts)]])


def dismiss_panel(item: Item, texts: ReviewTexts) -> Panel:
    """Whether an item is really to be taken out of the queue."""
    words, key = texts.item, key_of(item.id)
    rows = [
        [
            button(words.yes_dismiss, Press(DISMISS_SURELY, key)),
            button(words.keep, Press(ITEM, key)),
        ]
    ]
    title = paragraph(cut_short(item.title, 2 * _PHRASING), "italic")
    return panel([title, paragraph(words.ask_dismiss[item.kind])], rows)


def dismissed_panel(texts: ReviewTexts) -> Panel:
    """That it was taken out."""
    return panel([paragraph(texts.item.dismissed)], [[_back(texts)]])


def _acts(
    item: Item, texts: ReviewTexts, *, may_act: bool, may_confirm: bool, begun: bool
) -> list[Row]:
    words, key = texts.item, key_of(item.id)
    if item.kind is Kind.RULING:
        return [[pending_button(item.ruling)]] if may_confirm and item.ruling else []
    if not may_act:
        return []
    dismiss = button(words.dismiss[item.kind], Press(DISMISS, key))
    if begun:
        return [[button(words.resume, Press(RESUME, key))], [dismiss]]
    return [
        [button(words.example, Press(_EXAMPLE, key))],
        [button(words.draft, Press(_RULING, key))],
        [button(words.outside, Press(_OUTSIDE, key)), dismiss],
    ]


def _back(texts: ReviewTexts) -> InlineKeyboardButton:
    return button(texts.item.back, Press(LIST))


def _told(item: Item, messages: Messages, texts: ReviewTexts) -> list[Block]:
    """How it was answered, why it is here, how it was judged."""
    words, lines = texts.item, []
    verdict = _verdict(item.verdict, messages)
    if verdict and item.ruling_title:
        lines.append(words.answered_by.format(verdict=verdict, ruling=item.ruling_title))
    elif verdict:
        lines.append(words.answered.format(verdict=verdict))
    if reason := words.reasons.get(item.reason):
        lines.append(reason)
    if any(item.votes.values()):
        wrong, unclear = item.votes.get("keliru", 0), item.votes.get("kurang_jelas", 0)
        lines.append(words.votes.format(wrong=wrong, unclear=unclear))
    return [paragraph(line) for line in lines]


def _verdict(verdict: str | None, messages: Messages) -> str | None:
    try:
        return verdict_words(Verdict(verdict), messages) if verdict else None
    except ValueError:
        return None


def _phrasings(item: Item, texts: ReviewTexts) -> list[Block]:
    words = texts.item
    shown = item.questions[:_PHRASINGS] if not item.comments else ()  # those stand below them
    if len(shown) < 2 and (not shown or shown[0] == item.title):
        return []
    blocks = [heading(words.questions)]
    blocks += [entry("•", Span(cut_short(one, _PHRASING))) for one in shown]
    if item.kind is Kind.QUESTION and item.count > len(shown):
        blocks.append(entry("•", Span(words.more.format(count=item.count - len(shown)), "italic")))
    return blocks


def _comments(item: Item, texts: ReviewTexts) -> list[Block]:
    """What users wrote about the answers of a ruling, each below its question."""
    if not item.comments:
        return []
    words, blocks = texts.item, [heading(texts.item.comments)]
    for comment in item.comments[:_COMMENTS]:
        spans = [Span(cut_short(comment.comment, _PHRASING))]
        if comment.question:
            asked = f" ({words.comment_on} {cut_short(comment.question, _PHRASING)})"
            spans.append(Span(asked, "italic"))
        blocks.append(entry("•", *spans))
    if len(item.comments) > _COMMENTS:
        count = len(item.comments) - _COMMENTS
        blocks.append(entry("•", Span(words.more.format(count=count), "italic")))
    return blocks


def _near(item: Item, messages: Messages, texts: ReviewTexts) -> list[Block]:
    """The rulings and provisions that are nearest."""
    words, blocks = texts.item, []
    if item.rulings:
        blocks.append(heading(words.rulings))
    for ruling in item.rulings[:_NEAREST]:
        spans = [Span(cut_short(ruling.title, _TITLE))]
        if ruling.verdict:
            spans += [Span(" – "), Span(verdict_words(ruling.verdict, messages), "bold")]
        blocks.append(entry("•", *spans))
    if item.provisions:
        blocks.append(heading(words.provisions))
    for one in item.provisions[:_NEAREST]:
        text = cut_short(" ".join(one.text.split()), _TEXT)
        blocks.append(entry("•", Span(f"{one.label}: ", "bold"), Span(text)))
    return blocks
