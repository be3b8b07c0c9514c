"""A statement attacked with numbers: models of its hypotheses, campaigns on them, mutants, planted bugs, counterexamples.

Read in this order: ``sequents`` takes a statement apart; ``shapes``, ``affine_entries``, ``solutions`` and ``imposing`` make hypotheses
true, ``laws`` sees to those that no array can hold; ``dice``, ``patterns`` and ``sampling`` draw models; ``trial`` and ``campaign`` try the
statement on them, ``counterexample`` keeps what refutes it.  The tests are tested by ``mutations``, ``mutants``, ``equivalence`` (of
mutants that are true) and ``killing``, by ``spoils``, ``program_bugs``, ``second_opinion``, ``machinery`` and ``programs``, by ``foreign``
code.  ``hunting`` searches long for models that refute mutants, ``record`` keeps them.  ``gathering`` calls them all.
"""
