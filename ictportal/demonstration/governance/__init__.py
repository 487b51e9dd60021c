"""The demonstration's governance: invented bodies, meetings, requests, policies, authority."""
