"""Regulations from the public Pasal.id API: found by id, citation, FRBR address or words."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from ingest.reading.text import SourceText
from ingest.sources.fault import HttpFault
from ingest.sources.origin import shown, web_address
from ingest.sources.pasal_client import BoundedPasalClient
from ingest.sources.pasal_kinds import Wanted, id_of, is_uri, recognised
from ingest.sources.pasal_law import (
    Relation,
    assembled,
    relations_of,
    status_of,
    subject,
)
from ingest.sources.pasal_shapes import Hits, Law, LawList, Work, shaped
from knowledge.errors import SourceError
from knowledge.model import RegulationStatus

_PAGE = 100  # the most that the API lists at once
_MOST_PAGES = 30
_FOUND = 20
_NAMED_IN_ERROR = 5
_SEARCH = 'Search it by words of its title: asn-ingest pull "WORDS OF THE TITLE".'


@dataclass(frozen=True)
class Pulled:
    """A regulation as Pasal.id has it."""

    source: SourceText
    """In the order of the official document, for the structure parser."""
    data: bytes
    """The same text in UTF-8, to be kept; ``source.digest`` is its digest."""
    id: str | None
    """Our id; None where Pasal.id's address does not tell the issuer."""
    uri: str
    title: str
    """What follows "tentang"."""
    status: RegulationStatus
    """A hint: Pasal.id says ``berlaku`` unless it was told otherwise."""
    relations: tuple[Relation, ...]
    url: str
    """Where a person finds the text: the official page, or the API's own address of it."""
    verified: bool
    """Whether Pasal.id had the text checked by a person."""
    fetched_at: datetime


@dataclass(frozen=True)
class Candidate:
    """A regulation that may be meant."""

    uri: str
    id: str | None
    title: str
    type: str
    number: str
    year: int
    status: RegulationStatus


class AmbiguousLaw(SourceError):
    """Several regulations fit; ``candidates`` holds them, the best first."""

    def __init__(self, words: str, candidates: tuple[Candidate, ...]) -> None:
        self.candidates = candidates
        shown_first = "; ".join(
            f"{item.type} {item.number}/{item.year} {item.title} ({item.uri})"
            for item in candidates[:_NAMED_IN_ERROR]
        )
        more = len(candidates) - _NAMED_IN_ERROR
        rest = f"; and {more} more" if more > 0 else ""
        number = f"{len(candidates)} regulations" if len(candidates) > 1 else "One regulation"
        super().__init__(
            f'{number} of Pasal.id may be "{words}": {shown_first}{rest}. '
            f"Name one: asn-ingest pull {candidates[0].uri}"
        )


def pull(target: str, client: BoundedPasalClient) -> Pulled:
    """Take in one regulation, named by id (``uu-20-2023``), citation (``UU 20/2023``), FRBR address
    (``/akn/id/act/uu/2003/13``), page of pasal.id, or words of its title.

    Raises:
        AmbiguousLaw: several regulations fit; nothing was taken.
        SourceError: none fits, the API fails or cannot be reached, or it has no text of it.
    """
    wanted = recognised(target)
    if wanted is None:
        found = candidates(target, client)
        if len(found) > 1:
            raise AmbiguousLaw(target.strip(), found)
        wanted = recognised(found[0].uri)
        if wanted is None:
            raise _malformed(found[0].uri)
    return _pulled(wanted, wanted.uri or _listed(wanted, client), client)


def candidates(words: str, client: BoundedPasalClient) -> tuple[Candidate, ...]:
    """The regulations that fit a search, the best first, each once.

    Raises:
        SourceError: none fits, or the API fails.
    """
    if not words.strip():
        raise SourceError("Nothing to search for. Give an id (uu-20-2023) or words of the title.")
    hits = shaped(Hits, client.search(words.strip(), limit=_FOUND))
    found = _as_candidates(hit.work for hit in hits.results if hit.work is not None)
    if not found:
        raise SourceError(
            f'Pasal.id found nothing for "{words.strip()}". Try other words of the title, or add '
            "the official document as a file."
        )
    return found


def _listed(wanted: Wanted, client: BoundedPasalClient) -> str:
    """The FRBR address of a regulation whose number and year several issuers share."""
    kind = wanted.kind
    if kind is None:
        raise SourceError(f"Pasal.id gives this kind of regulation no address. {_SEARCH}")
    same_number: list[Work] = []
    for page in range(_MOST_PAGES):
        answer = client.list_laws(
            type=kind.code, year=wanted.year, limit=_PAGE, offset=page * _PAGE
        )
        laws = shaped(LawList, answer)
        same_number += [work for work in laws.laws if work.number.lower() == wanted.number]
        if not laws.laws or (page + 1) * _PAGE >= laws.total:
            break
    if not same_number:
        raise SourceError(f"Pasal.id has no {wanted.id}. {_SEARCH}")
    by_issuer = [
        work
        for work in same_number
        if any(name in f"{work.title} {work.frbr_uri}".lower() for name in kind.issuer)
    ]
    if len(by_issuer) == 1:
        return by_issuer[0].frbr_uri
    # Not even a single one is taken when nothing shows that it is the wanted issuer's.
    raise AmbiguousLaw(str(wanted.id), _as_candidates(by_issuer or same_number))


def _pulled(wanted: Wanted, uri: str, client: BoundedPasalClient) -> Pulled:
    if not is_uri(uri):
        raise _malformed(uri)
    try:
        answer = client.get_law(uri)
    except HttpFault as fault:
        if fault.status == 404:
            raise SourceError(f"Pasal.id has no {wanted.id or uri}. {_SEARCH}") from None
        raise
    law = shaped(Law, answer)
    named = (law.work.number.lower(), law.work.year) == (wanted.number, wanted.year)
    if not named and law.work.frbr_uri.lower() != uri:
        raise SourceError(
            f"Pasal.id answered with another regulation ({law.work.frbr_uri}) than {uri}. Try again "
            "later, or add the official document as a file."
        )
    lines, warnings = assembled(law, wanted.kind)
    data = "\n".join(line.text for line in lines).encode()
    name = wanted.id or uri.removeprefix("/akn/id/act/").replace("/", "-")
    source = SourceText(
        f"{name}.txt", "text/plain", hashlib.sha256(data).hexdigest(), lines, warnings=warnings
    )
    return Pulled(
        source,
        data,
        wanted.id,
        uri,
        subject(law.work),
        status_of(law.work),
        relations_of(law),
        _page_of(law.work, f"{client.base_url}/laws{uri}"),
        law.work.content_verified is True,
        datetime.now(UTC),
    )


def _as_candidates(works: Iterable[Work]) -> tuple[Candidate, ...]:
    unique = {work.frbr_uri: work for work in works}
    return tuple(
        Candidate(
            uri, id_of(uri), subject(work), work.type, work.number, work.year, status_of(work)
        )
        for uri, work in unique.items()
    )


def _page_of(work: Work, otherwise: str) -> str:
    try:
        return shown(web_address(work.source_url))
    except SourceError:
        return shown(web_address(otherwise))


def _malformed(uri: str) -> SourceError:
    return SourceError(
        f"Pasal.id gives the regulation an address of an unknown form ({uri[:80]!r}). Add the "
        "official document as a file."
    )
