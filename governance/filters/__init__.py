"""The filters of governance: page, API, export and figures use the same."""
