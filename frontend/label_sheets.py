"""What stands on each label, and where."""

from collections.abc import Iterable

import segno
from django.utils.translation import gettext
from fpdf import FPDF
from fpdf.enums import XPos, YPos

from bookings.payments import typefaces
from frontend.labels import Sheet, lines_of
from frontend.qr import runs
from services.models import Garment

AIR = 4  # millimetres around what is printed: no printer hits exactly, and none prints the edge of the paper


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
