"""What was promised: datasets, implementation guides, rules and configuration, as data. Imports nothing of ours."""
