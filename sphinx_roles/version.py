"""The version of the distribution, known on every floor."""

__version__ = "0.1.0"
