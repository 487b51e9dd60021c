"""Editions: a state of the register, frozen, sealed and issued by a second person for readers."""
