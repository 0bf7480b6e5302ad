"""What is written in the letters between an office and the tier above: batches of facts and the letters around them.

`batch` reads and writes batches, `cutting` cuts a journal into them, `letters` and `orders` are the other letters,
`refusing` says why one could not be read. Both ends use the same code, and neither trusts what the other one wrote.
"""
