"""Stub."""


def plain(node):
    return node.key
