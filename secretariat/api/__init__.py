"""The API of the organization, and how programs prove who they are."""
