"""Bookings and the talk about them, over the wire."""
