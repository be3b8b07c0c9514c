"""The claims of the theory, one file each: ``theorems/<chapter>/<name>.py`` declares the claim ``<chapter>.<name>``."""
