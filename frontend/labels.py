"""Labels on sheets that one buys: the QR code, the code in letters, what it is, its size and points."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

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


def drawn(garments: list[Garment], sheet: Sheet, start: int = 1) -> bytes:
    """The sheets as a PDF, in the language of the moment. `start`: the first label of a sheet that was begun."""
    from frontend.label_sheets import Labels  # what draws is loaded where something is drawn, as for receipts

    page = Labels(sheet, (words for garment in garments for words in lines_of(garment)))
    for number, garment in enumerate(garments, start - 1):
        if number == start - 1 or number % sheet.each == 0:
            page.add_page()
        page.label(garment, number % sheet.each)
    return bytes(page.output())


def lines_of(garment: Garment) -> tuple[str, str, str]:
    """The type, the size, the points; a size and its unit stay together."""
    return str(garment.type), garment.size_said, garment.points_said.replace(wording.GAP, " ")
