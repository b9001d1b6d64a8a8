"""Labels on sheets that one buys: the QR code, the code in letters, what it is, its size and points."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import segno
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from fpdf import FPDF
from fpdf.enums import XPos, YPos

from bookings.payments import typefaces
from frontend.qr import runs
from marketplace import wording
from services.models import Garment


@dataclass(frozen=True)
class Sheet:
    """A4; all in millimetres. `left` and `top`: what the labels leave free at the edges."""

    name: Any  # said in the language of the moment
    columns: int
    rows: int
    width: float
    height: float
    left: float
    top: float

    @property
    def each(self) -> int:
        return self.columns * self.rows


SHEETS = {
    "3x8": Sheet(_("3 x 8 labels, 70 x 37 mm"), 3, 8, 70, 37, 0, 0.5),
    "4x10": Sheet(_("4 x 10 labels, 48.5 x 25.4 mm"), 4, 10, 48.5, 25.4, 8, 21.5),
}
AIR = 4  # around what is printed: no printer hits exactly, and none prints the edge of the paper


def drawn(garments: list[Garment], sheet: Sheet, start: int = 1) -> bytes:
    """The sheets as a PDF, in the language of the moment. `start`: the first label of a sheet that was begun."""
    page = Labels(sheet, (words for garment in garments for words in lines_of(garment)))
    for number, garment in enumerate(garments, start - 1):
        if number == start - 1 or number % sheet.each == 0:
            page.add_page()
        page.label(garment, number % sheet.each)
    return bytes(page.output())


def lines_of(garment: Garment) -> tuple[str, str, str]:
    """The type, the size, the points; a size and its unit stay together."""
    return str(garment.type), garment.size_said, garment.points_said.replace(wording.GAP, " ")


class Labels(FPDF):
    def __init__(self, sheet: Sheet, words: Iterable[str]) -> None:
        super().__init__(format="A4")
        self.sheet = sheet
        self.c_margin = 0
        self.set_margin(0)
        self.set_auto_page_break(False)
        typefaces.provide(self, words)
        self.set_title(gettext("Labels"))

    def label(self, garment: Garment, place: int) -> None:
        """On the place that is so many from the first: along the rows."""
        row, column = divmod(place, self.sheet.columns)
        left, top = self.sheet.left + column * self.sheet.width, self.sheet.top + row * self.sheet.height
        side = self.sheet.height - 2 * AIR
        self.code(garment.label, left + AIR, top + AIR, side)
        self.words(garment, left + side + 1.6 * AIR, top + AIR, self.sheet.width - side - 2.6 * AIR)

    def code(self, text: str, left: float, top: float, side: float) -> None:
        """Dark boxes on the white of the paper, which is its quiet zone."""
        rows = segno.make(text, error="q", micro=False).matrix
        module = side / len(rows)
        self.set_fill_color(0)
        for number, row in enumerate(rows):
            for start, length in runs(row):
                self.rect(left + start * module, top + number * module, length * module, module, style="F")

    def words(self, garment: Garment, left: float, top: float, width: float) -> None:
        kind, size, points = lines_of(garment)
        tall = self.sheet.height / 37
        for text, style, points_tall in ((garment.label, "B", 15), (kind, "", 10), (size, "B", 13), (points, "", 10)):
            height = points_tall * tall * 0.48
            self.fitted(text, style, points_tall * tall, width)
            self.set_xy(left, top)
            self.cell(width, height, text, new_x=XPos.LEFT, new_y=YPos.NEXT)
            top += height + 0.6 * tall

    def fitted(self, text: str, style: str, size: float, width: float) -> None:
        """As large as it goes on one line."""
        self.set_font(typefaces.OURS, style, size)
        wide = self.get_string_width(text)
        if wide > width:
            self.set_font_size(size * width / wide)
