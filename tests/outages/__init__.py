"""The whole service as it runs, with its database stopped, killed or full while people save."""
