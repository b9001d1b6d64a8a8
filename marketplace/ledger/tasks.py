"""Every night the book is checked."""

from procrastinate.contrib.django import app

from marketplace.ledger import checking


class BookDiffers(Exception):
    """The book does not agree with itself. As a failed task it is counted by /health/ and stands in the log."""


@app.periodic(cron="20 3 * * *")
@app.task(name="ledger.check_book", queueing_lock="ledger.check_book")
def every_night(timestamp: int) -> None:
    if differences := list(checking.differences()):
        raise BookDiffers("\n".join(differences))
