"""What every room that asks models shares: which models there are, how they are asked, and how an answer is shown."""
