"""What happens on the screens, without a screen: where the person is, what a press means, and every wait.

`flow` is what all screens share; `taking` (first screen), `number`, `giving_back`, `lookup`, `procedure`, `suggesting`,
`writing`, `content`, `dossier`, `staff`, `staff_menu`, `rating` and `faces` hold the view-models of the screens;
`offers` knows which of them there are. They run in the window's thread, are told of the office's state and of time,
and answer `page()`. No Kivy, no pixels, no network: the office is asked through `Errands`.
"""
