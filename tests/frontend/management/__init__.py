"""The commands, as people start them."""
