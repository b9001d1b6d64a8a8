"""What happens when a part of the city fails: nothing committed is lost, and it comes back by itself."""
