"""Whether the same person may come again, over the wire: for whoever the work was for, and for nobody else."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from bookings.api.photos import Photos
from bookings.jobs import again
from bookings.models import Booking
from marketplace.api.shapes import Shape
from marketplace.organisations.keys import key_used


class HelpedShape(serializers.Serializer):
    """Somebody who came to help. `again`: what you said; null: nothing. It is told to nobody."""

    proposal = serializers.IntegerField()
    name = serializers.CharField(help_text="The first name.")
    again = serializers.BooleanField(allow_null=True)


class SayAgainShape(Shape):
    """True: the same person again, please. False: rather somebody else. Null takes it back."""

    proposal = serializers.IntegerField(min_value=1, max_value=2**63 - 1)
    again = serializers.BooleanField(allow_null=True)


class SamePerson(Photos):
    """For the viewset of bookings: what is asked once helpers have been there. No key opens this."""

    def yours(self) -> Booking:
        """The booking, if it was for you. Raises Http404 for its desk, too."""
        booking = self.get_object()
        if key_used(self.request) or not again.was_for(booking, self.me):
            raise Http404
        return booking

    @extend_schema(responses=HelpedShape(many=True))
    @action(detail=True, filter_backends=[], pagination_class=None)
    def helped(self, request: Request, **kwargs: Any) -> Response:
        """Who came to help, once the work is over."""
        return Response(HelpedShape(again.helped(self.yours(), self.me), many=True).data)

    @extend_schema(request=SayAgainShape, responses=HelpedShape(many=True))
    @helped.mapping.post
    def say_again(self, request: Request, **kwargs: Any) -> Response:
        """Say whether you would like the same person another time. The last word counts."""
        booking, given = self.yours(), self.read(SayAgainShape)
        proposal = get_object_or_404(again.came_to(booking, self.me), pk=given["proposal"])
        again.say(booking, proposal, self.me, given["again"])
        return Response(HelpedShape(again.helped(booking, self.me), many=True).data)
