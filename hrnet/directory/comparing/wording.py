"""What is shared, in words: «both», «2 of 3», «only ENNHRI», «perhaps both»."""

from __future__ import annotations

from django.utils.translation import gettext as _

from hrnet.directory.comparing.lines import Line, Part, Share


def worded(part: Part) -> Part:
    """Write the words of a part and of its lines into it."""
    part.said = count_words(part)
    for line in part.lines:
        line.said = share_words(line)
    return part


def share_words(line: Line) -> str:
    """Return of how many records the line is true, in the reader’s words."""
    known = _known(line.share, line)
    return known if line.share.is_sure else _("perhaps: %(words)s") % {"words": known}


def _known(share: Share, line: Line) -> str:
    if share.code == "all":
        return _("both") if share.all == 2 else _("all %(number)s") % {"number": share.all}
    if share.code == "some":
        return _("%(number)s of %(all)s") % {"number": share.perhaps, "all": share.all}
    owner = next((cell.whose.name for cell in line.cells if cell.entries), "")
    return _("only %(name)s") % {"name": owner}


def count_words(part: Part) -> str:
    """Return how many lines of a part are shared, and how many are of one alone."""
    more = "" if part.is_exact else "+"
    sorts = {
        "all": _("shared by all: %(number)s"),
        "some": _("shared by some: %(number)s"),
        "one": _("of one alone: %(number)s"),
        "perhaps": _("in doubt: %(number)s"),
    }
    told = [
        words % {"number": f"{part.counts[code]}{more if code == 'one' else ''}"}
        for code, words in sorts.items()
        if part.counts[code]
    ]
    return " · ".join(told)
