"""What the tier sends down: what people wrote, what each office gets of it, and the thread that posts it.

    documents (who wrote what for whom) → composing (what one office gets) → letters (signed, numbered) → sender

`composing` decides and touches nothing. The broker holds nothing that we depend on: after each connection everything
that is in force is posted anew.
"""
