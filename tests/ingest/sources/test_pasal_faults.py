"""What goes wrong at the Pasal.id API ends in one clear line, within bounds."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest
from pydantic import SecretStr

from ingest.sources.exchange import Network
from ingest.sources.model import Limits
from ingest.sources.pasal_client import BoundedPasalClient
from ingest.sources.pasal_id import pull
from knowledge.errors import SourceError
from tests.ingest.sources.pasal_server import PasalServer, answer_json, law, pasal, work
from tests.ingest.sources.web_server import Answer, Waits, in_turn, page, send, status

CATS = law(work("/akn/id/act/uu/2023/20", "Kucing"), pasal("1", "Kucing tidur."))


def pulled(server: PasalServer, waits: Waits | None = None, **limits: Any) -> str:
    client = BoundedPasalClient(
        base_url=server.url,
        limits=Limits(**limits),
        network=Network(sleep=waits or Waits()),
        token=SecretStr("rahasia"),
    )
    return pull("uu-20-2023", client).title


def test_a_law_that_is_not_there(pasal: PasalServer) -> None:
    with pytest.raises(SourceError, match=r"no uu-20-2023\. Search it .*asn-ingest pull"):
        pulled(pasal)
    assert len(pasal.asked) == 1


@pytest.mark.parametrize("body", [b"<!doctype html><h1>404</h1>", b""])
def test_an_address_where_there_is_no_api(pasal: PasalServer, body: bytes) -> None:
    pasal.instead = lambda handler: send(handler, 404, body, {"Content-Type": "text/html"})

    with pytest.raises(
        SourceError, match=r"no Pasal\.id API at the configured address.*PASAL_API_URL"
    ):
        pulled(pasal)


@pytest.mark.parametrize("code", [401, 403])
def test_a_token_that_is_refused(pasal: PasalServer, code: int) -> None:
    pasal.instead = status(code)

    with pytest.raises(SourceError, match="PASAL_API_TOKEN") as caught:
        pulled(pasal)
    assert "rahasia" not in str(caught.value)


def test_too_many_requests_are_waited_for_as_told(pasal: PasalServer) -> None:
    pasal.instead = in_turn(answer_json({"error": "x"}, 429, Retry_After="9"), answer_json(CATS))
    waits = Waits()

    assert pulled(pasal, waits) == "Kucing"
    assert waits.seconds == [9]


def test_too_many_requests_for_too_long(pasal: PasalServer) -> None:
    pasal.instead = answer_json({"error": "x"}, 429, Retry_After="900")
    waits = Waits()

    with pytest.raises(SourceError, match=r"too many requests.*asks to wait 900 s"):
        pulled(pasal, waits)
    assert waits.seconds == []


def test_a_fault_that_passes(pasal: PasalServer) -> None:
    pasal.instead = in_turn(status(500), status(502), answer_json(CATS))
    waits = Waits()

    assert pulled(pasal, waits) == "Kucing"
    assert waits.seconds == [1, 2]


def test_a_fault_that_stays(pasal: PasalServer) -> None:
    pasal.instead = answer_json({"error": "Terjadi kesalahan"}, 500)

    with pytest.raises(SourceError, match="fault of its own"):
        pulled(pasal)


@pytest.mark.parametrize(
    "answer",
    [
        page(b"<!doctype html><title>Pemeliharaan</title>", "text/html; charset=utf-8"),
        page(b"\n <html>Masuk</html>", "application/json"),
    ],
    ids=["as html", "as json"],
)
def test_a_web_page_instead_of_data(pasal: PasalServer, answer: Answer) -> None:
    pasal.instead = answer

    with pytest.raises(SourceError, match=r"web page instead of data.*PASAL_API_URL"):
        pulled(pasal)


@pytest.mark.parametrize(
    "data",
    [
        json.dumps(CATS).encode()[:-30],
        b"",
        b'{"work": "\xff"}',
        b"[" * 200_000,
        b'{"work": ' + b"9" * 10_000 + b"}",
    ],
    ids=["cut", "empty", "no utf-8", "deep", "endless number"],
)
def test_damaged_json(pasal: PasalServer, data: bytes) -> None:
    pasal.instead = page(data, "application/json")

    with pytest.raises(SourceError, match="damaged or incomplete"):
        pulled(pasal)


def _without(*path: str) -> Callable[[Any], None]:
    def remove(body: Any) -> None:
        for step in path[:-1]:
            body = body[0] if step == "0" else body[step]
        del body[path[-1]]

    return remove


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (_without("work"), "work"),
        (_without("articles"), "articles"),
        (_without("work", "title"), r"work\.title"),
        (_without("work", "year"), r"work\.year"),
        (_without("articles", "0", "type"), r"articles\.0\.type"),
        (lambda body: body.update(articles="banyak"), "articles"),
        (lambda body: body.update(articles=[7]), r"articles\.0"),
        (lambda body: body["work"].update(year="dua ribu"), r"work\.year"),
        (lambda body: body["articles"][0].update(content=["Isi"]), r"articles\.0\.content"),
    ],
)
def test_missing_and_malformed_fields_are_named(
    pasal: PasalServer, change: Callable[[Any], None], field: str
) -> None:
    body = json.loads(json.dumps(CATS))
    change(body)
    pasal.instead = answer_json(body)

    with pytest.raises(SourceError, match=f"another form than documented.*field {field}:"):
        pulled(pasal)


@pytest.mark.parametrize("body", [[], None, 7, "teks"])
def test_json_that_is_no_object(pasal: PasalServer, body: object) -> None:
    pasal.instead = answer_json(body)

    with pytest.raises(SourceError, match="another form than documented"):
        pulled(pasal)


def test_fields_that_are_new_or_left_out_do_no_harm(pasal: PasalServer) -> None:
    body = json.loads(json.dumps(CATS))
    body["baru"] = body["work"]["baru"] = {"x": 1}
    del body["relationships"], body["work"]["status"], body["articles"][0]["heading"]
    body["work"]["number"] = 20
    pasal.instead = answer_json(body)

    assert pulled(pasal) == "Kucing"


def test_another_law_than_asked_for(pasal: PasalServer) -> None:
    pasal.instead = answer_json(
        law(work("/akn/id/act/uu/2014/5", "Lain"), {"type": "pasal", "number": "1", "content": "x"})
    )

    with pytest.raises(SourceError, match="another regulation"):
        pulled(pasal)


def test_an_address_of_an_unknown_form_is_not_followed(pasal: PasalServer) -> None:
    strange = {**work("/akn/id/act/uu/2014/5", "Kucing"), "frbr_uri": "/../../admin"}
    pasal.instead = answer_json({"query": "k", "total": 1, "results": [{"work": strange}]})
    client = BoundedPasalClient(base_url=pasal.url)

    with pytest.raises(SourceError, match="unknown form"):
        pull("kucing liar", client)


def test_nor_is_one_from_the_list_of_laws(pasal: PasalServer) -> None:
    strange = {**work("/akn/id/act/x/2018/6", "Peraturan Bawaslu"), "frbr_uri": "/../admin"}
    pasal.instead = answer_json({"total": 1, "limit": 100, "offset": 0, "laws": [strange]})

    with pytest.raises(SourceError, match="unknown form"):
        pull("perbawaslu-6-2018", BoundedPasalClient(base_url=pasal.url))


def test_an_answer_that_is_too_large(pasal: PasalServer) -> None:
    pasal.instead = answer_json({"work": "x" * 100_000})

    with pytest.raises(SourceError, match="larger than"):
        pulled(pasal, max_bytes=50_000)


def test_a_server_that_does_not_answer(pasal: PasalServer) -> None:
    pasal.instead = lambda handler: time.sleep(1)

    with pytest.raises(SourceError, match="too slow"):
        pulled(pasal, read_seconds=0.1)


def test_a_server_that_drips(pasal: PasalServer) -> None:
    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        for _ in range(200):
            handler.wfile.write(b" ")
            time.sleep(0.02)

    pasal.instead = drip

    with pytest.raises(SourceError, match="too slow"):
        pulled(pasal, total_seconds=0.3)


def test_no_network() -> None:
    def lost(host: str, port: int) -> list[str]:
        raise OSError("Temporary failure in name resolution")

    client = BoundedPasalClient(network=Network(resolve=lost))

    with pytest.raises(SourceError, match=r"pasal\.id was not found.*network"):
        pull("uu-20-2023", client)


def test_a_port_where_nothing_listens() -> None:
    client = BoundedPasalClient(base_url="http://127.0.0.1:1", network=Network(sleep=Waits()))

    with pytest.raises(SourceError, match="cannot be reached"):
        pull("uu-20-2023", client)


@pytest.mark.parametrize("location", ["http://127.0.0.1:1/x", "https://lain.example/x"])
def test_redirects_to_another_server_are_not_followed(pasal: PasalServer, location: str) -> None:
    pasal.instead = status(302, Location=location)

    with pytest.raises(SourceError, match="redirects to another server"):
        pulled(pasal)


@pytest.mark.parametrize("url", ["ftp://pasal.id", "pasal.id", "https://", "http://a:b@pasal.id"])
def test_a_malformed_base_address(url: str) -> None:
    with pytest.raises(SourceError):
        BoundedPasalClient(base_url=url)


def test_the_base_address_may_leave_out_the_version() -> None:
    assert (
        BoundedPasalClient(base_url="https://pasal.id/api/").base_url == "https://pasal.id/api/v1"
    )
