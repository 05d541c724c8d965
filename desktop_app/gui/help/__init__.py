"""The help: the words, what needs the internet, and which way suits a task."""
