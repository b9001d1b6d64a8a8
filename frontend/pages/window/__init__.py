"""The own page of a supported person: on a phone, in her language, by account or by the card of the desk."""
