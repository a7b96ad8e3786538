"""The grounds and sanctions of an answer: those of its ruling, its branch and the asker's status."""

from __future__ import annotations

import re
from collections.abc import Iterable

from knowledge.model import Branch, Ruling, StatusModifier

_PROVISION = re.compile(r"^[a-z0-9-]+(:[a-z0-9-]+)+$")
_FEWEST_GROUNDS = 2


def is_provision(sanction: str) -> bool:
    """Whether a sanction is a provision's id rather than a plain sentence."""
    return _PROVISION.match(sanction) is not None


def basis_ids(ruling: Ruling, branch: Branch | None, status: StatusModifier | None) -> list[str]:
    """The provisions that the answer rests on, the most specific first."""
    own = [*(branch.basis if branch else ()), *ruling.basis]
    if branch is not None and branch.verdict is not ruling.verdict and len(branch.basis) >= 3:
        own = list(branch.basis)
    if status is not None:
        binding = [i for i in own if i.split(":")[0] not in status.replaces]
        own = binding if len(binding) >= _FEWEST_GROUNDS else own
        own = [own[0], *status.basis, *own[1:]]
    return list(dict.fromkeys(own))


def sanction_ids(ruling: Ruling, branch: Branch | None, status: StatusModifier | None) -> list[str]:
    """What a breach leads to, without sanctions of law that does not bind the asker."""
    own = list(ruling.sanctions)
    if branch is not None and (branch.sanctions or branch.verdict is not ruling.verdict):
        own = list(branch.sanctions)
    if status is not None:
        if status.sanctions and own:
            own = [*status.sanctions, *own]
        own = [s for s in own if not _rests_on(s, status.replaces)]
    return list(dict.fromkeys(own))


def _rests_on(sanction: str, regulations: Iterable[str]) -> bool:
    """Whether a sanction stands in one of the regulations, or is a sentence that names one."""
    if is_provision(sanction):
        return sanction.split(":")[0] in regulations
    return any(_named(regulation) in sanction for regulation in regulations)


def _named(regulation: str) -> str:
    """How a sentence names a numbered regulation: ``PP 94/2021``."""
    kind, number, year = regulation.rsplit("-", 2)
    return f"{kind.upper()} {number}/{year}"
