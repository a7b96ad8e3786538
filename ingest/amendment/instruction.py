"""The words of one instruction to amend, read into changes.

An instruction is a row of clauses, each with a verb: what stands before it is changed or deleted
("ayat (1) dan ayat (2) Pasal 7 diubah"), what stands after it is inserted or added ("disisipkan
1 (satu) ayat, yakni ayat (2a)"). The closing "sehingga Pasal 7 berbunyi" only announces the new
text, but may be the one place that names the article.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.amendment.operation import Action, Change, Path
from ingest.amendment.references import RANKS, Atom, Unclear, paths_of
from ingest.amendment.scanner import Scanned, Token, TokenKind, scan

_ACTIONS = {"ubah": Action.CHANGE, "hapus": Action.DELETE}
_TITLED = frozenset({"bab", "bagian", "paragraf"})
_OPENS_CLAUSE = frozenset({TokenKind.BETWEEN, TokenKind.AFTER, TokenKind.BEFORE})


@dataclass(frozen=True)
class Instruction:
    """What one instruction orders."""

    changes: tuple[Change, ...]
    doubts: tuple[str, ...] = ()
    """In Indonesian: what was read with a doubt, such as a count that does not fit."""


@dataclass
class _Clause:
    """What stands around one verb."""

    verb: str = ""
    before: list[Token] = field(default_factory=list)
    after: list[Token] = field(default_factory=list)


def read_instruction(text: str, restated: Sequence[str] = (), within: Path = ()) -> Instruction:
    """Read one item of an amending law, without the provisions that it restates.

    Args:
        text: "Ketentuan ayat (2) Pasal 57 diubah, sehingga Pasal 57 berbunyi sebagai berikut:".
        restated: slugs of the articles that the item states anew (``pasal-57``), which serve
            where the instruction counts new articles without naming them.
        within: the unit that the item above this one is about.

    Raises:
        Unclear: not all words are understood, or they can be read in two ways; the message is
            the words in question.
    """
    scanned = scan(text, restated)
    clauses = _clauses(scanned.head)
    if not clauses:
        raise Unclear(text.strip()[:80])
    home = _home(scanned) or within
    changes: list[Change] = []
    doubts = list(scanned.doubts)
    around: Path = ()
    for clause in clauses:
        made, around = _changes(clause, around or home, restated, doubts)
        changes.extend(made)
    return Instruction(tuple(dict.fromkeys(changes)), tuple(doubts))


def _home(scanned: Scanned) -> Path:
    """The one article that an instruction is about, where a clause does not name it."""
    named = {one.atom.slug for one in scanned.head if one.atom is not None and one.is_article}
    for articles in (scanned.announced, named):
        if len(articles) == 1:
            return tuple(articles)
    return ()


def _clauses(tokens: Sequence[Token]) -> list[_Clause]:
    """Cut at verbs; what stands between two verbs goes to the one that it belongs to.

    Raises:
        Unclear: it cannot be told to which of two verbs a unit belongs.
    """
    verbs = [place for place, token in enumerate(tokens) if token.kind is TokenKind.VERB]
    clauses: list[_Clause] = []
    start = 0
    for order, place in enumerate(verbs):
        verb = tokens[place].text
        following = verbs[order + 1] if order + 1 < len(verbs) else None
        between = tokens[place + 1 : following]
        clause = _Clause(verb, list(tokens[start:place]))
        if verb in ("sisip", "tambah", "ganti") or verb.endswith("_depan"):
            taken = len(between) if following is None else _objects_end(verb, between)
            clause.after = list(between[:taken])
            start = place + 1 + taken
        else:
            start = place + 1
        clauses.append(clause)
    if verbs and any(token.atom for token in tokens[start:]) and start > verbs[-1]:
        raise Unclear(" ".join(token.text for token in tokens[start:]))
    return clauses


def _objects_end(verb: str, tokens: Sequence[Token]) -> int:
    """How many tokens after a verb are its objects, when another verb follows.

    Raises:
        Unclear: the instruction does not count the new units, so that it cannot be told.
    """
    if verb == "ganti":
        phrases = [place for place, token in enumerate(tokens) if token.kind is TokenKind.PHRASE]
        return phrases[0] + 1 if phrases else 0
    for place, token in enumerate(tokens):
        if token.kind in _OPENS_CLAUSE or token.text == "pada":
            return place
    left = sum(token.count for token in tokens)
    named = [place for place, token in enumerate(tokens) if token.atom is not None]
    if not named:
        return len(tokens)
    if not left or any(tokens[place].atom.through for place in named):  # type: ignore[union-attr]
        raise Unclear(" ".join(token.text for token in tokens))
    return named[min(left, len(named)) - 1] + 1


def _changes(
    clause: _Clause, around: Path, restated: Sequence[str], doubts: list[str]
) -> tuple[list[Change], Path]:
    """The changes of one clause, and the unit that the next clause is about by default."""
    verb = clause.verb
    if verb == "ganti" or (verb == "hapus" and _phrases(clause.before)):
        return _replaced(clause, around)
    if verb in ("sisip", "tambah"):
        return _inserted(clause, around, restated, doubts)
    named = clause.after if verb.endswith("_depan") else clause.before
    atoms = _atoms(named)
    if verb == "tetap":
        return [], (paths_of(atoms, around)[-1] if atoms else around)
    about = next((i for i, t in enumerate(named) if t.kind is TokenKind.ELUCIDATION), len(named))
    provisions = paths_of(_atoms(named[:about]), around)
    explained = paths_of(_atoms(named[about:]), provisions[-1] if provisions else around)
    if about < len(named) and not explained:  # "tetap dan penjelasannya diubah"
        explained = provisions or ([around] if around else [])
    if not provisions and not explained and not any(t.kind is TokenKind.WHOLE for t in named):
        raise Unclear(" ".join(token.text for token in named) or verb)
    action = _ACTIONS[verb.removesuffix("_depan")]
    retitled = any(token.kind is TokenKind.HEADING for token in named)
    made = [
        Change(
            action=Action.RETITLE if retitled and _kind(path) in _TITLED else action, target=path
        )
        for path in provisions
    ]
    made.extend(
        Change(action=Action.CHANGE_ELUCIDATION, target=("penjelasan", *path)) for path in explained
    )
    return made, (provisions or explained or [around])[-1]


def _inserted(
    clause: _Clause, around: Path, restated: Sequence[str], doubts: list[str]
) -> tuple[list[Change], Path]:
    anchors = paths_of(_atoms(clause.before), around) if _atoms(clause.before) else []
    atoms = _atoms(clause.after)
    counted = sum(token.count for token in clause.after)
    kinds = [token.counted for token in clause.after if token.counted]
    if not atoms:
        named = [slug for slug in restated if slug not in {path[0] for path in anchors}]
        if set(kinds) != {"pasal"} or len(named) != counted:
            raise Unclear(" ".join(token.text for token in clause.after) or clause.verb)
        atoms = [
            Atom("pasal", slug.removeprefix("pasal-"), joined=bool(place))
            for place, slug in enumerate(named)
        ]
    home = _room(atoms[0], anchors, around)
    targets = paths_of(atoms, home)
    if counted and counted != len(targets):
        doubts.append(
            f"perintah menyebut jumlah {counted}, tetapi yang disebutkan satu per satu "
            f"{len(targets)}"
        )
    opening = next((token.kind for token in clause.before if token.kind in _OPENS_CLAUSE), None)
    action = Action.ADD if clause.verb == "tambah" and opening is None else Action.INSERT
    changes = []
    for target in targets:
        after = before = None
        beside = [path for path in anchors if path[-1].partition("-")[0] == _kind(target)]
        if beside and opening is TokenKind.BETWEEN:
            after, before = beside[0], beside[-1]
        elif beside and opening is TokenKind.AFTER:
            after = beside[-1]
        elif beside and opening is TokenKind.BEFORE:
            before = beside[0]
        changes.append(Change(action=action, target=target, after=after, before=before))
    # The next clause is about the article (or ayat) in which this one worked, not the new unit.
    return changes, anchors[-1] if anchors else targets[-1]


def _room(atom: Atom, anchors: Sequence[Path], around: Path) -> Path:
    """The unit in which a new one is put: that of its neighbours, or the one added to."""
    for path in (*anchors, around):
        inside = tuple(unit for unit in path if RANKS[unit.partition("-")[0]] < RANKS[atom.kind])
        if inside:
            return inside
    return around


def _replaced(clause: _Clause, around: Path) -> tuple[list[Change], Path]:
    """ "Frasa x dalam Pasal 5 diganti dengan frasa y"; deleted words are replaced by none."""
    old, new = _phrases(clause.before), _phrases(clause.after)
    if not old and not new and clause.verb == "ganti":  # "Ketentuan Pasal 5 diganti sehingga ..."
        atoms = _atoms(clause.before)
        targets = paths_of(atoms, around) if atoms else []
        if not targets:
            raise Unclear(" ".join(token.text for token in clause.before))
        return [Change(action=Action.CHANGE, target=target) for target in targets], targets[-1]
    if len(old) != 1 or len(new) != (1 if clause.verb == "ganti" else 0):
        raise Unclear(" ".join(f'"{words}"' for words in [*old, *new]))
    words = [*clause.before, *clause.after]
    atoms = _atoms(words)
    if atoms:
        targets = paths_of(atoms, around)
    elif any(token.kind is TokenKind.WHOLE for token in words):
        targets = [()]
    elif around:
        targets = [around]
    else:
        raise Unclear(old[0])
    return [
        Change(
            action=Action.REPLACE_WORDS,
            target=target,
            old_words=old[0],
            new_words=new[0] if new else "",
        )
        for target in targets
    ], targets[-1]


def _atoms(tokens: Sequence[Token]) -> list[Atom]:
    return [token.atom for token in tokens if token.atom is not None]


def _phrases(tokens: Sequence[Token]) -> list[str]:
    return [token.text for token in tokens if token.kind is TokenKind.PHRASE]


def _kind(path: Path) -> str:
    return path[-1].partition("-")[0]
