"""What can be booked, over the wire."""
