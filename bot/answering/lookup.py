"""Direct look-up of an article: what it says, whether it exists, whether it is in force."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from bot.answering.answer import Answer, Citation
from bot.answering.citations import MOST
from bot.answering.compose import Composer
from bot.answering.invoked import beyond_last, reference_name, successor
from bot.answering.quote import worth_showing, written_out
from bot.answering.shelf import shelf_of
from bot.answering.understand import Understood
from bot.day import written
from knowledge.amended import base_of, same_provision
from knowledge.clock import today
from knowledge.index import PROVISIONS
from knowledge.locator import Reference, short_name
from knowledge.model import Provision, QuestionKind, Regulation, RegulationStatus, Verdict
from knowledge.standing import OUT_OF_FORCE, LawOn, predecessors

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
    references = [with_regulation(composer, r) for r in understood.references if r.units]
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
    law = composer.law
    each = [worth_showing(knowledge, law, provisions_under(composer, r)) for r in references]
    found = list(dict.fromkeys(i for ids in each for i in ids))
    if not found:
        return answer(
            words.headline_missing.format(label=name),
            words.text_missing,
            composer.nearest(understood),
        )
    share = max(2, MOST // len(references))
    first_of_each = [i for ids in each for i in ids[:share]]
    cited = composer.cite([*first_of_each, *_successors(composer, found)])
    body = written_out(knowledge, law, found, words)
    shown = knowledge.provisions[found[0]]
    if found[0].partition(":")[2] == ":".join(first.units):
        name = cited[0].label
    headline = _fault(composer, first) or _standing(composer, regulation, name, shown)
    remarks = [r for r in dict.fromkeys(_remarks(composer, references)) if r != headline]
    dated = composer.as_of != today()
    opening = [words.on_day.format(day=written(composer.as_of))] if dated else []
    return answer(headline, "\n\n".join((*opening, body, *remarks)), cited)


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


def with_regulation(composer: Composer, reference: Reference) -> Reference:
    """A reference without a regulation, with the one that rulings cite most for such an article.

    Only for references down to a letter or number ("Pasal 5 huruf n"): a bare article number is in
    every law.
    """
    if reference.regulation is not None or len(reference.units) < 2:
        return reference
    knowledge, law = composer.edition.knowledge, composer.law
    path = ":".join(reference.units)
    cited: Counter[str] = Counter()
    for ruling in knowledge.rulings.values():
        for provision in ruling.basis:
            regulation, _, units = provision.partition(":")
            repealed = law.of(knowledge.regulations[regulation]) is RegulationStatus.DICABUT
            if not repealed and (units == path or units.startswith(f"{path}:")):
                cited[regulation] += 1
    return replace(reference, regulation=cited.most_common(1)[0][0]) if cited else reference


def provisions_under(composer: Composer, reference: Reference) -> list[str]:
    """The provision named and what stands below it; failing that, the nearest unit above it.

    An amending law's article is found under the law that it amends, and the other way round; of an
    amended article the latest text in force comes first, with what of the older it left standing.
    """
    knowledge, shelf = composer.edition.knowledge, shelf_of(composer.edition)
    if reference.regulation is None or reference.regulation not in knowledge.regulations:
        return []
    for depth in range(len(reference.units), 0, -1):
        asked = ":".join((reference.regulation, *reference.units[:depth]))
        held = [below for name in _names(composer, asked) if (below := shelf.under(name))]
        if held:
            latest, *older = held
            owner = latest[0].partition(":")[0]
            explained = f"{owner}:penjelasan:{':'.join(reference.units[:depth])}"
            replaced = {i.partition(":")[2] for i in latest}
            kept = [i for ids in older for i in ids if i.partition(":")[2] not in replaced]
            own = kept if reference.regulation in {i.partition(":")[0] for i in kept} else []
            return [*latest, *own, *(i for i in (explained,) if i in knowledge.provisions)]
    return []


def _names(composer: Composer, asked: str) -> list[str]:
    """The names of a provision in the order in which to read it on the day."""
    names = same_provision(asked, composer.edition.knowledge.regulations)
    regulations = composer.edition.knowledge.regulations
    base = base_of(asked.partition(":")[0], regulations)
    if base is not None:  # asked for as an amending law's: that one's text first
        return list(names)
    amending = [
        name
        for name in names[1:]
        if composer.law.of(regulations[name.partition(":")[0]]) not in OUT_OF_FORCE
    ]
    return [*amending, asked]


def _standing(
    composer: Composer, regulation: Regulation, label: str, shown: Provision | None = None
) -> str:
    """A label with the standing of its regulation, or of the provision shown, on the day."""
    words, law = composer.wording.lookup, composer.law
    standing = law.of(regulation)
    if shown is not None and (own := _own_standing(composer, law, shown, label)):
        return own
    if standing is RegulationStatus.BELUM_BERLAKU:
        earlier = ", ".join(short_name(r) for r in predecessors(law, regulation))
        return words.headline_not_yet.format(
            label=label,
            regulation=short_name(regulation),
            day=written(law.day),
            instead=composer.wording.instead.format(names=earlier) if earlier else "",
        )
    if standing is RegulationStatus.DICABUT:
        return words.headline_repealed.format(
            label=label,
            regulation=short_name(regulation),
            successor=successor(composer.edition.knowledge, composer.wording, regulation.id),
        )
    amending = _amending(composer, law, regulation)
    if standing is RegulationStatus.DIUBAH and amending:
        return words.headline_changed.format(
            label=label, regulation=short_name(regulation), names=amending
        )
    if standing is RegulationStatus.TIDAK_PASTI:
        return words.headline_uncertain.format(label=label)
    return label


def _own_standing(composer: Composer, law: LawOn, shown: Provision, label: str) -> str | None:
    """The headline over a provision whose standing is not its regulation's; else None."""
    words = composer.wording.lookup
    standing = law.of_provision(shown)
    if standing is law.of(law.regulations[shown.regulation]):
        return None
    if standing is RegulationStatus.DICABUT and shown.repealed_since is not None:
        return words.headline_deleted.format(label=label, day=written(shown.repealed_since))
    if standing is RegulationStatus.BELUM_BERLAKU:
        return words.headline_later.format(label=label, day=written(law.day))
    return words.headline_uncertain.format(label=label)


def _amending(composer: Composer, law: LawOn, regulation: Regulation) -> str:
    """The laws that amended a regulation by the day, or may have, as far as their day is known."""
    known = composer.edition.knowledge.regulations
    amending = [known[i] for i in regulation.amended_by if i in known]
    by_then = [r for r in amending if law.of(r) is not RegulationStatus.BELUM_BERLAKU]
    return ", ".join(short_name(r) for r in by_then)


def _successors(composer: Composer, found: list[str]) -> list[str]:
    """For repealed provisions: what the repealing law says on the same matter, by meaning."""
    edition = composer.edition
    knowledge = edition.knowledge
    old = knowledge.provisions[found[0]]
    regulation = knowledge.regulations[old.regulation]
    if composer.law.of(regulation) is not RegulationStatus.DICABUT:
        return []
    seen = edition.reader.see(old.text)
    hits = edition.search(PROVISIONS, seen.vector, seen.roots, 20)
    return [
        hit.target
        for hit in hits
        if knowledge.provisions[hit.target].regulation in regulation.repealed_by
        and composer.law.of_provision(knowledge.provisions[hit.target]) not in OUT_OF_FORCE
    ][:2]
