"""The commands of the review queue: list, show, example, form, ruling, outside, dismiss, apply."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ingest.commands.shared import By, Json, Reason, actor, print_object, reason_given
from ingest.review.model import Kind
from knowledge.errors import StagingError
from knowledge.settings import load_settings

_CODES = """
\b
Exit codes: 0 done; 4 the edition that serves cannot be read, or another command is writing;
5 the embedder cannot be loaded; 6 the database cannot be used; 10 no such item, or the change
breaks a rule of the data.
"""
REVIEW_HELP = (
    """List what there is to review: what most people met with first.

Questions of one meaning that had no answer or no sure one (q...), answers that users called wrong
or unclear (k-...), rulings whose legal basis changed (r-...). Users' words come without names and
numbers, as far as these can be recognised.

\b
Examples:
  asn-ingest review
  asn-ingest review --kind question --limit 50 --page 2
  asn-ingest review --json | jq -r '.items[].title'
"""
    + _CODES
)
SHOW_HELP = (
    """Show an item: its phrasings or comments, the nearest rulings and provisions.

\b
Examples:
  asn-ingest review show q17
  asn-ingest review show k-medsos-like --json | jq '.item.comments'
"""
    + _CODES
)
EXAMPLE_HELP = (
    """Stage an example: this is how the ruling is asked about, too.

Word it yourself, without anybody's name. Nothing changes for users before a publish; the item
comes back if the change is discarded.

\b
Examples:
  asn-ingest review example q17 --ruling medsos-like --text "kasih jempol ke cabup, boleh?"
  asn-ingest review example q17 --ruling foto-tps --verdict boleh --text "swafoto sesudah mencoblos"
"""
    + _CODES
)
FORM_HELP = (
    """Write a form for a new ruling on an item, with what is near to it proposed.

\b
Examples:
  asn-ingest review form q17 > draft.yaml
  asn-ingest review ruling q17 --form draft.yaml
"""
    + _CODES
)
RULING_HELP = (
    """Stage a new ruling from a form that is filled in.

\b
Examples:
  asn-ingest review form q17 > draft.yaml
  asn-ingest review ruling q17 --form draft.yaml
"""
    + _CODES
)
OUTSIDE_HELP = (
    """Stage an example of what is out of scope.

\b
Examples:
  asn-ingest review outside q21 --text "berapa harga tiket kereta ke Bandung?"
  asn-ingest review outside q22 --class kelas-hr-karier-gaji --text "kapan gaji ke-13 cair?"
"""
    + _CODES
)
DISMISS_HELP = (
    """Take an item out of the queue, and erase its users' words at once.

\b
Examples:
  asn-ingest review dismiss q17
  asn-ingest review dismiss k-medsos-like --reason "sudah dijelaskan pada edisi baru"
"""
    + _CODES
)
APPLY_HELP = (
    """Do what another program asks for, as one JSON object on standard input.

\b
Examples:
  echo '{"act": "dismiss"}' | asn-ingest review apply q17 --json
  echo '{"act": "outside", "text": "harga beras hari ini"}' | asn-ingest review apply q21
"""
    + _CODES
)
ItemName = Annotated[
    str, typer.Argument(metavar="ITEM", help="Such as q17; see asn-ingest review.")
]
Wording = Annotated[
    str,
    typer.Option(
        "--text", metavar="TEXT", help="The example, worded anew. -: read from standard input."
    ),
]

app = typer.Typer(
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback(invoke_without_command=True, help=REVIEW_HELP)
def list_items(
    context: typer.Context,
    kind: Annotated[Kind | None, typer.Option("--kind", help="Only items of this kind.")] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=10_000, help="Items a page.")] = 20,
    page: Annotated[int, typer.Option("--page", min=1, help="Which page.")] = 1,
    as_json: Json = False,
) -> None:
    """List what there is to review."""
    if context.invoked_subcommand is not None:
        return
    from ingest.review.queue import items, open_desk
    from ingest.view.review import list_object, list_text

    with open_desk(load_settings()) as desk:
        found = items(desk, kind)
    shown = found[(page - 1) * limit : page * limit]
    if as_json:
        print_object(list_object(shown, len(found)))
    else:
        typer.echo(list_text(shown, len(found), page, kind))


@app.command(help=SHOW_HELP)
def show(
    item: ItemName,
    as_json: Json = False,
) -> None:
    """Show an item."""
    from ingest.review.nearest import with_nearest
    from ingest.review.queue import item as found_item
    from ingest.review.queue import open_desk
    from ingest.view.review import item_object, item_text

    with open_desk(load_settings()) as desk:
        found = found_item(desk, item)
        if found.kind is not Kind.RULING:
            found = with_nearest(desk.edition(), found)
    if as_json:
        print_object({"item": item_object(found)})
    else:
        typer.echo(item_text(found))


@app.command(help=EXAMPLE_HELP)
def example(
    item: ItemName,
    ruling: Annotated[str, typer.Option("--ruling", metavar="ID", help="A ruling or class.")],
    text: Wording,
    verdict: Annotated[
        str | None,
        typer.Option("--verdict", help="One of its verdicts. Default: its main one."),
    ] = None,
    by: By = None,
    as_json: Json = False,
) -> None:
    """Stage an example of a ruling."""
    from ingest.review.acts import add_example
    from ingest.review.queue import item as found_item
    from ingest.review.queue import open_desk

    with open_desk(load_settings()) as desk:
        found = found_item(desk, item)
        name = add_example(
            desk, found, ruling=ruling, text=_typed(text), verdict=verdict, who=actor(by)
        )
    _told(item, name, as_json)


@app.command(help=FORM_HELP)
def form(item: ItemName) -> None:
    """Write a form for a new ruling."""
    from ingest.review.form import template
    from ingest.review.nearest import with_nearest
    from ingest.review.queue import item as found_item
    from ingest.review.queue import open_desk

    with open_desk(load_settings()) as desk:
        found = with_nearest(desk.edition(), found_item(desk, item))
        typer.echo(template(found, desk.knowledge), nl=False)


@app.command(help=RULING_HELP)
def ruling(
    item: ItemName,
    form: Annotated[
        Path,
        typer.Option("--form", metavar="FILE", dir_okay=False, help="The form, filled in."),
    ],
    by: By = None,
    as_json: Json = False,
) -> None:
    """Stage a new ruling."""
    from ingest.review.acts import add_ruling
    from ingest.review.form import form_of
    from ingest.review.queue import item as found_item
    from ingest.review.queue import open_desk

    try:
        filled = form_of(form.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise StagingError(
            f"{form} cannot be read ({type(error).__name__}). Name the file of the form with --form."
        ) from None
    with open_desk(load_settings()) as desk:
        name = add_ruling(desk, found_item(desk, item), filled, who=actor(by))
    _told(item, name, as_json)


@app.command(help=OUTSIDE_HELP)
def outside(
    item: ItemName,
    text: Wording,
    named: Annotated[
        str | None,
        typer.Option("--class", metavar="ID", help="Which class. Default: other topics."),
    ] = None,
    by: By = None,
    as_json: Json = False,
) -> None:
    """Stage an example of what is out of scope."""
    from ingest.review.acts import put_outside
    from ingest.review.queue import item as found_item
    from ingest.review.queue import open_desk

    with open_desk(load_settings()) as desk:
        found = found_item(desk, item)
        name = put_outside(desk, found, text=_typed(text), named=named, who=actor(by))
    _told(item, name, as_json)


@app.command(help=DISMISS_HELP)
def dismiss(item: ItemName, reason: Reason = None, by: By = None, as_json: Json = False) -> None:
    """Take an item out of the queue."""
    from ingest.review.acts import dismiss as dismiss_item
    from ingest.review.queue import item as found_item
    from ingest.review.queue import open_desk

    with open_desk(load_settings()) as desk:
        found = found_item(desk, item)
        dismiss_item(desk, found, who=actor(by), reason=reason_given(reason))
    _told(item, None, as_json)


@app.command("apply", help=APPLY_HELP)
def apply_act(item: ItemName, by: By = None, as_json: Json = False) -> None:
    """Do what another program asks for."""
    from ingest.review.acts import apply
    from ingest.review.form import handed
    from ingest.review.queue import item as found_item
    from ingest.review.queue import open_desk
    from ingest.tether import handed_over

    act = handed(handed_over())
    with open_desk(load_settings()) as desk:
        name = apply(desk, found_item(desk, item), act, who=actor(by))
    _told(item, name, as_json)


def _typed(text: str) -> str:
    from ingest.tether import handed_over

    return handed_over().strip() if text == "-" else text


def _told(item: str, name: str | None, as_json: bool) -> None:
    if as_json:
        print_object({"item": item, "staged": name})
    elif name is None:
        typer.echo(f"{item} is out of the queue; its users' words are erased.")
    else:
        typer.echo(
            f"Staged {name}. Nothing changes for users yet; {item} comes back if it is discarded. "
            "Then: asn-ingest diff, publish"
        )
