"""Pictures of the graph of claims."""
