"""What people read: statements in plain text and in LaTeX."""
