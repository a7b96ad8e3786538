"""All that the bot does on Telegram besides answering questions, a module each."""

from __future__ import annotations

from bot.telegram.admin import (
    confirming,
    menu,
    publishing,
    review,
    rollback,
    staged,
    statistics,
    trail,
    upload,
)
from bot.telegram.admin.jobs import Jobs
from bot.telegram.desk import Desk
from bot.telegram.dialogue import Dialogue
from bot.telegram.feature import Features, together
from bot.telegram.features import (
    about,
    answers,
    articles,
    basics,
    check,
    choices,
    comments,
    contact,
    details,
    feedback,
    history,
    memory,
    profile,
    sanctions,
    subscription,
    topics,
)


def all_features(dialogue: Dialogue, desk: Desk) -> Features:
    """Every feature of the bot; a typed text is offered to them in this order."""
    jobs = Jobs(desk)
    return together(
        (
            basics.feature(dialogue),
            topics.feature(dialogue),
            articles.feature(dialogue),
            sanctions.feature(dialogue),
            contact.feature(dialogue),
            about.feature(dialogue),
            check.feature(dialogue),
            profile.feature(dialogue),
            comments.feature(dialogue),
            choices.feature(dialogue),
            answers.feature(dialogue),
            details.feature(dialogue),
            feedback.feature(dialogue),
            history.feature(dialogue),
            memory.feature(dialogue),
            subscription.feature(dialogue),
            statistics.feature(desk),
            review.feature(desk),
            menu.feature(desk),
            trail.feature(desk),
            staged.feature(jobs),
            staged.discard_feature(jobs),
            publishing.feature(jobs),
            publishing.trial_feature(jobs),
            rollback.feature(jobs),
            confirming.feature(jobs),
            *upload.features(jobs),
            jobs.feature(),
        )
    )
