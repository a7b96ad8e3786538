"""``asn-eval judge``: a run's written answers, judged by a model over HTTP and by words alone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.answering.answer import Answer
from evaluation.judge.labels import read_labels
from evaluation.runs.record import RunSet
from evaluation.runs.recording import recording
from knowledge.edition import dump_knowledge
from knowledge.settings import Settings
from knowledge.text import Normaliser
from tests.bot.answering.law import small_law
from tests.chat_api import KEY, MODEL, Asked, ChatServer, Reply, chat_server, fails
from tests.evaluation.commands.conftest import ARTICLE, Run
from tests.evaluation.judge.judges import judging
from tests.evaluation.made import answer, outcome, question
from tests.evaluation.runs.making import provenance

TRUE = {one.statement: one.supported for one in read_labels()}
JUDGE = f"openai:{MODEL}"


@pytest.fixture(autouse=True)
def edition(run: Run, tmp_path: Path) -> None:
    """The knowledge of the runs' edition."""
    folder = tmp_path / "var" / "editions" / "2026-11-21.1"
    folder.mkdir(parents=True)
    dumped = dump_knowledge(small_law(), Normaliser({}, {}))
    (folder / "knowledge.json").write_text(json.dumps(dumped), encoding="utf-8")


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[ChatServer]:
    """A model that knows the labels, and finds everything else supported but what is said falsely."""
    with chat_server(judging(lambda one: TRUE.get(one, "salah" not in one))) as server:
        monkeypatch.setenv("CHAT_BASE_URL", server.url)
        monkeypatch.setenv("CHAT_API_KEY", KEY)
        yield server


def written(text: str, **changed: Any) -> Answer:
    plain = {"headline": "Itu dilarang.", "ruling": "like", "written_by": "model", **changed}
    return answer("dilarang", [ARTICLE], text=text, **plain)


def keep(folder: Path, *answers: Answer) -> str:
    """Keep a run with these answers; its id."""
    sets = (RunSet(name="mini", questions=len(answers), sha256="ab"),)
    settings = Settings(_env_file=None, data_dir=folder / "var")
    with recording(settings, provenance(sets=sets), fresh=True) as made:
        for number, one in enumerate(answers, 1):
            made.add("mini", outcome(question(id=f"Q-{number}"), one))
        made.finish({})
    return made.info.id


def test_a_model_judges_and_is_judged(run: Run, server: ChatServer, tmp_path: Path) -> None:
    name = keep(tmp_path, written("Dukungan itu salah."), written("Tanda suka adalah dukungan."))
    code, out, err = run("judge", name, "--model", JUDGE, "--json")
    found = json.loads(out)
    model, lexical = found["judges"]
    assert code == 0
    assert (found["run"], model["judge"], lexical["judge"]) == (name, JUDGE, "lexical")
    assert model["faithfulness"] == pytest.approx(0.75)
    assert model["unsupported"] == [
        {"set": "mini", "question": "Q-1", "statement": "Dukungan itu salah."}
    ]
    assert (model["reliable"], model["agreement"]["kappa"]) == (True, 1.0)
    assert lexical["reliable"] is False
    assert "lexical is not reliable" in err
    assert server.faults == []


def test_a_judge_that_calls_everything_supported_is_not_called_reliable(
    run: Run, server: ChatServer, tmp_path: Path
) -> None:
    server.script = judging(lambda _: True)
    keep(tmp_path, written("Tanda suka adalah dukungan."))
    code, out, err = run("judge", "latest", "--model", JUDGE)
    assert code == 0
    assert "reliable" in out
    assert "1.000" in out, "its figure is told"
    assert f"{JUDGE} is not reliable: its kappa with the labels is 0.000" in err


def test_the_judge_is_named_by_the_settings_too(
    run: Run, server: ChatServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(tmp_path, written("Tanda suka adalah dukungan."))
    monkeypatch.setenv("CHAT_MODEL", "openai:penulis")
    monkeypatch.setenv("JUDGE_MODEL", "openai:hakim")
    assert run("judge", "latest")[0] == 0
    assert {asked.body["model"] for asked in server.asked} == {"hakim"}


def test_words_alone_need_no_model(run: Run, tmp_path: Path) -> None:
    keep(tmp_path, written("Resep rendang memerlukan santan."))
    code, out, err = run("judge", "latest", "--lexical")
    assert code == 0
    assert "mini Q-1: Resep rendang memerlukan santan." in out
    assert "Decide nothing by its figure" in err


def test_answers_in_our_own_words_are_judged_when_asked_for(run: Run, tmp_path: Path) -> None:
    keep(tmp_path, written("Tanda suka terbaca sebagai dukungan.", written_by="composer"))
    code, _, err = run("judge", "latest", "--lexical")
    assert code == 7
    assert "--composed" in err
    assert run("judge", "latest", "--lexical", "--composed")[0] == 0


@pytest.mark.parametrize(
    ("arguments", "code", "remedy"),
    [
        ((), 2, "JUDGE_MODEL"),
        (("--model", "gpt"), 2, "<provider>:<model>"),
        (("--model", "nobody:x"), 2, "openai, ollama"),
        (("--model", JUDGE, "--lexical"), 2, "Leave --model out"),
    ],
)
def test_without_a_usable_judge_the_remedy_is_told(
    run: Run, tmp_path: Path, arguments: tuple[str, ...], code: int, remedy: str
) -> None:
    keep(tmp_path, written("Tanda suka adalah dukungan."))
    ended, out, err = run("judge", "latest", *arguments)
    assert (ended, out) == (code, "")
    assert remedy in err


def test_a_model_out_of_reach_is_told_after_one_request(
    run: Run, server: ChatServer, tmp_path: Path
) -> None:
    server.script = lambda _: fails(401)
    keep(tmp_path, written("Tanda suka adalah dukungan."))
    code, out, err = run("judge", "latest", "--model", JUDGE)
    assert (code, out, len(server.asked)) == (7, "", 1)
    assert "401" in err
    assert KEY not in err


def test_requests_that_fail_on_the_way_are_told(
    run: Run, server: ChatServer, tmp_path: Path
) -> None:
    right = server.script

    def failing(asked: Asked) -> Reply:
        return fails(400) if len(server.asked) == 9 else right(asked)

    server.script = failing
    keep(tmp_path, written("Tanda suka adalah dukungan."))
    code, out, err = run("judge", "latest", "--model", JUDGE, "--json")
    assert code == 0
    assert json.loads(out)["judges"][0]["agreement"]["unjudged"] == 1
    assert "1 requests" in err
