"""What gaproof costs, measured as ratios in one run: ``python -m benchmarks``."""
