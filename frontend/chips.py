"""Filters as links, with the number of what each would show."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Chip:
    """A filter as a link."""

    label: str
    href: str
    on: bool = False
    number: int | None = None  # of offers that it would show
    more: bool = False  # at least so many
    goes_off: bool = False  # pressed again, where others of its sort stay on; else another one takes its place

    @property
    def none(self) -> bool:
        """It would show nothing."""
        return self.number == 0 and not self.more and not self.on

    @property
    def said(self) -> str:
        """Its number; nothing where none of those that were counted has it, and others may."""
        if self.number is None or (self.more and not self.number):
            return ""
        return f"({self.number}+)" if self.more else f"({self.number})"


@dataclass(frozen=True)
class Group:
    """Filters of one sort under "More filters"."""

    name: str
    chips: list[Chip]
    note: str = ""
