"""The look: palettes, fonts, icons and spacing."""
