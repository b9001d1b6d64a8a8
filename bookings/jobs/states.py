"""Where a proposal may stand."""

PROPOSED, AGREED = "proposed", "agreed"
REFUSED, PASSED, WITHDRAWN, CLOSED, OBJECTED, GIVEN_BACK = (
    "refused", "passed", "withdrawn", "closed", "objected", "given_back",
)  # fmt: skip
WORKING, WORKED, SAID_BY_PERSON, SAID_BY_DESK, DISPUTED, DONE = (
    "working", "worked", "said_person", "said_desk", "disputed", "done",
)  # fmt: skip
ABSENT, EXCUSED, UNEXPLAINED = "absent", "excused", "unexplained"

OPEN_HOURS = (WORKED, SAID_BY_PERSON, SAID_BY_DESK, DISPUTED)  # the work is over, and its hours are not agreed
