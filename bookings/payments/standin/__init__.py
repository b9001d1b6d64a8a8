"""Stripe without the internet, for the demo and the tests: it keeps what it is told and answers in Stripe's shapes.

It stands below the HTTP client of Stripe's own library, in this process. `server` takes requests, `acting` does what
they ask, `objects` gives the shapes, `cards` says what a card does, `sending` signs and brings webhooks.
"""
