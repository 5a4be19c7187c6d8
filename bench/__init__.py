"""The same queries against Liaison and against what a user would pick instead."""
