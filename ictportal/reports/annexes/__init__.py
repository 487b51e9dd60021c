"""Reports in the forms in which the United Nations follows recommendations up: one module each."""
