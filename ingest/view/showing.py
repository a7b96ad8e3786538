"""One edition, document, regulation or provision with all that is known of it; standings; reviews."""

from __future__ import annotations

import re
from typing import Any

from ingest.assemble import assemble, load_documents
from ingest.build import serving_inputs
from ingest.confirm import pending
from ingest.difference import standing_words
from ingest.editions import kept_editions
from ingest.preview import knowledge_of
from ingest.publish import data_root
from ingest.shelf import find_document
from ingest.staging import applied, read_staging
from ingest.view.parsed import parsed_text
from knowledge.amended import amended_label
from knowledge.dataset import Knowledge, load_knowledge
from knowledge.edition import current_edition
from knowledge.errors import StagingError
from knowledge.model import Provision, Regulation, Ruling
from knowledge.reviews import grounds_of
from knowledge.settings import Settings

_EDITION = re.compile(r"^\d{4}-\d{2}-\d{2}\.\d+$")


def serving_knowledge(settings: Settings) -> Knowledge:
    """The knowledge of the edition that serves, or of the data files without one."""
    serving = current_edition(settings)
    if serving is None:
        return load_knowledge(data_root(settings))
    return knowledge_of(settings, serving)


def shown_object(settings: Settings, name: str) -> dict[str, Any]:
    """What is known of the named thing.

    Raises:
        StagingError: nothing is known by that name.
    """
    if _EDITION.match(name):
        for kept in kept_editions(settings):
            if kept.id == name and kept.manifest is not None:
                return {**kept.manifest.model_dump(mode="json"), "current": kept.current}
        raise StagingError(f"Edition {name} is not kept, or damaged. See: asn-ingest list")
    if "@" in name:
        return find_document(settings, name).model_dump(mode="json")
    knowledge = serving_knowledge(settings)
    if ":" in name:
        provision = knowledge.provision(name)
        if provision is None:
            raise StagingError(f"The edition that serves has no provision {name}.")
        return {
            **provision.model_dump(mode="json"),
            "label": amended_label(provision, knowledge.regulations),
            "rulings": _resting_on(knowledge, provision),
        }
    regulation = knowledge.regulations.get(name)
    if regulation is None:
        document = find_document(settings, name)  # taken in, but not published yet
        return document.model_dump(mode="json")
    provisions = [p for p in knowledge.provisions.values() if p.regulation == name]
    return {
        **regulation.model_dump(mode="json"),
        "provisions": [p.id for p in provisions],
        "official": sum(p.text_kind == "official" for p in provisions),
        "unconfirmed": [p.id for p in provisions if p.unconfirmed],
    }


def shown_text(settings: Settings, name: str) -> str:
    """``shown_object`` for a terminal.

    Raises:
        StagingError: nothing is known by that name.
    """
    found = shown_object(settings, name)
    if _EDITION.match(name):
        made_of = found["made_of"]
        lines = [f"Edition {name}{' (serves)' if found['current'] else ''}, built {found['built']}"]
        lines += [f"  {number:,} {what}" for what, number in found["counts"].items()]
        lines += [f"  document {r}@{key}" for r, key in made_of["documents"].items()]
        lines += [f"  standing {c['regulation']}: {c['status']}" for c in made_of["statuses"]]
        return "\n".join([*lines, f"  embedder {found['embedder_identity']}"])
    if "key" in found:
        document = find_document(settings, name)
        head = f"{document.id}@{document.key} from {document.origin}, {document.added:%Y-%m-%d}"
        return f"{head}\n{parsed_text(document.regulation)}"
    if ":" in name:
        return _provision_text(serving_knowledge(settings), name)
    regulation = Regulation.model_validate({k: found[k] for k in Regulation.model_fields})
    lines = [
        f"{regulation.id}: {regulation.kind} {regulation.number}/{regulation.year} "
        f"tentang {regulation.title}",
        f"  standing: {standing_words(regulation)}",
        f"  provisions: {len(found['provisions']):,}, of which official {found['official']:,}",
    ]
    if found["unconfirmed"]:
        lines.append(f"  digests not in the official text: {', '.join(found['unconfirmed'])}")
    if regulation.note:
        lines.append(f"  note: {regulation.note}")
    return "\n".join(lines)


def _provision_text(knowledge: Knowledge, name: str) -> str:
    provision = knowledge.provision(name)
    if provision is None:
        raise StagingError(f"The edition that serves has no provision {name}.")
    kind = (
        "digest, not found in the official text" if provision.unconfirmed else provision.text_kind
    )
    lines = [f"{provision.id} ({kind})", amended_label(provision, knowledge.regulations)]
    if provision.lead:
        lines.append(f"  {provision.lead}")
    lines.append(f"  {provision.text}")
    if provision.repealed_since:
        lines.append(f"  repealed since {provision.repealed_since}")
    if provision.made_by:
        lines.append(f"  text made by {' -> '.join(provision.made_by)}")
    for version in provision.versions:
        span = f"{version.since or '?'} to {version.until or '?'}"
        lines.append(f"  earlier ({version.made_by}, {span}): {version.text}")
    if rulings := _resting_on(knowledge, provision):
        lines.append(f"  rulings that rest on it: {', '.join(rulings)}")
    return "\n".join(lines)


def _resting_on(knowledge: Knowledge, provision: Provision) -> list[str]:
    found = []
    for target in knowledge.answerables():
        held = (knowledge.provision(name) for name in grounds_of(target))
        if any(other is not None and other.id == provision.id for other in held):
            found.append(target.id)
    return found


def _regulations(settings: Settings) -> dict[str, tuple[Regulation | None, Regulation | None]]:
    """Of each regulation, its record in the edition that serves and in the next one."""
    now = serving_knowledge(settings).regulations
    staging = read_staging(settings)
    if not staging:
        return {name: (regulation, regulation) for name, regulation in now.items()}
    _, made_of = serving_inputs(settings)
    wanted = applied(made_of, staging)
    bundled = load_knowledge(data_root(settings))
    then = assemble(bundled, load_documents(settings, wanted), wanted).knowledge.regulations
    return {name: (now.get(name), then.get(name)) for name in dict.fromkeys((*now, *then))}


def standings_object(settings: Settings, only: str | None) -> dict[str, Any]:
    """The standing of all regulations, or of one, now and as staged.

    Raises:
        StagingError: the one named is not known.
    """
    found = _regulations(settings)
    if only is not None and only not in found:
        raise StagingError(
            f"{only} is not a known regulation. asn-ingest status lists those that are known."
        )
    return {
        name: {
            "now": standing_words(now) if now else None,
            "staged": standing_words(then) if then and then != now else None,
        }
        for name, (now, then) in found.items()
        if only in (None, name)
    }


def standings_text(settings: Settings, only: str | None) -> str:
    """``standings_object``, a line each."""
    lines = []
    for name, told in standings_object(settings, only).items():
        staged = f"  staged: {told['staged']}" if told["staged"] else ""
        lines.append(f"{name}: {told['now'] or 'unknown so far'}{staged}")
    return "\n".join(lines)


def pending_object(settings: Settings) -> dict[str, Any]:
    """The rulings that await review, with what changed.

    ``reviews`` has, of each changed provision, its words in the data files (``before``) and in the
    edition that serves (``after``); None where it is not there.
    """
    waiting = pending(settings)
    now = knowledge_of(settings, waiting.edition)
    read = load_knowledge(data_root(settings)) if waiting.reviews else now
    return {
        "edition": waiting.edition,
        "rulings": {name: list(review.changed) for name, review in waiting.reviews.items()},
        "reviews": [
            {
                **_answerable(now, name),
                "fingerprint": review.fingerprint,
                "changed": [_changed(read, now, provision) for provision in review.changed],
            }
            for name, review in waiting.reviews.items()
        ],
    }


def _answerable(knowledge: Knowledge, name: str) -> dict[str, Any]:
    target = knowledge.answerable(name)
    if isinstance(target, Ruling):
        title, summary = target.title, target.summary
    else:
        title, summary = name, target.answer if target else ""
    verdict = target.verdict.value if target else None
    return {"ruling": name, "title": title, "verdict": verdict, "summary": summary}


def _changed(read: Knowledge, now: Knowledge, name: str) -> dict[str, Any]:
    """A provision that a ruling rests on, as its authors read it and as it stands now."""
    regulation = name.split(":")[0]
    return {
        "id": name,
        "regulation": regulation,
        "before": _words(read, name),
        "after": _words(now, name),
        "standing_before": _standing(read, regulation),
        "standing_after": _standing(now, regulation),
    }


def _words(knowledge: Knowledge, name: str) -> str | None:
    provision = knowledge.provision(name)
    if provision is None:
        return None
    return " ".join(part for part in (provision.lead, provision.text) if part)


def _standing(knowledge: Knowledge, regulation: str) -> str | None:
    found = knowledge.regulations.get(regulation)
    return standing_words(found) if found else None


def pending_text(settings: Settings) -> str:
    """``pending_object``, a line each."""
    waiting = pending(settings)
    if not waiting.reviews:
        return f"No ruling of edition {waiting.edition} awaits review."
    lines = [f"  {name}: {', '.join(review.changed)}" for name, review in waiting.reviews.items()]
    head = f"{len(lines):,} rulings of edition {waiting.edition} await review, because of"
    return "\n".join([head, *lines])
