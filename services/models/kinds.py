"""What offers know of the kinds of booking: entered by the room above when it is ready."""

from typing import Any

KINDS: dict[str, Any] = {}  # name -> its label
IN_WARDROBES: dict[str, bool] = {}  # name -> whether one chooses from a wardrobe
COUNTED: dict[str, bool] = {}  # name -> whether there are so many of it, and what somebody has is gone for good
PICKED: dict[str, bool] = {}  # name -> whether one picks a start, and how long one has it
DATED: dict[str, bool] = {}  # name -> whether it takes place on dates that the provider announces
SHARED: dict[str, bool] = {}  # name -> whether somebody may take several of the places that it has at a time
GO_OUT: dict[str, bool] = {}  # name -> whether it goes to addresses that the customer names: never at our place
