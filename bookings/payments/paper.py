"""A receipt on paper: one page, drawn afresh from what was kept, so that it says the same in ten years."""

from django.utils import translation

from bookings.models import Receipt


def drawn(receipt: Receipt) -> bytes:
    """The page as a PDF, in the language of the receipt."""
    # What draws takes as long to load as half of the site, and so is loaded where something is drawn.
    from bookings.payments.sheet import Page

    with translation.override(receipt.language):
        page = Page(receipt)
        page.draw()
        return bytes(page.output())


def headers(receipt: Receipt) -> dict[str, str]:
    """What goes with it: a name to keep it under, and that nobody on the way keeps it."""
    name = f"{receipt.organisation.slug}-{receipt.year}-{receipt.number}.pdf"
    return {"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "private, no-store"}
