"""A server on 127.0.0.1 that speaks the documented shapes of the Pasal.id API, version 1.

Endpoints, parameters, their ranges and the errors are those of https://pasal.id/api. It is strict:
an unknown path or parameter is an error, so that a wrong request fails its test. The laws are
invented; their words are nobody's law.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.ingest.sources.web_server import Answer, send, web_server

Json = dict[str, Any]
_TYPES = {
    "UU": "Undang-Undang",
    "PP": "Peraturan Pemerintah",
    "PERPPU": "Peraturan Pemerintah Pengganti Undang-Undang",
    "PERBAN": "Peraturan Badan",
}
_STATUSES = {"berlaku", "diubah", "dicabut", "tidak_berlaku"}


@dataclass
class PasalServer:
    """The laws it has, the requests it got, and the answer that replaces all others, if any."""

    url: str = ""
    laws: dict[str, Json] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str], dict[str, str]]] = field(default_factory=list)
    """Path, parameters, headers."""
    instead: Answer | None = None

    def add(self, law: Json) -> Json:
        self.laws[law["work"]["frbr_uri"]] = law
        return law


@contextmanager
def pasal_server() -> Iterator[PasalServer]:
    state = PasalServer()

    class Routes(dict[str, Answer]):
        def get(self, path: str, default: Any = None) -> Any:
            return state.instead or (lambda handler: _route(state, handler))

    with web_server() as server:
        server.answers = Routes()
        state.url = f"http://127.0.0.1:{server.port}/api/v1"
        yield state


def work(uri: str, title: str, **more: Any) -> Json:
    """A ``work`` as the API lists it."""
    kind, year, number = uri.split("/")[-3:]
    return {
        "id": abs(hash(uri)) % 10_000,
        "frbr_uri": uri,
        "title": title,
        "number": number,
        "year": int(year),
        "status": "berlaku",
        "content_verified": True,
        "type": kind.upper(),
        **more,
    }


def law(about: Json, *articles: Json, relationships: tuple[Json, ...] = ()) -> Json:
    """The whole answer for a law; ``articles`` get their ids and order here."""
    nodes = [
        {"id": 10 + n, "parent_id": None, "sort_order": n, "heading": None, "content": None, **node}
        for n, node in enumerate(articles, start=1)
    ]
    detail = {
        "type_name": _TYPES.get(about["type"], about["type"]),
        "source_url": "https://peraturan.example/uu",
        **about,
    }
    return {"work": detail, "articles": nodes, "relationships": list(relationships)}


def bab(number: str, heading: str) -> Json:
    return {"type": "bab", "number": number, "heading": heading}


def pasal(number: str, content: str | None, **more: Any) -> Json:
    return {"type": "pasal", "number": number, "content": content, **more}


def relation(kind: str, english: str, other: Json) -> Json:
    kept = ("frbr_uri", "title", "number", "year", "status")
    return {"type": kind, "type_en": english, "related_work": {k: other[k] for k in kept}}


def answer_json(body: object, code: int = 200, **headers: str) -> Answer:
    """An answer in JSON."""
    extra = {name.replace("_", "-"): value for name, value in headers.items()}
    data = json.dumps(body).encode()
    return lambda handler: send(handler, code, data, {"Content-Type": "application/json", **extra})


def _route(state: PasalServer, handler: BaseHTTPRequestHandler) -> None:
    parts = urlsplit(handler.path)
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    params = dict(pairs)
    headers = {name.lower(): value for name, value in handler.headers.items()}
    state.asked.append((parts.path, params, headers))
    path = parts.path.removeprefix("/api/v1")
    if path == parts.path or len(params) != len(pairs):
        code, body = 404, {"error": "Not found"}
    elif path == "/search":
        code, body = _search(state, params)
    elif path == "/laws":
        code, body = _list(state, params)
    elif path.startswith("/laws/akn/") and not params:
        uri = path.removeprefix("/laws")
        found = state.laws.get(uri)
        code, body = (200, found) if found else (404, {"error": f"Law not found: {uri}"})
    else:
        code, body = 404, {"error": "Not found"}
    answer_json(body, code)(handler)


def _number(params: dict[str, str], name: str, default: int, low: int, high: int) -> int | None:
    text = params.get(name, str(default))
    return int(text) if text.isdigit() and low <= int(text) <= high else None


def _search(state: PasalServer, params: dict[str, str]) -> tuple[int, Json]:
    limit = _number(params, "limit", 10, 1, 50)
    if not params.get("q") or limit is None or not set(params) <= {"q", "type", "limit"}:
        return 400, {"error": "Bad request"}
    words = params["q"].lower().split()
    results = [
        {
            "id": place,
            "snippet": (node["content"] or "")[:60],
            "metadata": {
                "type": item["work"]["type"],
                "node_type": node["type"],
                "node_number": node["number"],
            },
            "score": 0.5,
            "work": _listed(item["work"]),
        }
        for item in state.laws.values()
        for place, node in enumerate(item["articles"])
        if node["type"] == "pasal"
        and all(word in f"{item['work']['title']} {node['content']}".lower() for word in words)
        and params.get("type", item["work"]["type"]) == item["work"]["type"]
    ]
    return 200, {"query": params["q"], "total": len(results), "results": results[:limit]}


def _list(state: PasalServer, params: dict[str, str]) -> tuple[int, Json]:
    limit = _number(params, "limit", 20, 1, 100)
    offset = _number(params, "offset", 0, 0, 100_000)
    known = {"type", "year", "status", "limit", "offset"}
    if limit is None or offset is None or not set(params) <= known:
        return 400, {"error": "Bad request"}
    if params.get("type", "UU") not in _TYPES:
        return 400, {"error": f"Unknown regulation type: {params['type']}"}
    if params.get("status", "berlaku") not in _STATUSES:
        return 400, {"error": "Invalid status"}
    found = [
        _listed(item["work"])
        for item in state.laws.values()
        if all(
            str(item["work"][name]) == params[name]
            for name in ("type", "year", "status")
            if name in params
        )
    ]
    page = found[offset : offset + limit]
    return 200, {"total": len(found), "limit": limit, "offset": offset, "laws": page}


def _listed(about: Json) -> Json:
    return {k: v for k, v in about.items() if k not in ("type_name", "source_url")}
