"""The shape of what people type about governance. Forms only parse; the actions judge."""
