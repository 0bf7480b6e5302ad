"""How both programs read their one TOML file: all mistakes at once, each as one plain English sentence."""
