"""Trains ednet's network for Bravais lattices on a GPU, on simulated EBSD patterns of crystals without end."""
