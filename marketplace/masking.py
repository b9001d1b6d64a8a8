"""What must not stand in logs is taken out before it is written there."""

import logging
import re

# Real secrets are longer than this, words in addresses are not. Whoever has the address of a feed reads the calendar,
# whoever has the link of a referral refers somebody.
SECRET = re.compile(r"(?<=/calendars/)[^/\s]{20,}|(?<=/casework/refer/)[^/\s]{20,}", re.IGNORECASE)
# What stands behind a question mark is what somebody searched for; an address of mail is somebody.
PERSONAL = re.compile(r"(?<=\?)[^\s\"'?=]+=[^\s\"']*|[\w.+-]+@[\w-]+\.[\w.-]+")


class Secrets(logging.Filter):
    """Lets everything through, without the secrets in addresses: calendar programs ask for them, also when it fails."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = masked(record.getMessage()), ()
        return True


def masked(text: str) -> str:
    return PERSONAL.sub("***", SECRET.sub("***", text))
