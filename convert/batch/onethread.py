"""Imported before numpy is, it makes numpy compute in one thread, unless the environment says otherwise.

Our matrices are small, and processes share the processors already. Where each has a thread a processor beside it, these
wait by spinning: a run on a busy machine with two processors took 1.7 times the processor time.
"""

import os

for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"):
    os.environ.setdefault(_name, "1")
