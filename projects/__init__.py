"""The portfolio: strategic projects, what they report and what they reached."""
