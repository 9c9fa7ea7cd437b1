"""Who may enter the desk, and what stands before every page."""
