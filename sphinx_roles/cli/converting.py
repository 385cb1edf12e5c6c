"""What ``sphinx-roles convert`` does, once help has been shown."""
