"""Read answers about governance for pages, API and exports."""
