"""Who decides, how often they should meet, and whether they did."""
