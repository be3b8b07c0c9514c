"""Small theorems that proofs share, each proved once through the kernel when it is first asked for."""
