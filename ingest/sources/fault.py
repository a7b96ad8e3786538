"""What goes wrong between us and a server, in one line each that says what to do next."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpcore

from knowledge.errors import SourceError

FILE_INSTEAD = "or save the document with a browser and add the file"
# RFC 9110, 15: what the status means for someone who wants the document.
_STATUS = {
    401: f"wants a login (401). Look for a public address, {FILE_INSTEAD}.",
    403: f"does not let programs have it (403). Look for another address, {FILE_INSTEAD}.",
    404: "has no such document (404). Check the address.",
    410: "no longer has the document (410). Look for another address.",
}


class HttpFault(SourceError):
    """A server could not be reached, or did not answer with the document."""

    def __init__(
        self,
        message: str,
        *,
        status: int | None = None,
        passing: bool = False,
        retry_after: float | None = None,
        sample: bytes = b"",
    ) -> None:
        super().__init__(message)
        self.status = status
        self.passing = passing
        """Whether it may be over when the request is repeated."""
        self.retry_after = retry_after
        """Seconds that the server asks to wait."""
        self.sample = sample
        """The beginning of the answer."""


def refused(address: str, status: int, retry_after: float | None, sample: bytes) -> HttpFault:
    """The fault for an answer with a status other than 200."""
    passing = status == 429 or status >= 500
    when = "later" if retry_after is None else f"in {retry_after:.0f} s or later"
    if status == 429:
        meaning = f"has had too many requests (429). Try again {when}, {FILE_INSTEAD}."
    elif status >= 500:
        meaning = f"has a fault of its own ({status}). Try again {when}, {FILE_INSTEAD}."
    else:
        meaning = _STATUS.get(status, f"did not send the document (status {status}).")
    return HttpFault(
        f"The server of {address} {meaning}",
        status=status,
        passing=passing,
        retry_after=retry_after,
        sample=sample,
    )


def failed(address: str, error: Exception) -> HttpFault:
    """The fault for a request that got no answer, or not all of it."""
    if any(isinstance(cause, ssl.SSLError) for cause in _causes(error)):
        return HttpFault(
            f"No secure connection for {address}: the server's certificate or encryption is not "
            f"accepted ({_reason(error)}). Check the address, {FILE_INSTEAD}."
        )
    if isinstance(error, httpcore.ConnectTimeout | httpcore.ConnectError):
        return HttpFault(
            f"The server of {address} cannot be reached. Check the network, try again later, "
            f"{FILE_INSTEAD}.",
            passing=True,
        )
    if isinstance(error, httpcore.TimeoutException):
        return HttpFault(f"The server of {address} is too slow. Try again later, {FILE_INSTEAD}.")
    return HttpFault(
        f"The transfer of {address} broke off. Try again later, {FILE_INSTEAD}.", passing=True
    )


def wait_asked(value: str | None, now: datetime | None = None) -> float | None:
    """The seconds of a Retry-After header: a number, or a date (RFC 9110, 10.2.3)."""
    if value is None:
        return None
    text = value.strip()
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        date = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return None
    if date.tzinfo is None:
        date = date.replace(tzinfo=UTC)
    return max(0.0, (date - (now or datetime.now(UTC))).total_seconds())


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _reason(error: Exception) -> str:
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return cause.verify_message
    return "TLS failure"
