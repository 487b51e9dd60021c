"""What happens in the demonstration."""


def lay_ground() -> None:
    """Entities, the oversight body, its reports."""


def tell() -> None:
    """Eight years of recommendations."""
