"""The tier above the offices: it collects their facts and reports on them.

Will own the collector, its store, the dashboard and the reports. Nothing of it exists yet.
"""
