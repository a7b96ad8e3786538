"""The report in a real browser: offline, on a phone, light and dark, with and without scripts."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from evaluation.gate import Limits
from evaluation.report.bench import FLAGS
from evaluation.report.gathering import gather
from evaluation.report.writing import write_report
from tests.evaluation.report.making import asked, run, whole

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
DESKTOP = {"width": 1200, "height": 900}
PHONE = {"width": 360, "height": 740}
BRIGHT = 128
"""From here on a grey value counts as light."""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield started
        started.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A report with something of everything and some hundred questions more."""
    made = whole()
    long_name = "berkas/dengan_nama_yang_sangat_panjang_sekali_dan_tanpa_spasi.jsonl"
    more = [asked(f"N{n}", question=f"Bolehkah cuti nomor {n}? " + "x" * 90) for n in range(300)]
    ours = run({**made.outcomes, long_name: more})
    rival = run(dict(ours.outcomes), system="baseline-rag")
    report = gather(ours, [rival], {"dev": Limits(max={"unsafe": 0})})
    return write_report(report, tmp_path_factory.mktemp("report")).html.resolve().as_uri()


@dataclass
class Watched:
    """A page, and whatever it asked for or complained about."""

    page: Page
    address: str
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def rows(self) -> int:
        """How many questions are to be seen."""
        return self.page.locator(".q:visible").count()


def opened(browser: Browser, address: str, fragment: str = "", **context: Any) -> Watched:
    page = browser.new_context(**{"viewport": DESKTOP, "offline": True, **context}).new_page()
    watched = Watched(page, address)
    page.on("request", lambda request: watched.requests.append(request.url))
    page.on("console", lambda message: watched.complaints.append(message.text))
    page.on("pageerror", lambda error: watched.complaints.append(str(error)))
    page.on("dialog", lambda dialog: watched.complaints.append(dialog.message))
    page.goto(address + fragment)
    return watched


@pytest.fixture(params=["light", "dark"])
def scheme(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_it_asks_for_nothing_and_complains_of_nothing(browser: Browser, address: str) -> None:
    watched = opened(browser, address)
    assert watched.requests == [address]
    assert watched.complaints == []


def test_a_phone_shows_it_without_sideways_scrolling(
    browser: Browser, address: str, scheme: str
) -> None:
    page = opened(browser, address, viewport=PHONE, color_scheme=scheme).page
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    narrow = page.evaluate(
        "[...document.querySelectorAll('section')].filter(s => s.scrollWidth > s.clientWidth)"
        ".map(s => s.id)"
    )
    assert narrow == []


def test_text_stands_out_in_light_and_dark(browser: Browser, address: str, scheme: str) -> None:
    page = opened(browser, address, color_scheme=scheme).page

    def grey(selector: str, what: str) -> float:
        colour = page.locator(selector).first.evaluate(f"one => getComputedStyle(one).{what}")
        red, green, blue = (float(n) for n in colour.strip("rgba()").split(",")[:3])
        return 0.3 * red + 0.59 * green + 0.11 * blue

    paper, ink = grey("section", "backgroundColor"), grey("td", "color")
    assert (paper > BRIGHT) == (scheme == "light")
    assert abs(paper - ink) > BRIGHT
    assert abs(paper - grey(".plot text", "fill")) > BRIGHT / 2
    assert abs(paper - grey(".bar .fill", "fill")) > BRIGHT / 2


def test_a_figure_leads_to_its_questions(browser: Browser, address: str) -> None:
    watched = opened(browser, address)
    page = watched.page
    everything = watched.rows()
    page.locator(".tiles a", has_text="1").first.click()
    page.locator("#count", has_text="1 of ").wait_for()
    assert watched.rows() == 1
    assert page.locator("#only-unsafe").is_visible()
    page.locator("#only-unsafe a").click()
    page.locator("#count", has_text=f"{everything} of {everything} ").wait_for()
    assert watched.rows() == everything
    assert watched.complaints == []


def test_the_questions_can_be_searched_and_chosen(browser: Browser, address: str) -> None:
    watched = opened(browser, address)
    page = watched.page
    page.get_by_label("Search in questions and answers").fill("cuti NOMOR 299?")
    page.locator("#count", has_text="1 of ").wait_for()
    assert watched.rows() == 1
    page.get_by_label("Search in questions and answers").fill("")
    page.get_by_label("Show", exact=True).select_option("wrong")
    page.locator("#count", has_text="2 of ").wait_for()
    assert watched.rows() == 2
    page.locator(".q:visible summary").first.click()
    assert page.locator(".q:visible .body").first.is_visible()


def test_an_address_can_be_passed_on(browser: Browser, address: str) -> None:
    assert opened(browser, address, "#only-wrong").rows() == 2
    assert opened(browser, address, "#only-no-such-choice").rows() > 300


def test_without_scripts_figures_still_lead_to_their_questions(
    browser: Browser, address: str
) -> None:
    watched = opened(browser, address, java_script_enabled=False)
    page = watched.page
    assert not page.locator("#find").is_visible()
    assert watched.rows() > 300
    page.locator(".tiles a", has_text="1").first.click()
    page.locator("#only-unsafe").wait_for()
    assert watched.rows() == 1
    page.locator(".q:visible summary").click()
    assert page.locator(".q:visible .body").is_visible()
    page.locator("#only-unsafe a").click()
    page.locator("#only-unsafe").wait_for(state="hidden")
    assert watched.rows() > 300


def test_it_can_be_used_with_the_keyboard(browser: Browser, address: str) -> None:
    page = opened(browser, address).page
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**#questions")


def test_it_prints(browser: Browser, address: str, tmp_path: Path) -> None:
    page = opened(browser, address).page
    assert page.pdf(path=tmp_path / "report.pdf").startswith(b"%PDF")
