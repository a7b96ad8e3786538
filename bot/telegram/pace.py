"""How long the bot waits for what."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Pace:
    """Waiting times in seconds; the defaults suit Telegram, tests use shorter ones."""

    poll: int = 30
    """How long the server may hold a request for updates while there are none."""
    poll_slack: float = 20.0
    """How long after that a silent server counts as lost."""
    retry_first: float = 1.0
    retry_longest: float = 30.0
    """Pauses after failed polls and failed starts double from the first to the longest."""
    send_retries: tuple[float, ...] = (0.5, 2.0, 5.0)
    """Pauses before a message that the network lost is sent again."""
    flood_retries: int = 5
    """How often a call is repeated after the wait that the server asked for (429)."""
    typing_first: float = 1.0
    """An answer that is ready sooner is not announced: the call would cost as much as sending the answer."""
    typing_wait: float = 1.0
    """How long an answer that is ready waits for the typing indicator's call to end."""
    typing_again: float = 4.5
    """Telegram shows the indicator for five seconds."""
    answer: float = 90.0
    """After this an answer counts as failed."""
    housekeeping: float = 60.0
    """Pause between two erasures of what is too old."""
    progress: float = 3.0
    """Pause between two changes of a message that tells how far work is: Telegram counts each as a message."""
    busy: tuple[float, ...] = (5.0, 10.0, 20.0, 40.0, 60.0)
    """Pauses before work is tried again while another command holds the knowledge."""
    news: float = 20.0
    """Pause between two looks for changes that subscribers are to be told of."""
    news_gap: float = 0.12
    """Pause between two notices: some eight a second, of the thirty messages that Telegram lets a bot send."""
    news_yield: float = 2.0
    """How long at most a notice waits for answers that are under way."""
    news_retry: float = 600.0
    """Pause before a notice that the network lost is sent again."""
    stop: float = 8.0
    """How long answers under way may take once the bot is told to stop. Container managers
    kill after ten seconds by default."""
