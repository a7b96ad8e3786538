"""A new ruling as an editor fills it in: in a YAML file, or step by step in the chat."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from ingest.review.model import Item
from knowledge.dataset import Knowledge
from knowledge.errors import StagingError
from knowledge.model import Example, ProvisionId, Ruling, Slug, Strength, Text, Verdict
from knowledge.text import words

_ID_WORDS = 5
_LONGEST_ID = 60
"""Characters of an id that is proposed; they leave room for a number after it."""
_SHOWN = 100
"""Characters of a provision's text that are shown beside its id."""
_PHRASINGS = 12
_TELLING_NOTHING = frozenset(
    {
        "apa",
        "apakah",
        "boleh",
        "bolehkah",
        "bisa",
        "bisakah",
        "gimana",
        "bagaimana",
        "kalau",
        "jika",
    }
    | {"saya", "kami", "pns", "asn", "yang", "dan", "di", "ke", "dari", "ya", "tidak", "ga", "gak"}
    | {"nggak", "untuk", "dengan", "pada", "itu", "ini", "atau", "nomor", "alamat", "akun", "nama"}
)
"""Words that say nothing of what a question is about."""


def _blank_is_none(value: object) -> object:
    return None if value == "" else value


def _none_is_empty(value: object) -> object:
    return () if value is None else value


Many = Annotated[tuple[Text, ...], BeforeValidator(_none_is_empty)]


class Form(BaseModel):
    """What is asked of an editor; fields as of `knowledge.model.Ruling`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Annotated[Slug | None, BeforeValidator(_blank_is_none)] = None
    """None: one is made of the title."""
    family: Slug
    title: Text
    verdict: Verdict
    when: Text
    summary: Text
    conditions: Many = ()
    basis: Annotated[tuple[ProvisionId, ...], BeforeValidator(_none_is_empty)]
    sanctions: Many = ()
    next_steps: Many = ()
    strength: Strength
    examples: Many


def read_form(content: Any) -> Form:
    """The form in what was read from a file or handed over.

    Raises:
        StagingError: a field is missing or wrong; the message names the first and never repeats a value.
    """
    try:
        return Form.model_validate(content)
    except ValidationError as error:
        raise StagingError(
            f"{fault_of(error)}. Correct the form; asn-ingest review form ITEM writes one with all fields."
        ) from None


def fault_of(error: ValidationError) -> str:
    """The first fault of a record: its field and what is wrong, without the value."""
    first = error.errors(include_input=False, include_url=False)[0]
    where = ".".join(str(part) for part in first["loc"]) or "the form"
    told = {
        "missing": "is missing",
        "string_too_short": "is empty",
        "extra_forbidden": "is unknown",
    }
    if first["type"] in told:
        return f"{where} {told[first['type']]}"
    return f"{where}: {' '.join(first['msg'].split())}"


def form_of(text: str) -> Form:
    """The form in the text of a YAML file.

    Raises:
        StagingError: it is no YAML, or the form has a fault.
    """
    try:
        return read_form(yaml.safe_load(text))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" in line {mark.line + 1}" if mark is not None else ""
        raise StagingError(f"The form is no YAML{where}. Put texts in quotation marks.") from None


def ruling_of(form: Form, knowledge: Knowledge) -> tuple[Ruling, tuple[Example, ...]]:
    """The ruling of a form, and its examples.

    Raises:
        StagingError: the form names no basis.
    """
    name = form.id or proposed_id(form.title, knowledge)
    fields = form.model_dump(exclude={"id", "examples"})
    try:
        ruling = Ruling.model_validate({"id": name, **fields})
    except ValidationError as error:
        raise StagingError(
            f"{fault_of(error)}. Name at least one provision that the ruling rests on as its basis."
        ) from None
    examples = (Example(q=text, ruling=name, verdict=form.verdict) for text in form.examples)
    return ruling, tuple(examples)


def proposed_id(title: str, knowledge: Knowledge) -> str:
    """An id that is free, made of the telling words of a title."""
    telling = [word for word in words(title) if word not in _TELLING_NOTHING]
    plain = (re.sub(r"[^a-z0-9]", "", word) for word in telling[:_ID_WORDS])
    name = "-".join(word for word in plain if word)[:_LONGEST_ID].rstrip("-") or "putusan-baru"
    number, free = 1, name
    while knowledge.answerable(free) is not None:
        number += 1
        free = f"{name}-{number}"
    return free


def template(item: Item, knowledge: Knowledge) -> str:
    """A form for an item, to be filled in: what is near to it proposed, in comments."""
    return "\n".join(_lines(item, knowledge)) + "\n"


def _lines(item: Item, knowledge: Knowledge) -> Iterator[str]:
    near = [knowledge.rulings[r.id] for r in item.rulings if r.id in knowledge.rulings]
    first = near[0] if near else None
    families = list(dict.fromkeys(ruling.family for ruling in near))
    yield f"# A new ruling for item {item.id} of the review queue ({item.count:,} asked). Then:"
    yield f"#   asn-ingest review ruling {item.id} --form FILE"
    for one in item.rulings:
        yield f"# near: {one.id} ({one.verdict}): {one.title}"
    yield f"id: {proposed_id(item.title, knowledge)}"
    if len(families) > 1:
        yield f"# or: {', '.join(families[1:])}"
    yield f"family: {families[0] if families else ''}"
    yield f"title: {_quoted(item.title)}"
    yield f"# {', '.join(verdict.value for verdict in Verdict)}"
    yield f"verdict: {first.verdict.value if first else ''}"
    yield "# What sets it apart from the other rulings of its family."
    yield 'when: ""'
    yield "# The answer; its first sentence is shown above it."
    yield 'summary: ""'
    yield "conditions: []"
    yield "# Take the mark away before what it rests on; asn-ingest show ID shows a provision in full."
    yield "basis:"
    for provision in item.provisions:
        yield f"  # - {provision.id}  # {provision.label} ({provision.status}): {_cut(provision.text)}"
    yield from _proposed("sanctions", first.sanctions if first else ())
    yield from _proposed("next_steps", first.next_steps if first else ())
    yield f"# {', '.join(strength.value for strength in Strength)}"
    yield "strength: penalaran"
    yield "# At least three. These were typed by users: word them anew, without anybody's name."
    yield from _list("examples", item.phrasings[:_PHRASINGS])


def _proposed(name: str, values: Iterable[str]) -> Iterator[str]:
    yield f"{name}:"
    for value in values:
        yield f"  # - {_quoted(value)}"


def _list(name: str, values: Iterable[str]) -> Iterator[str]:
    yield f"{name}:"
    for value in values:
        yield f"  - {_quoted(value)}"


def _quoted(text: str) -> str:
    """A text as a YAML scalar in one line."""
    return json.dumps(text, ensure_ascii=False)


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else line[:_SHOWN].rstrip() + " ..."


def handed(text: str) -> Mapping[str, Any]:
    """The JSON object that another program hands over.

    Raises:
        StagingError: it is none.
    """
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise StagingError("What is to be done must be handed over as one JSON object.")
    return found
