"""The memory: statements, history, seals, figures, flags, jobs and imports. Knows nothing of the United Nations."""
