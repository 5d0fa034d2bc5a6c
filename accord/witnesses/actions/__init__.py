"""Every change to keys, to the addresses of the daily head, and to what was mailed."""
