"""The answers of the Pasal.id API, version 1, as far as they are used; other fields are ignored."""

from __future__ import annotations

import re
from typing import Annotated, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    StringConstraints,
    ValidationError,
)

from knowledge.errors import SourceError


class _Shape(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", coerce_numbers_to_str=True)


# Control characters but the tab and the end of a line: they could steer an administrator's terminal.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def _none_is_empty(value: object) -> object:
    return "" if value is None else value


def _printable(value: str) -> str:
    return _CONTROL.sub(" ", value.replace("\r\n", "\n"))


Filled = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1), AfterValidator(_printable)
]
Blank = Annotated[str, BeforeValidator(_none_is_empty), AfterValidator(_printable)]


class Work(_Shape):
    """A regulation, without its text."""

    frbr_uri: Filled
    title: Filled
    number: Filled
    year: int
    status: Blank = ""
    type: Blank = ""
    type_name: Blank = ""
    source_url: Blank = ""
    content_verified: bool | None = None


class Node(_Shape):
    """A unit of a regulation: ``bab``, ``pasal`` and whatever else the API may list."""

    type: Filled
    id: int | None = None
    number: Blank = ""
    heading: Blank = ""
    content: Blank = ""
    parent_id: int | None = None
    sort_order: int | None = None


class Relationship(_Shape):
    """How a regulation stands to another one."""

    type: Blank = ""
    type_en: Blank = ""
    related_work: Work | None = None


class Law(_Shape):
    """``GET /laws/{frbr_uri}``."""

    work: Work
    articles: tuple[Node, ...]
    relationships: tuple[Relationship, ...] = ()


class LawList(_Shape):
    """``GET /laws``."""

    total: int
    laws: tuple[Work, ...]


class Hit(_Shape):
    """One place that fits a search; the regulation is missing when it was withdrawn meanwhile."""

    work: Work | None = None


class Hits(_Shape):
    """``GET /search``."""

    results: tuple[Hit, ...]


S = TypeVar("S", bound=_Shape)


def shaped(shape: type[S], answer: object) -> S:
    """Check an answer of the API.

    Raises:
        SourceError: a field is missing or of another kind; the message names it.
    """
    try:
        return shape.model_validate(answer)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"]) or "the whole answer"
        raise SourceError(
            f"Pasal.id answered in another form than documented (field {place}: {first['msg']}). "
            "Check PASAL_API_URL, or take the official document from another source."
        ) from None
