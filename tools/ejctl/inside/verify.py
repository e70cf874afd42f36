"""Walks the evidence chains; answers what the log says of each."""

answer(env["ej.log"].verify_chains())
