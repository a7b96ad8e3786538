"""A share with its interval as a thin bar, for a table's cell."""

from __future__ import annotations

from markupsafe import Markup


def interval_bar(share: float, low: float, high: float, told: str) -> Markup:
    """A bar from 0 to 1 with a whisker from ``low`` to ``high``; as wide as its place."""
    ends = {"s": _per_cent(share), "l": _per_cent(low), "h": _per_cent(high), "t": told}
    return Markup(
        '<svg class="bar" role="img" aria-label="{t}"><title>{t}</title>'
        '<rect class="rail" width="100%" y="4" height="10"/>'
        '<rect class="fill" width="{s}" y="4" height="10"/>'
        '<line class="whisker" x1="{l}" x2="{h}" y1="9" y2="9"/>'
        '<line class="whisker" x1="{l}" x2="{l}" y1="5" y2="13"/>'
        '<line class="whisker" x1="{h}" x2="{h}" y1="5" y2="13"/></svg>'
    ).format(**ends)


def _per_cent(share: float) -> str:
    return f"{100 * min(1.0, max(0.0, share)):.1f}%"
