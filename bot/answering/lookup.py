"""Direct look-up of an article: what it says, whether it exists, whether it is in force."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from bot.answering.answer import Answer, Citation
from bot.answering.citations import MOST, citations_of
from bot.answering.compose import Composer
from bot.answering.invoked import beyond_last, reference_name, successor
from bot.answering.understand import Understood
from knowledge.dataset import Knowledge
from knowledge.index import PROVISIONS
from knowledge.locator import Reference, short_name
from knowledge.model import QuestionKind, Regulation, RegulationStatus, Verdict

_ASKS_CONTENT = re.compile(
    r"\b(?:isi|isinya|bunyi|bunyinya|eusi|eusina|mengatur|diatur|apa saja|teks|berlaku|dicabut|"
    r"masih|tentang apa|bahas apa|"
    r"jelaskan|jelasin|maksud|arti|beda|bedanya|dasar|tampilkan|lihat)\b"
)
_ASKS_PERMISSION = re.compile(
    r"\b(?:boleh|bolehkah|dilarang|aman|melanggar|kena|bisa saya|saya bisa|dihukum|apakah saya|"
    r"jadi saya|bebas)\b"
)
_BARE_WORDS = 8


def is_lookup(understood: Understood) -> bool:
    """Whether the question asks what a provision says, rather than whether a conduct is allowed.

    A follow-up never is: its reference belongs to the conversation.
    """
    if not any(reference.units for reference in understood.references) or understood.follows:
        return False
    text = understood.seen.text
    if _ASKS_PERMISSION.search(text):
        return False
    if understood.kind is QuestionKind.ISI_HUKUM or _ASKS_CONTENT.search(text):
        return True
    return len(text.split()) <= _BARE_WORDS


def look_up(composer: Composer, understood: Understood) -> Answer:
    """The provisions named, or an honest word on what is wrong with the reference."""
    words = composer.wording.lookup
    knowledge = composer.edition.knowledge
    references = [with_regulation(knowledge, r) for r in understood.references if r.units]
    first = references[0]

    def answer(headline: str, text: str, citations: tuple[Citation, ...] = ()) -> Answer:
        return composer.make(
            Verdict.INFORMASI,
            family="isi-pasal",
            headline=headline,
            text=text,
            citations=citations,
            understood=understood,
            confidence=1.0,
        )

    if first.regulation is None:
        return answer(words.headline_ask, words.ask_regulation)
    name = reference_name(first, knowledge)
    regulation = knowledge.regulations.get(first.regulation)
    if regulation is None:
        return answer(
            words.headline_unknown.format(reference=name),
            words.text_unknown,
            composer.nearest(understood),
        )
    if beyond := beyond_last(knowledge, composer.wording, first):
        return answer(beyond, words.text_beyond, composer.nearest(understood))
    share = max(2, MOST // len(references))
    found = [i for r in references for i in provisions_under(composer, r)[:share]]
    if not found:
        return answer(
            words.headline_missing.format(label=name),
            words.text_missing,
            composer.nearest(understood),
        )
    cited = citations_of(knowledge, [*found, *_successors(composer, found)], MOST)
    shown = cited[: max(1, min(len(found), MOST))]
    body = "\n\n".join(f"{c.label}: {c.text}" for c in shown)
    headline = _fault(composer, first) or _standing(composer, regulation, name)
    remarks = [r for r in dict.fromkeys(_remarks(composer, references)) if r != headline]
    return answer(headline, "\n\n".join((f"{words.digest}:\n\n{body}", *remarks)), cited)


def _remarks(composer: Composer, references: list[Reference]) -> Iterator[str]:
    """What must be said of references: what is not there, what is not plainly in force."""
    told = None if _fault(composer, references[0]) else references[0].regulation
    for reference in references:
        if fault := _fault(composer, reference):
            yield fault
        regulation = composer.edition.knowledge.regulations.get(reference.regulation or "")
        if regulation is not None and regulation.id != told:
            label = short_name(regulation)
            standing = _standing(composer, regulation, label)
            if standing != label:
                yield standing


def _fault(composer: Composer, reference: Reference) -> str | None:
    """Why a reference cannot be answered as it stands; None when it can.

    An article known only as a whole answers for its parts; one whose parts are known does not
    answer for a part that is not among them.
    """
    knowledge, words = composer.edition.knowledge, composer.wording.lookup
    if reference.regulation is None:
        return None
    if beyond := beyond_last(knowledge, composer.wording, reference):
        return beyond
    wanted = reference.units
    found = [
        i.replace(":penjelasan:", ":").split(":")[1:] for i in provisions_under(composer, reference)
    ]
    exact = any(tuple(units[: len(wanted)]) == wanted for units in found)
    whole = found and all(tuple(units) == wanted[: len(units)] for units in found)
    if exact or whole:
        return None
    return words.headline_missing.format(label=reference_name(reference, knowledge))


def with_regulation(knowledge: Knowledge, reference: Reference) -> Reference:
    """A reference without a regulation, with the one that rulings cite most for such an article.

    Only for references down to a letter or number ("Pasal 5 huruf n"): a bare article number is in
    every law.
    """
    if reference.regulation is not None or len(reference.units) < 2:
        return reference
    path = ":".join(reference.units)
    cited: Counter[str] = Counter()
    for ruling in knowledge.rulings.values():
        for provision in ruling.basis:
            regulation, _, units = provision.partition(":")
            in_force = knowledge.regulations[regulation].status is not RegulationStatus.DICABUT
            if in_force and (units == path or units.startswith(f"{path}:")):
                cited[regulation] += 1
    return replace(reference, regulation=cited.most_common(1)[0][0]) if cited else reference


def provisions_under(composer: Composer, reference: Reference) -> list[str]:
    """The provision named and what stands below it; failing that, the nearest unit above it.

    An amending law's article is found under the law that it amends, and the other way round.
    """
    knowledge = composer.edition.knowledge
    regulation = knowledge.regulations.get(reference.regulation or "")
    if regulation is None:
        return []
    relatives = [regulation.id, *regulation.amended_by, *regulation.amends]
    for depth in range(len(reference.units), 0, -1):
        for relative in relatives:
            wanted = ":".join((relative, *reference.units[:depth]))
            below = [i for i in knowledge.provisions if i == wanted or i.startswith(f"{wanted}:")]
            if below:
                explained = f"{relative}:penjelasan:{':'.join(reference.units[:depth])}"
                return below + [i for i in (explained,) if i in knowledge.provisions]
    return []


def _standing(composer: Composer, regulation: Regulation, label: str) -> str:
    """A label with the standing of its regulation: repealed, amended, uncertain."""
    words = composer.wording.lookup
    if regulation.status is RegulationStatus.DICABUT:
        return words.headline_repealed.format(
            label=label,
            regulation=short_name(regulation),
            successor=successor(composer.edition.knowledge, composer.wording, regulation.id),
        )
    if regulation.status is RegulationStatus.DIUBAH and regulation.amended_by:
        amending = [composer.edition.knowledge.regulations[i] for i in regulation.amended_by]
        return words.headline_changed.format(
            label=label,
            regulation=short_name(regulation),
            names=", ".join(short_name(r) for r in amending),
        )
    if regulation.status is RegulationStatus.TIDAK_PASTI:
        return words.headline_uncertain.format(label=label)
    return label


def _successors(composer: Composer, found: list[str]) -> list[str]:
    """For repealed provisions: what the repealing law says on the same matter, by meaning."""
    edition = composer.edition
    knowledge = edition.knowledge
    old = knowledge.provisions[found[0]]
    repealing = knowledge.regulations[old.regulation].repealed_by
    if not repealing:
        return []
    seen = edition.reader.see(old.text)
    hits = edition.search(PROVISIONS, seen.vector, seen.roots, 20)
    return [h.target for h in hits if knowledge.provisions[h.target].regulation in repealing][:2]
