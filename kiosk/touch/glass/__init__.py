"""The window itself: draws sheets, feels fingers and keys. The only part that imports Kivy, and it decides nothing."""
