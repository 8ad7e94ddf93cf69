"""Where documents are worked on: in a pool of worker processes on this machine, or on a Ray cluster.

Every engine runs the one function `pipeline.engine.work.work`; only the parent writes to the store.
"""
