"""What is said to a message whose language stood in the way of understanding it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from pydantic import BaseModel, ConfigDict, Field

from bot.answering.wording import Message
from bot.texts import CheckedTexts, load_texts
from knowledge.model import QuestionClass, Ruling, Slug, Text
from knowledge.reading import Reader
from knowledge.text import is_word, words

_SURE = 0.75
"""Confidence from which a message counts as understood, whatever its language."""
_MARKED = 0.3
"""Share of a language's frequent words from which a message is taken to be in it."""
_FEWEST_MARKED = 2
_FOREIGN = 0.75
"""Share of words that nobody here knows from which a message is in no language that is read here."""
_FEWEST_FOREIGN = 4
_NEEDS_NO_UNDERSTANDING = frozenset({"injeksi-roleplay", "bahasa-lain", "basa-basi", "krisis"})
"""Families of classes that are told by signs: orders to the bot, letters at random."""
_LATIN = re.compile(r"[A-Za-zÀ-ɏ0-9]")


class Language(BaseModel):
    """A language that is understood in part."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    words: frozenset[str] = Field(min_length=10)
    text: Text


class LanguageTexts(CheckedTexts):
    """The contents of ``languages.yaml``."""

    headline: Text
    unknown: Text
    languages: Mapping[Slug, Language]


@cache
def load_language_texts() -> LanguageTexts:
    """What is said of languages, and how they are known.

    Raises:
        DataError: the file is missing or breaks the schema.
    """
    return load_texts("languages.yaml", LanguageTexts)


def language_of(text: str) -> str | None:
    """The language other than Indonesian that a message is mostly written in, of those in the data."""
    said = words(text)
    known = load_language_texts().languages
    marked = {name: sum(word in one.words for word in said) for name, one in known.items()}
    best = max(marked, key=marked.__getitem__)
    enough = marked[best] >= max(_FEWEST_MARKED, _MARKED * len(said))
    return best if enough else None


def is_in_other_script(text: str) -> bool:
    """Whether a message has letters, and none of them is Latin."""
    letters = [char for char in text if char.isalpha()]
    return bool(letters) and not any(map(_LATIN.match, letters))


def is_foreign(reader: Reader, text: str) -> bool:
    """Whether hardly a word of a message is known: a language that is not read here."""
    said = [word for word in words(reader.text(text)) if word.isalpha()]
    vocabulary = reader.normaliser.vocabulary
    strange = [word for word in said if word not in vocabulary and not is_word(word)]
    return len(said) >= _FEWEST_FOREIGN and len(strange) >= _FOREIGN * len(said)


def not_understood(
    reader: Reader, text: str, *, confidence: float, target: Ruling | QuestionClass | None
) -> Message | None:
    """What to say instead of an answer that its language makes doubtful; None when it was understood.

    ``target`` is what the answer would rest on. A ruling stands for a language that is read here, however
    unsure, since its own words say that it is; for any other language nothing stands but what needs no
    understanding.
    """
    texts = load_language_texts()
    if is_in_other_script(text):
        return Message(headline=texts.headline, text=texts.unknown)
    name = language_of(text)
    sure = target is not None and confidence >= _SURE
    if name is not None:
        if sure or isinstance(target, Ruling):
            return None
        return Message(headline=texts.headline, text=texts.languages[name].text)
    stands = sure and target is not None and target.family in _NEEDS_NO_UNDERSTANDING
    if stands or not is_foreign(reader, text):
        return None
    return Message(headline=texts.headline, text=texts.unknown)
