"""The one engine of whatever has a status. The door is `marketplace.lives.engine.take`."""
