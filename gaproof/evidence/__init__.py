"""A statement attacked with numbers: models of its hypotheses, campaigns on them, mutants, planted bugs, counterexamples.

Read in this order: ``sequents`` takes a statement apart, ``imposing`` makes hypotheses true, ``laws`` sees to those that no array can
hold, ``dice``, ``patterns`` and ``sampling`` draw models, ``trial`` and ``campaign`` try the statement on them, ``counterexample`` keeps
what refutes it.  ``mutations``, ``mutants`` and ``equivalence``, ``spoils`` and ``program_bugs``, ``second_opinion`` test the tests;
``gathering`` calls all of them.
"""
