"""The window itself: shows pages, feels fingers and keys. The only part that imports Kivy, and it decides nothing."""
