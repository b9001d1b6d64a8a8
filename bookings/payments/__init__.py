"""Who pays what: the plan that is shown before asking, the shares that are kept of it, and what becomes of them."""
