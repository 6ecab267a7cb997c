"""次序：proves that the characters of the tree stand in the order of the source, each of them used once.

Every strand of the tree runs forward through the source. Where two of them could use the same characters, it matters
which is looked for first: the one that found none left goes first the next time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from wxpress.inlines import unspaced
from wxpress.ledger import Entry
from wxpress.recover.law.course import Course
from wxpress.recover.law.runs import Run
from wxpress.recover.law.strands import Leaf, Strand, placeless, strands_of
from wxpress.source import Span
from wxpress.tree import Bulletin

_MOST_TURNS = 12
"""So often what found nothing left is put first."""

_TELLING = frozenset({"move", "guess", "decide"})
_Told = tuple[str, Span | None]
"""What an entry names, and the lines that it comes from."""


def first_misplaced(course: Course, bulletin: Bulletin, entries: Sequence[Entry]) -> Leaf | None:
    """The first text of the tree that its lines of the source do not hold in that order; null where there is none.

    Addresses are looked for first and fields last. Where that leads astray, it is the other way round: words of the
    text may read like an address, and those of a field like words of the text.
    """
    moved = _moved(entries)
    strands = list(strands_of(bulletin))
    fields = placeless(bulletin)

    def missing() -> Leaf | None:
        return _first_missing(course, fields, entries)

    misplaced = _misplaced_of(course, strands, moved) or missing()
    if misplaced is None:
        return None
    last = sorted(strands, key=lambda strand: any(leaf.is_address for leaf in strand))
    if (_misplaced_of(course, last, moved) or missing()) and _misplaced_of(course, strands, moved, before=missing):
        return misplaced
    return None


def _misplaced_of(
    course: Course, strands: Sequence[Strand], moved: dict[int, str], before: Callable[[], Leaf | None] = lambda: None
) -> Leaf | None:
    """The first text astray in every order of the strands that is tried, something else being looked for *before*."""
    misplaced = None
    for _ in range(_MOST_TURNS):
        course.release()
        misplaced = before()
        if misplaced:
            break
        strand, misplaced = _first_astray(course, strands, moved)
        if misplaced is None or not _may_go_first(misplaced, strand, strands, moved):
            break
        strands = _with_first(misplaced, strand, strands, moved)
    return misplaced


def _first_astray(course: Course, strands: Iterable[Strand], moved: dict[int, str]) -> tuple[Strand, Leaf | None]:
    for strand in strands:
        misplaced = course.first_misplaced(strand, moved)
        if misplaced:
            return strand, misplaced
    return [], None


def is_moved(leaf: Leaf, moved: dict[int, str]) -> bool:
    """Whether the account says that these words were moved from the line that they name."""
    return leaf.span is not None and unspaced(leaf.text) in moved.get(leaf.span.first, "")


def _may_go_first(leaf: Leaf, strand: Strand, strands: Sequence[Strand], moved: dict[int, str]) -> bool:
    return strand is not strands[0] or (len(strand) > 1 and is_moved(leaf, moved))


def _with_first(leaf: Leaf, strand: Strand, strands: Sequence[Strand], moved: dict[int, str]) -> list[Strand]:
    """The strands with one of them first; of a long one, what was moved there goes first by itself."""
    if len(strand) > 1 and is_moved(leaf, moved):
        return [[leaf], *([other for other in each if other is not leaf] for each in strands)]
    return [strand, *(each for each in strands if each is not strand)]


def _first_missing(course: Course, fields: Sequence[str], entries: Sequence[Entry]) -> Leaf | None:
    """A field that is not there; null where all are, in the lines that its entries name or elsewhere."""
    told = [(unspaced(entry.before + entry.after), entry.span) for entry in entries if entry.kind in _TELLING]
    order = sorted(fields, key=lambda text: not course.stands(unspaced(text)))
    missing = None
    for _ in range(_MOST_TURNS):
        taken: list[Run] = []
        missing = next((text for text in order if not _takes_field(course, text, told, taken)), None)
        if missing is None:
            break
        course.give_back(taken)
        order = [missing, *(text for text in order if text is not missing)]
    return Leaf(missing, None) if missing else None


def _takes_field(course: Course, text: str, told: Sequence[_Told], taken: list[Run]) -> bool:
    """Whether a field is there: as a whole, by its characters in its lines, by its words, or by its characters."""
    whole = unspaced(text)
    runs = _whole(course, whole, told) or _apart(course, whole, told) or _by_words(course, text, told)
    runs = runs or course.takes_apart(whole)
    taken += runs or ()
    return bool(runs)


def _apart(course: Course, text: str, told: Sequence[_Told]) -> list[Run] | None:
    """The characters of *text* in their order, in lines from which entries took it: markup may stand between them."""
    within = (course.takes_apart(text, span) for words, span in told if span and text in words)
    return next(filter(None, within), None)


def _by_words(course: Course, text: str, told: Sequence[_Told]) -> list[Run] | None:
    taken: list[Run] = []
    for word in sorted(text.split(), key=len, reverse=True):
        runs = _whole(course, word, told) or course.takes_apart(word)
        if not runs:
            course.give_back(taken)
            return None
        taken += runs
    return taken


def _whole(course: Course, text: str, told: Sequence[_Told]) -> list[Run] | None:
    """The run that is *text*, in a line from which entries took it if it may be."""
    return course.takes(text, (span for words, span in told if span and text in words))


def _moved(entries: Iterable[Entry]) -> dict[int, str]:
    """What the account says was moved, by the lines that it comes from."""
    texts: defaultdict[tuple[int, int], list[str]] = defaultdict(list)
    for entry in entries:
        if entry.kind == "move" and entry.span:
            texts[entry.span.first, entry.span.last].append(unspaced(entry.after))
    moved: defaultdict[int, str] = defaultdict(str)
    for (first, last), after in texts.items():  # a table of many rows may be moved row by row, all from its own lines
        words = "\n" + "\n".join(after)
        for line in range(first, last + 1):
            moved[line] += words
    return moved
