"""The front of the API: its root, figures and flags of all domains, and the change feed."""
