"""Pages of A4 with text on them, measured in millimetres from where the language begins a line."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from unicodedata import bidirectional

if TYPE_CHECKING:
    from fpdf import FPDF

WIDTH, HEIGHT, MARGIN = 210.0, 297.0, 18.0
WITHIN = WIDTH - 2 * MARGIN
BODY, SMALL = 9.0, 7.5

_BOTTOM = 24.0
_LEAD = 4.6
_STYLES = {"": "400Regular", "B": "700Bold"}
_FAMILIES = {"latin": ("noto-sans", "NotoSans"), "arabic": ("vazirmatn", "Vazirmatn")}
_INK, _QUIET, _LINE, _SUNKEN = (20, 23, 31), (86, 93, 109), (227, 230, 236), (244, 245, 248)


class Sheet:
    """Pages that fill from above; ``y`` is how far."""

    def __init__(self, fonts: Path, language: str, direction: str, *, title: str, author: str, made: datetime) -> None:
        self.y = MARGIN
        self._direction = direction
        self._pdf = _blank()
        self._fonts = fonts
        self._families: set[str] = set()
        self._add("latin")
        self._pdf.set_lang(language)
        self._pdf.set_title(title)
        self._pdf.set_author(author)
        self._pdf.set_creation_date(made)

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return self._pdf.pages_count

    def bytes(self) -> bytes:
        """Give the file."""
        return bytes(self._pdf.output())

    def turn_to(self, page: int) -> None:
        """Go on writing on a page."""
        self._pdf.page = page

    def make_room(self, height: float) -> bool:
        """Begin a page when this would not fit any more, and say whether it did."""
        if self.y + height <= HEIGHT - _BOTTOM:
            return False
        self._pdf.add_page()
        self.y = MARGIN
        return True

    def height(self, text: str, width: float, size: float = BODY) -> float:
        """Say how high a text is in a column."""
        return len(self._wrapped(text, width, size, bold=False, direction=None)) * _lead(size)

    def text(
        self,
        x: float,
        y: float,
        width: float,
        *texts: str,
        size: float = BODY,
        bold: bool = False,
        quiet: bool = False,
        at_end: bool = False,
        own_direction: bool = False,
    ) -> float:
        """Write texts below each other in a column and give where it ends.

        What people wrote runs in a direction of its own, which its first letter says, and begins where all lines do.
        """
        self._pdf.set_text_color(*(_QUIET if quiet else _INK))
        align: Literal["R", "L"] = "R" if at_end is not (self._direction == "rtl") else "L"
        for text in texts:
            for line in self._wrapped(
                text, width, size, bold=bold, direction=None if own_direction else self._direction
            ):
                self._pdf.set_xy(self._across(x, width), y)
                # fpdf2 takes a font for set that it set within a text alone, unless the text has a context of its own.
                with self._pdf.local_context():
                    self._pdf.cell(width, _lead(size), line, align=align)
                y += _lead(size)
        return y

    def figures(
        self,
        y: float,
        columns: Sequence[tuple[float, str]],
        *,
        size: float = BODY,
        bold: bool = False,
        quiet: bool = False,
        inset: float = 2.0,
    ) -> None:
        """Write a row of figures in columns of these widths, which end where the page does."""
        x = WIDTH - MARGIN - sum(width for width, _ in columns) - inset
        for width, text in columns:
            self.text(x, y, width, text, size=size, bold=bold, quiet=quiet, at_end=True)
            x += width

    def band(self, y: float, height: float) -> None:
        """Set a band off from the page."""
        self._pdf.set_fill_color(*_SUNKEN)
        self._pdf.rect(MARGIN, y, WITHIN, height, style="F")

    def rule(self, y: float) -> None:
        """Draw a line across the page."""
        self._pdf.set_draw_color(*_LINE)
        self._pdf.set_line_width(0.2)
        self._pdf.line(MARGIN, y, WIDTH - MARGIN, y)

    def _wrapped(self, text: str, width: float, size: float, *, bold: bool, direction: str | None) -> Sequence[str]:
        if "arabic" not in self._families and any(bidirectional(letter) == "AL" for letter in text):
            self._add("arabic")
            self._pdf.set_fallback_fonts(["arabic"], exact_match=False)
        self._pdf.set_font("latin", "B" if bold else "", size)
        # A ligature would be one letter to whoever searches or copies, and figures below each other are to line up.
        self._pdf.set_text_shaping(True, features={"liga": False, "tnum": True}, direction=direction)
        if self._pdf.get_string_width(text) <= width:
            return [text]
        lines = self._pdf.multi_cell(width, _LEAD, text, dry_run=True, output="LINES", align="L")
        assert isinstance(lines, list)
        return lines

    def _add(self, family: str) -> None:
        """Read a family of letters, half of what a document costs; most documents have no second one."""
        folder, name = _FAMILIES[family]
        for style, weight in _STYLES.items():
            self._pdf.add_font(family, style, self._fonts / folder / weight / f"{name}_{weight}.ttf")
        self._families.add(family)

    def _across(self, x: float, width: float) -> float:
        return WIDTH - x - width if self._direction == "rtl" else x


def _lead(size: float) -> float:
    return _LEAD * max(1.0, size / BODY)


def _blank() -> "FPDF":
    from fpdf import FPDF

    pdf = FPDF(format="A4")
    pdf.set_margins(MARGIN, MARGIN)
    pdf.set_auto_page_break(False)
    pdf.c_margin = 0
    pdf.add_page()
    return pdf
