"""What stands on the page of a receipt, and where."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from fpdf import FPDF
from fpdf.enums import Align, XPos, YPos

from bookings.models import Receipt
from bookings.payments import typefaces
from marketplace import wording

INK, SOFT, PETROL, LINE = (22, 48, 47), (79, 97, 93), (17, 72, 74), (224, 212, 188)  # as in frontend/styles/tokens.css
EDGE, WIDTH, RIGHT = 24, 162, 38  # millimetres: around the page, between its edges, the column of amounts
HOW = {
    "card": lambda: _("Paid by card"),
    "on_site": lambda: _("Paid on site"),
    "bank": lambda: _("Paid by bank transfer"),
    "bundle": lambda: _("Paid at the desk"),
}


def written(told: Any) -> Iterator[str]:
    """All words in what a receipt says, however deep."""
    if isinstance(told, str):
        yield told
    elif isinstance(told, dict | list):
        for part in told.values() if isinstance(told, dict) else told:
            yield from written(part)


class Page(FPDF):
    """A4. Each part writes below the one before."""

    def __init__(self, receipt: Receipt) -> None:
        super().__init__(format="A4")
        self.receipt, self.told = receipt, receipt.facts
        self.set_margins(EDGE, EDGE)
        self.c_margin = 0  # words begin where lines begin
        self.set_auto_page_break(True, EDGE)
        typefaces.provide(self, (receipt.title, *written(self.told)))
        self.set_lang(receipt.language)
        self.set_title(f"{self.receipt.title}, {self.told['organisation']}")
        self.set_author(self.told["organisation"])
        self.set_creation_date(receipt.issued_at)
        self.add_page()

    def draw(self) -> None:
        self.sender()
        self.title_lines()
        self.amounts()
        self.notes()

    def sender(self) -> None:
        self.say(self.told["organisation"], 15, "B", PETROL)
        for line in self.told["contact"]:
            self.say(line, 9.5, colour=SOFT)
        self.rule(7)

    def title_lines(self) -> None:
        self.say(self.receipt.title, 25, "B")
        self.say(wording.day_in_full(self.receipt.issued_at, self.receipt.organisation.tz), 11, colour=SOFT)
        if self.receipt.corrects:
            self.say(_("Corrects receipt %(number)s") % {"number": self.receipt.corrects.called}, 11, colour=SOFT)
        self.ln(8)
        self.say(_("Given back to") if self.receipt.is_credit_note else _("Received from"), 9.5, colour=SOFT)
        self.say(self.told["person"], 13, "B")
        self.ln(8)

    def amounts(self) -> None:
        told = self.told
        self.row(told["what"], told["price"], "B")
        booking = _("Booking %(reference)s") % told
        for words in (told["when"], booking) if told["reference"] else ():
            self.say(words, 10, colour=SOFT)
        self.ln(2)
        if told["kept"] is not None:
            self.row(_("Due of it in the end"), told["kept"])
        for name, cents in told["carried"]:
            self.row(_("%(name)s pays") % {"name": name}, -cents)
        self.rule(3)
        self.row(_("Given back") if self.receipt.is_credit_note else _("Received"), self.receipt.cents, "B", 14)
        self.rule(3)

    def notes(self) -> None:
        how = str(HOW[self.told["how"]]())
        self.say(f"{how}, {self.told['card']}" if self.told["card"] else how, 10)
        self.ln(8)
        self.say(_("This page says what was paid. It is not an invoice."), 9.5, colour=SOFT)
        if settings.DEMO:
            self.say(_("People and figures on this page are invented."), 9.5, colour=SOFT)

    def say(self, words: str, size: float, style: str = "", colour: tuple[int, int, int] = INK) -> None:
        self.pen(size, style, colour)
        self.multi_cell(
            WIDTH, size * 0.5, words.replace(wording.JOIN, ""), align=Align.L, new_x=XPos.LMARGIN, new_y=YPos.NEXT
        )

    def row(self, words: str, cents: int, style: str = "", size: float = 11) -> None:
        """Words that may take several lines, and beside the first an amount."""
        self.pen(size, style, INK)
        top = self.get_y()
        self.set_x(EDGE + WIDTH - RIGHT)
        self.cell(RIGHT, size * 0.55, wording.euro(cents), align=Align.R)
        self.set_xy(EDGE, top)
        self.multi_cell(
            WIDTH - RIGHT, size * 0.55, words, align=Align.L, new_x=XPos.LMARGIN, new_y=YPos.NEXT, padding=(0, 0, 1)
        )

    def rule(self, air: float) -> None:
        self.ln(air)
        self.set_draw_color(*LINE)
        self.line(EDGE, self.get_y(), EDGE + WIDTH, self.get_y())
        self.ln(air)

    def pen(self, size: float, style: str, colour: tuple[int, int, int]) -> None:
        self.set_font(typefaces.OURS, style, size)
        self.set_text_color(*colour)
