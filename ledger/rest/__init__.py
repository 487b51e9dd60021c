"""What every endpoint shares: problems, pages, parsing, versions, repeated requests."""
