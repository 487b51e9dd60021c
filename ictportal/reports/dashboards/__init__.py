"""The dashboards: one module each, declared on the dashboard shelf."""
