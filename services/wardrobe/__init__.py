"""Clothes: what a wardrobe's rules say, taking in, households and their points, and what hangs on the rack."""
