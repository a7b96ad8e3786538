"""``asn-eval judge``: whether what a chat model wrote is supported by what the answers cite."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from evaluation.commands.shared import Json, print_json, show, tell
from evaluation.errors import EvaluationError
from knowledge.errors import SettingsError
from knowledge.settings import Settings, load_settings

if TYPE_CHECKING:
    from evaluation.judge.faithfulness import Faithfulness, ToJudge
    from evaluation.judge.judging import Judge
    from evaluation.judge.labels import Label
    from evaluation.judge.model import ModelJudge
    from evaluation.runs.record import Run
    from knowledge.dataset import Knowledge

JUDGE_HELP = """Judge how faithful the written answers of a run are to their sources.

RUN is an id (asn-eval runs lists them), latest, latest:baseline-rag, or the path of a run's folder.
Headline and text of each answer that a chat model worded are parted into statements; a judge says
for each whether the cited provisions and the ruling support it. Beside the figure stands how far the
judge itself agrees with labelled statements: below a kappa of 0.6 it is not called reliable.

The judge is a chat model, JUDGE_MODEL or --model (extra: chat), and the answers are sent to it. A
second judge goes by words alone, needs no model, and is told beside; --lexical asks only that one.

\b
Examples:
  asn-eval judge latest --model openai:gpt-4o-mini
  asn-eval judge latest --lexical --composed
  asn-eval judge 2026-11-22.3 --json | jq '.judges[] | {judge, faithfulness, reliable}'

\b
Exit codes: 0 judged, reliably or not; 2 wrong usage, or no judge is set; 3 damaged answers or labels;
7 no such run, nothing to judge, or the model does not answer.
"""


def judge(
    run: Annotated[str, typer.Argument(metavar="RUN", help="The run whose answers are judged.")],
    model: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="The judge: <provider>:<model>. Default: JUDGE_MODEL."),
    ] = None,
    lexical: Annotated[
        bool, typer.Option("--lexical", help="Judge by words alone; no model is asked.")
    ] = False,
    composed: Annotated[
        bool, typer.Option("--composed", help="Judge also answers that no model worded.")
    ] = False,
    listed: Annotated[
        int, typer.Option("--list", min=0, metavar="N", help="List up to so many of a judge.")
    ] = 10,
    as_json: Json = False,
) -> None:
    """Judge a run's answers, and the judges."""
    from evaluation.judge.faithfulness import written_answers
    from evaluation.judge.labels import read_labels
    from evaluation.judge.view import faithfulness_table, unsupported_lines, warnings
    from evaluation.runs.store import load_run

    settings = load_settings()
    if lexical and model is not None:
        raise typer.BadParameter("asks no model. Leave --model out.", param_hint="--lexical")
    name = None if lexical else _model_name(settings, model)
    found = load_run(settings, run)
    answers = written_answers(found, _knowledge_of(settings, found), composed=composed)
    if not answers:
        raise EvaluationError(_nothing(found, composed))
    labels = read_labels()
    with _judges(settings, name) as judges:
        judged = asyncio.run(_judged(judges, labels, answers))
    if as_json:
        print_json({"run": found.info.id, "judges": [one.to_dict() for one in judged]})
    else:
        show(faithfulness_table(found.info.id, judged))
        for one in judged:
            if lines := unsupported_lines(one, listed):
                typer.echo(f"\nunsupported, says {one.judge}:\n" + "\n".join(lines))
    for warning in warnings(judged):
        tell(warning)


def _model_name(settings: Settings, named: str | None) -> str:
    """The judge's name: the one named, else the one set."""
    name = named or settings.judge_model or settings.chat_model
    if name is None:
        raise SettingsError(
            "No judge is set. Name a chat model with --model <provider>:<model> or in JUDGE_MODEL, "
            "or judge by words alone: --lexical"
        )
    return name


def _nothing(run: Run, composed: bool) -> str:
    if composed:
        return f"Run {run.info.id} holds no answer that cites anything: there is nothing to judge."
    return (
        f"No answer of run {run.info.id} was written by a chat model. Make such a run: asn-eval run "
        "--model <provider>:<model>; or judge the bot's own words: --composed"
    )


def _knowledge_of(settings: Settings, run: Run) -> Knowledge:
    """That of the run's edition; that of the data files where it is gone."""
    import json

    from knowledge.dataset import BUNDLED, load_knowledge
    from knowledge.edition import editions_folder, restore_knowledge

    path = editions_folder(settings) / run.info.edition / "knowledge.json"
    try:
        knowledge, _ = restore_knowledge(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, KeyError, ValueError):
        tell(
            f"edition {run.info.edition} of the run is no longer readable; its rulings are taken "
            "from the data files"
        )
        return load_knowledge(settings.knowledge_dir or BUNDLED)
    return knowledge


@contextmanager
def _judges(settings: Settings, model: str | None) -> Iterator[Sequence[Judge]]:
    """The judge that needs no model, and before it the model where one is asked."""
    from evaluation.judge.judging import LexicalJudge

    if model is None:
        yield (LexicalJudge(),)
        return
    from evaluation.judge.model import ModelJudge, load_task
    from knowledge.chat import open_chat

    with closing(open_chat(model, settings)) as chat:
        yield (ModelJudge(chat, model, load_task()), LexicalJudge())


async def _judged(
    judges: Sequence[Judge], labels: Sequence[Label], answers: Sequence[ToJudge]
) -> list[Faithfulness]:
    from evaluation.judge.faithfulness import judge_answers
    from evaluation.judge.labels import measure
    from evaluation.judge.model import ModelJudge
    from evaluation.views.progress import watched

    found = []
    for one in judges:
        if isinstance(one, ModelJudge):
            await _require_answers(one, labels[0])
        with watched(f"labels, {one.name}") as progress:
            agreement = await measure(one, labels, progress)
        with watched(f"answers, {one.name}") as progress:
            found.append(await judge_answers(one, agreement, answers, progress))
        if isinstance(one, ModelJudge) and one.failures:
            tell(f"{len(one.failures)} requests to {one.name} failed. The last: {one.failures[-1]}")
    return found


async def _require_answers(judge: ModelJudge, label: Label) -> None:
    """Ask one thing first, so that a model out of reach costs one time limit and not a hundred.

    Raises:
        EvaluationError: it does not answer.
    """
    await judge.judge([label.statement], [label.source])
    if judge.failures:
        raise EvaluationError(
            f"The judge {judge.name} cannot be asked. {judge.failures[-1]} Check CHAT_BASE_URL, "
            "CHAT_API_KEY and CHAT_SECONDS, or judge by words alone: --lexical"
        )
