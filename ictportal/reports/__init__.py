"""Dashboards and reports: each is one function that says what there is to say at a moment."""
