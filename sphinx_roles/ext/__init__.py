"""All that knows Sphinx: settings, domain, directives, incremental builds and output."""
