"""Signing by hand: sheets are printed, signed on paper, scanned, and confirmed by a witness."""
