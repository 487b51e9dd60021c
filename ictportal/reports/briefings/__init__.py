"""Briefing packs: all that the register holds about one body, project or recommendation."""
