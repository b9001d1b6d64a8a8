"""What casework knows of the people it supports: sealed, opened by few, and every opening is written down."""
