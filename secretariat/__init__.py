"""The organization: entities, documents, sessions, people and their roles."""
