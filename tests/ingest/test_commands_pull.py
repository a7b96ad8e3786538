"""``asn-ingest pull``: from the Pasal.id API, here a server on this machine, to the staging area."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from knowledge.edition import open_edition
from tests.ingest.commands import Commands
from tests.ingest.sources.pasal_server import (
    PasalServer,
    answer_json,
    law,
    pasal,
    pasal_server,
    relation,
    work,
)
from tests.ingest.sources.web_server import Answer, send

OLD = work("/akn/id/act/uu/2019/3", "Undang-Undang Nomor 3 Tahun 2019 tentang Kepegawaian Lama")
NEW = work("/akn/id/act/uu/2025/7", "Undang-Undang Nomor 7 Tahun 2025 tentang Kepegawaian Baru")


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch, commands: Commands) -> Iterator[PasalServer]:
    with pasal_server() as server:
        monkeypatch.setenv("PASAL_API_URL", server.url)
        server.add(law(OLD, pasal("1", "Pegawai wajib netral."), pasal("2", "Berlaku.")))
        server.add(
            law(
                NEW,
                pasal("1", "Dalam Undang-Undang ini, Pegawai adalah pegawai."),
                pasal("2", "Pegawai dilarang memihak calon."),
                relationships=(relation("Mencabut", "repeals", OLD),),
            )
        )
        yield server


@pytest.mark.parametrize("name", ["uu-7-2025", "/akn/id/act/uu/2025/7", "kepegawaian baru"])
def test_by_id_by_address_or_by_words(commands: Commands, api: PasalServer, name: str) -> None:
    (told,) = commands.object("pull", name)["documents"]

    assert (told["regulation"], told["outcome"], told["articles"]) == ("uu-7-2025", "staged", 2)
    assert set(commands.admin.staged.documents) == {"uu-7-2025"}


def test_what_the_api_says_of_other_laws_is_told_and_nothing_concluded(
    commands: Commands, api: PasalServer
) -> None:
    (told,) = commands.object("pull", "uu-7-2025")["documents"]
    commands.done("publish")

    assert any("uu/2019/3" in relation for relation in told["relations"])
    knowledge = open_edition(commands.admin.settings).knowledge
    assert knowledge.regulations["uu-7-2025"].repeals == ()
    assert knowledge.provisions["uu-7-2025:pasal-2"].text == "Pegawai dilarang memihak calon."


def test_in_text(commands: Commands, api: PasalServer) -> None:
    out = commands.done("pull", "uu-7-2025")

    assert out.startswith("uu-7-2025: 2 articles, ")
    assert "Staged as " in out


def test_pulled_again(commands: Commands, api: PasalServer) -> None:
    commands.done("pull", "uu-7-2025")

    (told,) = commands.object("pull", "uu-7-2025")["documents"]

    assert (told["outcome"], told["parsed"]) == ("already staged", False)


def test_several_fit(commands: Commands, api: PasalServer) -> None:
    code, told = commands.refusal("pull", "kepegawaian")
    found = commands.run("pull", "kepegawaian", "--json")

    assert code == found.code == 7
    assert "uu-7-2025" in told or "uu/2025/7" in told
    assert not commands.admin.staged


def html(code: int) -> Answer:
    return lambda handler: send(handler, code, b"<html>Galat</html>", {"Content-Type": "text/html"})


@pytest.mark.parametrize(
    "answer",
    [
        answer_json({"error": "Not found"}, 404),
        answer_json({"error": "Too many requests"}, 429, Retry_After="3600"),
        answer_json({"error": "Internal error"}, 400),
        html(200),
        answer_json(["no law"]),
    ],
    ids=["404", "429", "400", "html", "other shape"],
)
def test_an_api_that_fails_is_one_line(
    commands: Commands, api: PasalServer, answer: Answer
) -> None:
    api.instead = answer

    code, _ = commands.refusal("pull", "uu-7-2025")

    assert code == 7
    assert not commands.admin.staged
    assert commands.object("list")["documents"] == []


def test_an_api_out_of_reach(commands: Commands, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PASAL_API_URL", "http://127.0.0.1:1/api/v1")

    code, _ = commands.refusal("pull", "uu-7-2025")

    assert code == 7
