"""What is done: one package a stage, pure modules and one task.py each; stages meet in tables."""
