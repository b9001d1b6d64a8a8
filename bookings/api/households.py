"""A household's card is closed over the wire: here, because what its people have booked ends with it."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from bookings import closing
from services.api import households
from services.api.households import GivenReasonShape, HouseholdShape


class Households(households.Households):
    """Your own household, and those of the wardrobes at whose desk you work."""

    @extend_schema(request=GivenReasonShape, responses=HouseholdShape)
    @action(detail=True, methods=["post"])
    def close(self, request: Request, **kwargs: Any) -> Response:
        """The card is good no more: its points go, and what was put aside hangs on the rack again."""
        household = self.get_object()
        return self.again(closing.close(household, self.me, self.read(GivenReasonShape)["reason"]))
