"""``asn-ingest review``: list, show, example, form, ruling, outside, dismiss, apply."""

from __future__ import annotations

import io
import json
import sys

import pytest
import yaml

from bot.judgement import Judgement
from ingest.build import build
from tests.ingest.admin import Admin
from tests.ingest.commands import Commands
from tests.ingest.entering import KOMENTAR, examples_of
from tests.ingest.review.asked import BOAT, DRONE, Asked

EXAMPLE = "suka foto calon dari akun kantor"
FIELDS = {
    *("id", "kind", "title", "count", "latest", "reason", "questions", "ruling", "ruling_title"),
    *("verdict", "votes", "comments", "changed", "rulings", "provisions"),
}
"""What the chat reads of an item."""


@pytest.fixture
def asked(admin: Admin) -> Asked:
    """The admin's database: two questions, three users."""
    asked = Asked(admin.settings)
    asked.question(DRONE, BOAT, DRONE)
    return asked


class TestList:
    def test_a_line_an_item(self, commands: Commands, asked: Asked) -> None:
        first, second, last = commands.done("review").splitlines()
        assert first.split()[:3] == ["q1", "question", "2"]
        assert first.endswith(DRONE)
        assert second.split()[:3] == ["q2", "question", "1"]
        assert last == "2 items. To look at one: asn-ingest review show q1"

    def test_nothing(self, commands: Commands) -> None:
        assert commands.done("review") == "The review queue is empty.\n"
        assert commands.object("review") == {"items": [], "total": 0}

    def test_none_of_a_kind(self, commands: Commands, asked: Asked) -> None:
        assert commands.done("review", "--kind", "ruling") == "No items of kind ruling.\n"

    def test_pages_and_kinds(self, commands: Commands, asked: Asked) -> None:
        asked.complaint(Judgement.WRONG)
        found = commands.object("review", "--limit", "1", "--page", "2")
        assert (found["total"], [item["id"] for item in found["items"]]) == (3, ["k-suka"])
        found = commands.object("review", "--kind", "complaint")
        assert [item["id"] for item in found["items"]] == ["k-suka"]
        assert "beyond the end" in commands.done("review", "--page", "9")

    def test_json_is_what_the_chat_reads(self, commands: Commands, asked: Asked) -> None:
        asked.complaint(Judgement.WRONG, comment="Pasalnya keliru.")
        question, complaint = (
            item for item in commands.object("review")["items"] if item["id"] in ("q1", "k-suka")
        )
        assert set(question) == set(complaint) == FIELDS
        assert (question["reason"], question["questions"]) == ("unanswered", [DRONE])
        assert question["latest"].endswith("+07:00")
        assert complaint["votes"] == {"keliru": 1, "kurang_jelas": 0}
        (comment,) = complaint["comments"]
        assert (comment["comment"], comment["judgement"]) == ("Pasalnya keliru.", "keliru")


class TestShow:
    def test_with_what_is_near(self, commands: Commands, asked: Asked) -> None:
        told = commands.done("review", "show", "q1")
        assert told.startswith(f"q1: {DRONE}\nAsked 2 times")
        assert "Nearest rulings\n" in told
        assert "  suka (dilarang" in told
        assert "pp-94-2021:pasal-14 (PP 94/2021 Pasal 14" in told

    def test_as_json(self, commands: Commands, asked: Asked) -> None:
        item = commands.object("review", "show", "q3")["item"]
        assert (item["id"], item["count"]) == ("q1", 2)
        assert {"id", "title", "verdict", "likeness"} == set(item["rulings"][0])
        assert {"id", "label", "text", "status"} == set(item["provisions"][0])

    def test_a_ruling_whose_basis_changed(self, published: Admin, commands: Commands) -> None:
        told = commands.done("review", "show", "r-suka")
        assert "Changed below it: pp-94-2021:pasal-5, pp-94-2021:pasal-14" in told
        assert "asn-ingest confirm suka" in told

    def test_one_that_is_not_there(self, commands: Commands, asked: Asked) -> None:
        code, says = commands.refusal("review", "show", "q99")
        assert (code, "No such item in the queue: q99" in says) == (10, True)


class TestActs:
    def test_example(self, commands: Commands, asked: Asked, admin: Admin) -> None:
        done = commands.object(
            *("review", "example", "q1", "--ruling", "suka", "--text", EXAMPLE, "--by", "ani")
        )
        assert done["item"] == "q1"
        assert done["staged"] in commands.done("stage")
        assert [item["id"] for item in commands.object("review")["items"]] == ["q2"]
        assert commands.object("audit", "--act", "review")["acts"][0]["who"] == "ani"

    def test_words_from_standard_input(
        self, commands: Commands, asked: Asked, admin: Admin, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sys, "stdin", io.StringIO(f"{EXAMPLE}\n"))
        commands.done("review", "example", "q1", "--ruling", "suka", "--text", "-")
        assert [example.q for example in admin.staged.examples] == [EXAMPLE]

    def test_a_ruling_from_its_form(self, commands: Commands, asked: Asked, admin: Admin) -> None:
        draft = admin.folder / "draft.yaml"
        draft.write_text(commands.done("review", "form", "q1"), encoding="utf-8")
        form = yaml.safe_load(draft.read_text(encoding="utf-8"))
        assert (form["family"], form["title"], form["examples"]) == ("reaksi", DRONE, [DRONE])
        assert form["id"] == "drone-dinas-merekam-kampanye-calon"
        assert "# - pp-94-2021:pasal-14  # PP 94/2021 Pasal 14" in draft.read_text()

        code, says = commands.refusal("review", "ruling", "q1", "--form", str(draft))
        assert (code, "when is empty" in says) == (10, True)

        form |= {"when": "Drone milik dinas", "summary": KOMENTAR.summary, "title": KOMENTAR.title}
        form |= {"basis": [*KOMENTAR.basis], "sanctions": None, "verdict": "wajib"}
        form |= {"examples": [example.q for example in examples_of()]}
        draft.write_text(yaml.safe_dump(form), encoding="utf-8")
        done = commands.object("review", "ruling", "q1", "--form", str(draft))
        assert done == {"item": "q1", "staged": "putusan:drone-dinas-merekam-kampanye-calon"}
        assert [item["id"] for item in commands.object("review")["items"]] == ["q2"]

    @pytest.mark.parametrize("content", ["judul: [", "- 1\n- 2\n", "", "\x00"])
    def test_a_form_that_is_none(
        self, commands: Commands, asked: Asked, admin: Admin, content: str
    ) -> None:
        draft = admin.folder / "draft.yaml"
        draft.write_text(content, encoding="utf-8")
        code, says = commands.refusal("review", "ruling", "q1", "--form", str(draft))
        assert (code, "form" in says) == (10, True)

    def test_a_form_that_is_not_there(self, commands: Commands, asked: Asked) -> None:
        code, says = commands.refusal("review", "ruling", "q1", "--form", "nirgendwo.yaml")
        assert (code, "cannot be read" in says) == (10, True)

    def test_outside(self, commands: Commands, asked: Asked, admin: Admin) -> None:
        _with_a_class_out_of_scope(admin)
        done = commands.object("review", "outside", "q2", "--text", "harga cat perahu hari ini")
        (example,) = admin.staged.examples
        assert (example.ruling, example.verdict) == ("kelas-topik-lain", "di_luar_cakupan")
        assert done["staged"] in commands.done("stage")

    def test_dismiss(self, commands: Commands, asked: Asked) -> None:
        told = commands.done("review", "dismiss", "q1", "--reason", "basa-basi")
        assert told == "q1 is out of the queue; its users' words are erased.\n"
        assert asked.words() == [BOAT]
        code, _ = commands.refusal("review", "dismiss", "q1")
        assert code == 10


class TestApply:
    def test_an_act_from_standard_input(
        self, commands: Commands, asked: Asked, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for item, act, staged in (
            ("q1", {"act": "example", "ruling": "suka", "verdict": None, "text": EXAMPLE}, True),
            ("q2", {"act": "dismiss"}, False),
        ):
            monkeypatch.setattr(sys, "stdin", io.StringIO(json.dumps(act)))
            done = commands.object("review", "apply", item)
            assert (done["item"], done["staged"] is not None) == (item, staged)
        assert commands.object("review")["total"] == 0

    @pytest.mark.parametrize("given", ["", "dismiss", "[]", "{"])
    def test_what_is_no_act(
        self, commands: Commands, asked: Asked, monkeypatch: pytest.MonkeyPatch, given: str
    ) -> None:
        monkeypatch.setattr(sys, "stdin", io.StringIO(given))
        code, says = commands.refusal("review", "apply", "q1")
        assert (code, "JSON object" in says) == (10, True)


@pytest.mark.parametrize(
    "command", ["", "show", "example", "form", "ruling", "outside", "dismiss", "apply"]
)
def test_help_has_examples_and_exit_codes(commands: Commands, command: str) -> None:
    told = commands.done("review", *([command] if command else []), "--help")
    assert "Examples:\n" in told
    assert "Exit codes:" in told


def _with_a_class_out_of_scope(admin: Admin) -> None:
    root = admin.data.root
    with (root / "families.yaml").open("a", encoding="utf-8") as families:
        families.write(
            "\n- id: luar\n  topic: lain\n  title: Topik lain\n  kinds:\n    - bukan_topik\n"
        )
    with (root / "classes.yaml").open("a", encoding="utf-8") as classes:
        classes.write(
            "\n- id: kelas-topik-lain\n  family: luar\n  verdict: di_luar_cakupan\n"
            "  default: true\n  when: Topik lain\n  answer: Maaf, itu di luar bidang saya.\n"
        )
    rows = [
        {"q": q, "ruling": "kelas-topik-lain", "verdict": "di_luar_cakupan"}
        for q in ("harga beras naik", "resep rendang padang", "jadwal kereta ke bandung")
    ]
    lines = "".join(json.dumps(row) + "\n" for row in rows)
    (root / "examples" / "luar.jsonl").write_text(lines, encoding="utf-8")
    build(admin.settings, root=root)
