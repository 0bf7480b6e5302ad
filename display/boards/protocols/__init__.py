"""The languages of the boards, one module a maker: framing as pure functions, and a driver over it."""
