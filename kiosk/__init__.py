"""The appliance that people touch: the composition root, the API and its pages, the configuration, the commands.

The top floor of an office: it may import everything below, and nothing imports it.
"""
