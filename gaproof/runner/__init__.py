"""Finding claims, proving them in a process of their own, replaying the certificates in another, and the verdict."""
