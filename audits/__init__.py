"""What the auditors found, what the Administration claims, and what is still open."""
