"""The tier above the offices: it collects their facts, shows how each office is, and says who may speak to it.

service     starts everything in order: store, collectors, web
collector   takes what the offices send, and answers when it is in the database
web, cli    what people and programs see and do
pki, enrolment, broker   who may come in over the pipe
"""
