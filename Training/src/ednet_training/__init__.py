"""ednet's trainer for GPUs: the same network, crystals and camera in PyTorch."""
