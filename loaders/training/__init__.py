"""Training of the encoder: annotated articles, the model, and the command that makes the shipped weights."""
