"""Drawings of the graph of claims."""
