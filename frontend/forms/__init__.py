"""Forms of the pages. They ask what the core says is asked, and add no rules."""
