"""Pages of the portfolio."""
