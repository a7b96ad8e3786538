"""``asn-ingest show``, ``status``, ``confirm`` and ``audit``."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from knowledge.clock import today
from knowledge.edition import editions_folder
from tests.ingest.admin import DISCIPLINE, Admin
from tests.ingest.commands import Commands

PASAL_5 = "pp-94-2021:pasal-5"


class TestShow:
    def test_an_edition(self, commands: Commands, published: Admin) -> None:
        out = commands.done("show", str(published.serving))

        assert out.startswith(f"Edition {published.serving} (serves), built ")
        assert "  4 official provisions\n" in out
        assert "  document pp-94-2021@" in out
        assert commands.object("show", published.first)["current"] is False

    def test_a_document(self, commands: Commands, admin: Admin) -> None:
        kept = admin.shelve(DISCIPLINE)
        name = f"pp-94-2021@{kept.key}"

        assert commands.done("show", name).startswith(f"{name} from /dokumen/pp-94-2021.md, ")
        assert commands.object("show", name)["key"] == kept.key

    def test_a_regulation(self, commands: Commands, published: Admin) -> None:
        out = commands.done("show", "pp-94-2021")

        assert out.startswith("pp-94-2021: Peraturan Pemerintah 94/2021 tentang ")
        assert "provisions: 4, of which official 4" in out
        assert commands.object("show", "pp-94-2021")["official"] == 4

    def test_a_regulation_that_only_the_library_has(self, commands: Commands, admin: Admin) -> None:
        from tests.ingest.parsed import pasal, regulation

        admin.shelve(regulation("pp-5-2025", pasal("1", "Isi.")))

        assert commands.done("show", "pp-5-2025").startswith("pp-5-2025@")
        assert commands.object("show", "pp-5-2025")["name"] == "pp-5-2025.md"

    def test_a_provision(self, commands: Commands, published: Admin) -> None:
        out = commands.done("show", f"{PASAL_5}:huruf-n")

        assert out.splitlines() == [
            f"{PASAL_5}:huruf-n (official)",
            "PP 94/2021 Pasal 5 huruf n",
            "  PNS dilarang:",
            "  memberi dukungan kepada calon.",
        ]
        assert commands.object("show", PASAL_5)["rulings"] == ["suka", "bagikan"]

    def test_a_digest_that_the_official_text_lacks(self, commands: Commands, admin: Admin) -> None:
        without = DISCIPLINE.model_copy(update={"units": DISCIPLINE.units[:1]})
        admin.stage(without)
        admin.publish()

        assert "(digest, not found in the official text)" in commands.done(
            "show", "pp-94-2021:pasal-14"
        )
        assert "digests not in the official text: pp-94-2021:pasal-14" in commands.done(
            "show", "pp-94-2021"
        )

    @pytest.mark.parametrize("name", ["pp-9-1999", "pp-9-1999@00", f"{PASAL_5}:ayat-9", "", ":"])
    def test_nothing_of_that_name(self, commands: Commands, name: str) -> None:
        assert commands.refusal("show", name)[0] == 10

    def test_an_edition_that_is_not_kept(self, commands: Commands) -> None:
        code, told = commands.refusal("show", "1999-01-01.1")

        assert (code, "asn-ingest list" in told) == (10, True)

    def test_an_edition_that_cannot_be_read(self, commands: Commands, admin: Admin) -> None:
        (editions_folder(admin.settings) / admin.first / "knowledge.json").write_text("{")

        assert commands.refusal("show", PASAL_5)[0] == 4


class TestStatus:
    def test_all_of_them(self, commands: Commands) -> None:
        lines = commands.done("status").splitlines()

        assert lines[0] == "uu-20-2023: berlaku, in force since 2023-10-31"
        assert len(lines) == 4

    def test_one(self, commands: Commands) -> None:
        assert commands.object("status", "uu-5-2014") == {
            "uu-5-2014": {
                "now": "dicabut, in force since 2014-01-16, repealed by uu-20-2023",
                "staged": None,
            }
        }

    @pytest.mark.parametrize(
        ("options", "after"),
        [
            (("--repealed",), "dicabut, in force since 2023-10-31"),
            (
                ("--repealed-by", "pp-1-2024", "--from", "2024-05-01"),
                "dicabut, in force since 2023-10-31, repealed by pp-1-2024 from 2024-05-01",
            ),
            (
                ("--amended-by", "pp-1-2024"),
                "diubah, in force since 2023-10-31, amended by pp-1-2024",
            ),
            (("--in-force", "--from", "2027-01-01"), "berlaku, in force since 2027-01-01"),
            (("--uncertain",), "tidak_pasti, in force since 2023-10-31"),
        ],
    )
    def test_a_change_is_staged_and_published(
        self, commands: Commands, admin: Admin, options: tuple[str, ...], after: str
    ) -> None:
        out = commands.done("status", "uu-20-2023", *options, "--note", "menurut JDIH")
        commands.done("publish")

        assert f"  staged: {after}" in out
        assert out.endswith("Nothing changes for users yet. Then: asn-ingest diff, publish\n")
        assert commands.object("status", "uu-20-2023")["uu-20-2023"]["now"].startswith(after)

    def test_a_change_to_come_is_kept_until_its_day(self, commands: Commands, admin: Admin) -> None:
        tomorrow = today() + timedelta(days=1)

        commands.done("status", "uu-20-2023", "--repealed", "--from", tomorrow.isoformat())
        commands.done("publish")

        cited = {c.regulation: c.status for c in admin.ask().citations}
        assert cited["uu-20-2023"] == "berlaku"
        found = commands.object("status", "uu-20-2023")["uu-20-2023"]["now"]
        assert found == f"berlaku, in force since 2023-10-31, repealed from {tomorrow}"

    @pytest.mark.parametrize(
        ("arguments", "says"),
        [
            (("uu-20-2023", "--repealed", "--in-force"), "Give one of --repealed"),
            (("--repealed",), "Say which regulation changes"),
            (("uu-20-2023", "--from", "2027-01-01"), "need a change of standing"),
            (("uu-20-2023", "--repealed", "--from", "besok"), "--from must be a date"),
        ],
    )
    def test_wrong_usage(
        self, commands: Commands, admin: Admin, arguments: tuple[str, ...], says: str
    ) -> None:
        done = commands.run("status", *arguments)

        assert done.code == 2
        assert says in " ".join(done.err.replace("│", " ").split())
        assert not admin.staged

    @pytest.mark.parametrize(
        "arguments",
        [
            ("pp-9-1999",),
            ("pp-9-1999", "--repealed"),
            ("uu-20-2023", "--repealed-by", "pp-9-1999"),
            ("uu-20-2023", "--repealed-by", "uu-20-2023"),
        ],
    )
    def test_an_unknown_regulation(self, commands: Commands, arguments: tuple[str, ...]) -> None:
        assert commands.refusal("status", *arguments)[0] == 10


class TestConfirm:
    def test_nothing_awaits_review(self, commands: Commands, admin: Admin) -> None:
        assert commands.done("confirm") == (f"No ruling of edition {admin.first} awaits review.\n")

    def test_what_awaits_review(self, commands: Commands, published: Admin) -> None:
        out = commands.done("confirm")

        assert out.startswith(f"2 rulings of edition {published.serving} await review")
        assert f"  bagikan: {PASAL_5}\n" in out
        assert commands.object("confirm")["rulings"]["bagikan"] == [PASAL_5]

    def test_confirmed(self, commands: Commands, published: Admin) -> None:
        assert commands.done("confirm", "suka") == "Confirmed 1: suka.\n"
        assert commands.object("confirm", "bagikan") == {"confirmed": ["bagikan"]}
        assert "awaits review" in commands.done("confirm")

    def test_by_what_they_rest_on(self, commands: Commands, published: Admin) -> None:
        code, told = commands.refusal("confirm", "--basis", "pp-94-2021")
        none, nothing = commands.refusal("confirm", "--basis", "uu-5-2014", "--reason", "tidak ada")

        assert (code, "needs --reason" in told) == (10, True)
        assert (none, "because of uu-5-2014 alone" in nothing) == (10, True)
        assert commands.object("confirm", "--basis", "pp-94-2021", "--reason", "sama") == {
            "confirmed": ["suka", "bagikan"]
        }

    def test_all(self, commands: Commands, published: Admin) -> None:
        assert commands.done("confirm", "--all", "--reason", "sama") == (
            "Confirmed 2: suka, bagikan.\n"
        )
        assert commands.refusal("confirm", "--all", "--reason", "sama")[0] == 10

    def test_an_unknown_one(self, commands: Commands, published: Admin) -> None:
        code, told = commands.refusal("confirm", "suka", "tak-ada")

        assert (code, "tak-ada: no such ruling awaits review" in told) == (10, True)
        assert len(commands.object("confirm")["rulings"]) == 2


class TestAudit:
    def test_empty(self, commands: Commands) -> None:
        assert commands.done("audit") == "The audit log is empty, or no line of it fits.\n"

    def test_the_latest_first(self, commands: Commands, published: Admin) -> None:
        commands.done("confirm", "suka", "--by", "budi", "--reason", "maknanya sama")

        latest, before, *_ = commands.done("audit").splitlines()

        assert latest.endswith(f"  budi  confirm  {published.serving}  suka  reason: maknanya sama")
        assert before.endswith(f"  siti  publish  {published.serving}  pp-94-2021")

    def test_json(self, commands: Commands, published: Admin) -> None:
        (latest,) = commands.object("audit", "--limit", "1")["acts"]

        assert (latest["who"], latest["act"], latest["edition"]) == (
            "siti",
            "publish",
            published.serving,
        )
        assert datetime.fromisoformat(latest["moment"]).utcoffset() == timedelta(hours=7)

    @pytest.mark.parametrize(
        ("options", "acts"),
        [
            (["--who", "budi"], ["confirm"]),
            (["--act", "publish"], ["publish"]),
            (["--who", "siti", "--act", "stage"], ["stage"]),
            (["--edition", "EDITION"], ["confirm", "publish"]),
            (["--since", "2020-01-01"], ["confirm", "publish", "stage"]),
            (["--since", "2999-01-01"], []),
            (["--limit", "2", "--page", "2"], ["stage"]),
            (["--page", "9"], []),
        ],
    )
    def test_what_is_asked_for(
        self, commands: Commands, published: Admin, options: list[str], acts: list[str]
    ) -> None:
        commands.done("confirm", "suka", "--by", "budi")
        serving = str(published.serving)

        found = commands.object("audit", *(o.replace("EDITION", serving) for o in options))

        assert [act["act"] for act in found["acts"]] == acts

    def test_pages(self, commands: Commands, published: Admin) -> None:
        first = commands.object("audit", "--limit", "1")
        shown = commands.done("audit", "--limit", "1").splitlines()

        assert (first["total"], first["page"], first["pages"]) == (2, 1, 2)
        assert shown[1:] == ["Page 1 of 2 (2 lines). Older: --page 2"]
        assert len(commands.done("audit", "--limit", "1", "--page", "2").splitlines()) == 1
        assert commands.done("audit", "--limit", "1", "--page", "3") == (
            "There is no page 3; the last one is --page 2.\n"
        )

    def test_a_wrong_date(self, commands: Commands) -> None:
        code, told = commands.refusal("audit", "--since", "kemarin")

        assert (code, "--since must be a date such as" in told) == (2, True)

    def test_a_database_out_of_reach(
        self, commands: Commands, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("DATABASE_URL", "sqlite:////proc/none/db")

        assert commands.refusal("audit")[0] == 6
