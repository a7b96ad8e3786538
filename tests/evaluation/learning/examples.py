"""A small knowledge of sixty synthetic examples, and an embedder that knows nothing but words."""

from __future__ import annotations

import hashlib

import numpy as np
from langchain_core.embeddings import Embeddings

from knowledge.cues import Cues
from knowledge.dataset import Knowledge
from knowledge.embedding import Embedder
from knowledge.model import Example, Family, QuestionClass, Ruling

_DIMENSION = 32
_CUES = Cues(
    facts={},
    kinds={},
    follow_up_openers=[],
    corrections=[],
    wrappings=[],
    conduct_words=[],
    regulation_aliases={},
)
_CONDUCTS = {
    # ruling: (family, verdict, how its questions begin)
    "suka-unggahan": ("medsos", "dilarang", "menyukai unggahan calon di akun pribadi"),
    "bagikan-jadwal": ("medsos", "boleh", "membagikan jadwal pencoblosan resmi warga"),
    "hadir-kampanye": ("kampanye", "boleh_bersyarat", "menghadiri rapat terbuka sebagai pemilih"),
    "jadi-panitia": ("kampanye", "dilarang", "menjadi panitia panggung hiburan paslon"),
    "cuaca": ("topik-lain", "di_luar_cakupan", "ramalan hujan besok sore"),
}
_PLACES = [
    "pasar",
    "kantor",
    "sekolah",
    "puskesmas",
    "lapangan",
    "balai",
    "terminal",
    "pelabuhan",
    "stadion",
    "masjid",
    "gereja",
    "taman",
]


class WordEmbeddings(Embeddings):
    """The sum of a random but fixed vector for each word."""

    def __init__(self) -> None:
        self.embedded: list[str] = []

    def embed_query(self, text: str) -> list[float]:
        self.embedded.append(text)
        total = np.full(_DIMENSION, 1e-3)
        for word in text.split():
            seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:4], "big")
            total += np.random.default_rng(seed).normal(size=_DIMENSION)
        return [float(x) for x in total / np.linalg.norm(total)]

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [self.embed_query(text) for text in texts]


def word_embedder() -> Embedder:
    """The embedder of these tests."""
    return Embedder("words", "1", _DIMENSION, WordEmbeddings())


def sixty() -> tuple[Example, ...]:
    """Twelve questions for each of five rulings, by two authors, in two styles."""
    return tuple(
        Example.model_validate(
            {
                "q": f"{begins} dekat {place}?",
                "ruling": ruling,
                "verdict": verdict,
                "author": "ab"[number % 2],
                "style": "formal" if number < 6 else "santai",
            }
        )
        for ruling, (_, verdict, begins) in _CONDUCTS.items()
        for number, place in enumerate(_PLACES)
    )


def knowledge(*more: Example) -> Knowledge:
    """The knowledge that holds the sixty examples and ``more``."""
    topics = {"medsos": "medsos", "kampanye": "kampanye", "topik-lain": "di-luar-putusan"}
    rulings = {
        ruling: Ruling.model_validate(
            {
                "id": ruling,
                "family": family,
                "title": begins,
                "verdict": verdict,
                "when": begins,
                "summary": begins,
                "basis": ["pp-94-2021:pasal-5"],
                "strength": "eksplisit",
            }
        )
        for ruling, (family, verdict, begins) in _CONDUCTS.items()
        if verdict != "di_luar_cakupan"
    }
    weather = QuestionClass.model_validate(
        {
            "id": "cuaca",
            "family": "topik-lain",
            "verdict": "di_luar_cakupan",
            "when": "cuaca",
            "answer": "Bukan soal netralitas.",
        }
    )
    return Knowledge(
        regulations={},
        provisions={},
        families={
            name: Family(id=name, topic=topic, title=name, kinds=())
            for name, topic in topics.items()
        },
        rulings=rulings,
        classes={"cuaca": weather},
        statuses={},
        examples=(*sixty(), *more),
        lexicon={"tmn": "taman"},
        cues=_CUES,
    )
