"""The demonstration layer: made up to try the portal, made by calling the real actions."""
