"""Regulations made by chance, as Lampiran II of UU 12/2011 prescribes their form, and their damage."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from ingest.structure.numbers import letter_of
from tests.ingest.structure.samples import CLOSING, HEAD

WORDS = [
    "pegawai",
    "pejabat",
    "instansi",
    "kewajiban",
    "larangan",
    "hukuman",
    "disiplin",
    "pengawasan",
    "keputusan",
    "pemeriksaan",
    "laporan",
    "kegiatan",
    "pembinaan",
    "jabatan",
    "penilaian",
    "anggaran",
    "pelayanan",
    "pelaksanaan",
    "kepentingan",
]
ORDINALS = ("Kesatu", "Kedua", "Ketiga", "Keempat")
ROMANS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII")


@dataclass
class Node:
    """A list item or ayat: its mark, words and inner items."""

    mark: str
    words: str
    inner: list[Node] = field(default_factory=list)


@dataclass
class Made:
    """A made regulation: what it says and what should be found in it."""

    lines: list[str]
    outline: dict[str, str]
    groups: list[str]


def sentence(chance: random.Random, end: str = ".") -> str:
    """Words with now and then a reference, such as laws are full of."""
    words = chance.choices(WORDS, k=chance.randint(4, 14))
    words[0] = words[0].capitalize()
    if chance.random() < 0.4:
        reference = chance.choice(
            (
                "sebagaimana dimaksud pada ayat (1)",
                "sebagaimana dimaksud dalam Pasal 3",
                "sebagaimana dimaksud dalam Pasal 2 ayat (1) huruf b dan huruf c",
                "sebagaimana dimaksud pada ayat (2) dan ayat (3)",
                "sebagaimana dimaksud dalam Pasal 1 sampai dengan Pasal 4",
                "paling lama 5 (lima) hari",
            )
        )
        words.insert(chance.randint(1, len(words)), reference)
    return " ".join(words) + end


def items(chance: random.Random, depth: int) -> list[Node]:
    """A list of letters, or of numbers inside letters."""
    count = chance.randint(2, 5 if depth else 9)
    nodes = []
    for order in range(1, count + 1):
        mark = f"{letter_of(order)}." if depth == 0 else f"{order}."
        end = ";" if order < count - 1 else "; dan" if order == count - 1 else "."
        inner: list[Node] = []
        words = sentence(chance, end).lower()
        if depth == 0 and chance.random() < 0.15:
            inner = items(chance, 1)
            words = sentence(chance, ":").lower()
            # A list inside a list hands the separators to the outer one.
            inner[-1].words = inner[-1].words.rstrip(".") + end
        nodes.append(Node(mark, words, inner))
    return nodes


def article(chance: random.Random) -> tuple[str, list[Node]]:
    """The words of an article before its lists, and its lists."""
    form = chance.random()
    if form < 0.25:
        return sentence(chance), []
    if form < 0.5:
        return sentence(chance, ":"), items(chance, 0)
    nodes = []
    for order in range(1, chance.randint(2, 6) + 1):
        inner = items(chance, 0) if chance.random() < 0.35 else []
        nodes.append(Node(f"({order})", sentence(chance, ":" if inner else "."), inner))
    return "", nodes


def shape(nodes: list[Node]) -> str:
    """Nodes as ``outline`` shows units."""
    return " ".join(
        (node.mark.rstrip(".") if node.mark[0] != "(" else node.mark)
        + (f"[{shape(node.inner)}]" if node.inner else "")
        for node in nodes
    )


def make(seed: int) -> Made:
    """A whole regulation, the same for the same seed."""
    chance = random.Random(seed)
    made = Made(HEAD.splitlines(), {}, [])
    number = 0
    for bab in range(chance.randint(1, 5)):
        made.lines += [f"BAB {ROMANS[bab]}", chance.choice(WORDS).upper() + " DAN PENUTUP"]
        made.groups.append(f"bab-{bab + 1}")
        for bagian in range(chance.choice((0, 0, 2, 3)) or 1):
            if chance.random() < 0.4:
                made.lines += [f"Bagian {ORDINALS[bagian]}", chance.choice(WORDS).title()]
                made.groups.append(f"bab-{bab + 1}:bagian-{bagian + 1}")
            for _ in range(chance.randint(1, 5)):
                number += 1
                lead, nodes = article(chance)
                made.lines.append(f"Pasal {number}")
                if lead:
                    made.lines.append(lead)
                made.lines += written(nodes)
                made.outline[str(number)] = shape(nodes)
    made.lines += CLOSING.splitlines()
    return made


def written(nodes: list[Node]) -> list[str]:
    """The lines of nodes and all that is inside them."""
    lines = []
    for node in nodes:
        lines.append(f"{node.mark} {node.words}")
        lines += written(node.inner)
    return lines


def wrapped(lines: list[str], width: int = 60) -> list[str]:
    """Lines broken as a printed page breaks them: references, too."""
    broken: list[str] = []
    for line in lines:
        current = ""
        for word in line.split():
            if current and len(current) + len(word) >= width:
                broken.append(current)
                current = word
            else:
                current = f"{current} {word}".strip()
        broken.append(current)
    return broken


def damaged(made: Made, seed: int) -> str:
    """The text of a made regulation with the damage of real scans: lines run together, page heads
    and feet in mid-sentence, catch-words, headings printed twice, misread numbers."""
    chance = random.Random(seed)
    text = ""
    body = False
    for line in made.lines:
        body = body or line.startswith("BAB ")
        if line.startswith("Agar"):
            body = False
        if not body:
            text += line + "\n"
            continue
        kind = chance.random()
        mark, _, rest = line.partition(" ")
        if line.startswith("Pasal "):
            number = line.split()[1]
            if kind < 0.08:
                line = f"{line}\n{line}"
            elif kind < 0.14 and len(number) == 2:
                line = f"Pasal {number[0]} {number[1]}"
            elif kind < 0.2:
                line = line.replace("1", "l").replace("0", "O")
        elif line.startswith("BAB ") and kind < 0.3:
            line = f"{line}\n{line}"
        elif mark[:1] == "(" and kind < 0.2:
            line = f"{mark[:-1]}1 {rest}"
        elif mark[:1] == "(" and kind < 0.3:
            line = f"{mark} {rest.split()[0]} {line}"
        elif mark[:1] == "(" and kind < 0.36:
            line = f"PRESIDEN REPUBLIK INDONESIA - {chance.randint(2, 90)} - {line}"
        elif mark.endswith(".") and kind < 0.06:
            line = f"{mark} {rest.split()[0]}. . .\n- {chance.randint(2, 90)} -\n{line}"
        elif mark.endswith(".") and kind < 0.1:
            line = f": ,1< l.lo 106 ^-<.1 / {line}"
        text += line + (" " if chance.random() < 0.3 else "\n")
    return text
