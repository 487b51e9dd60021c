"""The speed of the portal over 100,000 recommendations, as ratios against a plain floor."""
