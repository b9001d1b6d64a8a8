"""The desk of an organisation: what waits, the week, offers, hours, people, and booking for those who call."""
