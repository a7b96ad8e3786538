from __future__ import annotations

import base64
import hashlib
import re
from functools import cache

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from evaluation.errors import EvaluationError
from evaluation.gate import Limits
from evaluation.report.gathering import Report, Trust, gather
from evaluation.report.headline import headline
from evaluation.report.page import LARGEST, Missing, Page, render
from evaluation.report.summary import summary
from tests.evaluation.report.making import HOSTILE, asked, run, whole

KEPT = {"dev": Limits(max={"unsafe": 0})}
RIVAL = run(dict(whole().outcomes), system="baseline-rag")
MISSING = Missing("baseline-bm25", "asn-eval run 'a`b<i>' --system baseline-bm25")


@cache
def report() -> Report:
    return gather(whole(), [RIVAL], KEPT)


@cache
def page() -> Page:
    return render(report(), [MISSING])


@cache
def tree() -> LexborHTMLParser:
    return LexborHTMLParser(page().html)


def text(node: LexborNode | None) -> str:
    assert node is not None
    return " ".join(node.text(separator=" ").split())


def section(name: str) -> str:
    return text(tree().css_first(f"#{name}"))


def test_a_run_without_answers_cannot_be_reported_on() -> None:
    with pytest.raises(EvaluationError, match="has no answers yet"):
        gather(run({"dev": []}), [], {})


@pytest.mark.parametrize(
    ("answered", "thresholds", "trust", "word"),
    [
        ("dilarang", KEPT, Trust.YES, "No unsafe answer, every threshold kept"),
        ("dilarang", {}, Trust.OPEN, "No unsafe answer, but not all was measured"),
        (
            "boleh",
            KEPT,
            Trust.NO,
            "Not to be trusted yet: 1 unsafe answer and 1 threshold missed",
        ),
        ("boleh", {}, Trust.NO, "Not to be trusted yet: 1 unsafe answer"),
        (
            "informasi",
            {"dev": Limits(min={"verdict_accuracy": 1, "handled": 1})},
            Trust.NO,
            "Not to be trusted yet: 2 thresholds missed",
        ),
    ],
)
def test_the_first_words_say_whether_the_bot_may_be_trusted(
    answered: str, thresholds: dict[str, Limits], trust: Trust, word: str
) -> None:
    found = gather(run({"dev": [asked("A", answered=answered)]}), [], thresholds)
    assert found.trust is trust
    assert headline(found).word == word


def test_an_interrupted_run_is_not_trusted_and_says_so() -> None:
    short = run({"dev": [asked("A"), asked("B")]}, ended=None)
    cut = type(short)(short.info, {"dev": short.outcomes["dev"][:1]})
    found = gather(cut, [], KEPT)
    assert found.trust is Trust.OPEN
    assert "interrupted: 1 of 2 questions are not answered yet" in headline(found).told


def test_no_unsafe_answer_is_not_the_same_as_no_risk() -> None:
    found = gather(run({"dev": [asked(str(n)) for n in range(59)]}), [], KEPT)
    assert "0 unsafe of 59 means at most 5.0 %" in headline(found).told


def test_unsafe_answers_stand_first() -> None:
    assert text(tree().css_first(".tiles dt")).startswith("Unsafe answers")
    assert text(tree().css_first(".tiles .big")) == "1"


def test_every_section_is_there_and_linked() -> None:
    anchors = [node.attributes["href"] for node in tree().css("nav a")]
    assert len(anchors) == 13
    for anchor in anchors:
        assert anchor is not None
        assert tree().css_first(anchor) is not None, anchor


def test_every_link_leads_to_something_on_the_page() -> None:
    links = {node.attributes["href"] for node in tree().css("a")}
    assert links
    for link in links:
        assert link is not None
        assert link.startswith("#")
        assert tree().css_first(f'[id="{link[1:]}"]') is not None, link


def test_every_choice_leads_to_the_answers_that_it_counts() -> None:
    for only in tree().css(".only"):
        name = (only.attributes["id"] or "").removeprefix("only-")
        counted = re.search(r": (\d+)", text(only))
        assert counted is not None
        assert len(tree().css(f".q.f-{name}")) == int(counted[1]), name


def test_ids_are_unique() -> None:
    ids = [node.attributes["id"] for node in tree().css("[id]")]
    assert len(ids) == len(set(ids))


def test_nothing_is_loaded_from_elsewhere() -> None:
    assert not tree().css("[src], link, iframe, object, embed, img, base")
    assert "url(" not in page().html
    assert "@import" not in page().html


def test_only_our_script_may_run() -> None:
    (script,) = tree().css("script")
    digest = base64.b64encode(hashlib.sha256(script.text().encode()).digest()).decode()
    policy = tree().css_first("meta[http-equiv]")
    assert policy is not None
    assert f"script-src 'sha256-{digest}'" in (policy.attributes["content"] or "")
    assert "default-src 'none'" in (policy.attributes["content"] or "")


def test_hostile_text_is_shown_not_acted_on() -> None:
    assert HOSTILE not in page().html
    shown = text(tree().css_first(".q .ask"))
    assert shown.startswith("<script>alert('x')</script> \"& {{ 7 * 7 }} U+202E terbalik U+202C")
    assert "nol U+200B lebar | `kode` ]]>" in shown


def test_hostile_names_are_shown_not_acted_on() -> None:
    evil = '"><img src=x onerror=alert(1)>'
    odd = gather(
        run({evil: [asked("A", category=evil, style=evil)]}, system=evil, settings={evil: evil}),
        [],
        {},
    )
    found = LexborHTMLParser(render(odd).html)
    assert not found.css("img, [onerror]")
    assert evil in found.css_first("#thresholds").text()  # type: ignore[union-attr]


def test_held_back_questions_are_counted_and_never_shown() -> None:
    assert "rahasia" not in page().html.lower()
    assert "counted in every figure: 1 of 11 answers, whose questions are held back" in section(
        "questions"
    )
    assert "rahasia" not in summary(report()).lower()


def test_thresholds_kept_and_missed_are_told_in_words() -> None:
    assert "dev Unsafe answers 1 at most 0 ✕ missed" in section("thresholds")
    assert "No thresholds for serangan, dev+typo" in section("thresholds")


def test_a_missing_baseline_is_named_with_the_command_that_makes_it() -> None:
    assert "asn-eval run 'a`b<i>' --system baseline-bm25" in section("beside")


def test_every_plot_is_told_in_words() -> None:
    plots = tree().css("svg.plot")
    assert [plot.attributes["aria-labelledby"] for plot in plots] == [
        "reliability-t reliability-d",
        "risk-t risk-d",
        "latency-plot-t latency-plot-d",
    ]
    for plot in plots:
        assert text(plot.css_first("desc"))
    assert all(bar.attributes["aria-label"] for bar in tree().css("svg.bar"))


def test_the_confusion_matrix_frames_unsafe_cells() -> None:
    (loose,) = tree().css(".matrix .loose")
    assert text(loose) == "1"
    assert text(loose.parent).startswith("boleh_bersyarat")


def test_provenance_and_definitions_are_told() -> None:
    assert "min_confidence = 0.3" in section("provenance")
    assert "Beside: baseline-rag" in section("provenance")
    assert "docs/evaluation.md" in section("definitions")


def test_a_large_run_keeps_within_the_size_and_says_what_is_missing() -> None:
    many = gather(run({"dev": [asked(str(n), text="kata " * 900) for n in range(700)]}), [], {})
    small = render(many)
    assert len(small.html.encode()) <= LARGEST
    assert small.brief > 0
    assert f"{small.brief} of them are shown without the answer’s text" in small.html
    tiny = render(many, largest=400_000)
    assert tiny.left_out > 0
    assert f"{tiny.left_out} are left out" in tiny.html


def test_the_same_run_gives_the_same_page() -> None:
    assert render(gather(whole(), [RIVAL], KEPT), [MISSING]).html == page().html
