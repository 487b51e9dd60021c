"""The demonstration's portfolio: invented plans, projects, reports and numbers, on own subjects."""
