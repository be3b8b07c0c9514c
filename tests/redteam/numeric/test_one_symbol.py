"""One symbol of a theorem file is changed: what it then says is refuted, by the campaign or by the search of the standard level.

The text of the file is changed before it is read, so that the statement comes about as a user's mistake would.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from gaproof import library
from gaproof.claim import Claim, Part
from gaproof.evidence.campaign import campaign
from gaproof.evidence.settings import Settings
from gaproof.exact import counterexample
from gaproof.library import find

THEOREMS = Path(__file__).resolve().parents[3] / "theorems"
# claim: what stands in its file once, and what stands there by mistake
CHANGES: dict[str, list[tuple[str, str]]] = {
    "anchor.free_energy": [
        ("shows=And(Le(masses, kl(u[j], v[j], j)), only_at_v)", "shows=And(Le(kl(u[j], v[j], j), masses), only_at_v)"),
        ("masses = Sum(u[j], j) - Sum(v[j], j)", "masses = Sum(u[j], j) + Sum(v[j], j)"),
        ("Eq(free(p[j]), log_z - kl(p[j], alpha, j)))", "Eq(free(p[j]), log_z - kl(alpha, p[j], j)))"),
        ("Sum(p * s[j] / tau, j) - kl(p, pi[j], j)", "Sum(p * s[j] * tau, j) - kl(p, pi[j], j)"),
        ("Eq(Sum(alpha, j), 1)))", "Eq(Sum(alpha, j), 2)))"),
        ("shows=Eq(free(alpha), log_z)", "shows=Lt(free(alpha), log_z)"),
        ("Le(free(p[j]), log_z)))", "Le(log_z, free(p[j]))))"),
    ],
    "anchor.jacobian": [
        ("alpha(at) * delta(at, by) - alpha(at) * alpha(by)", "alpha(at) * delta(at, by) + alpha(at) * alpha(by)"),
        ("alpha(at) * delta(at, by) - alpha(at) * alpha(by)", "alpha(at) * delta(at, by) - alpha(at) * alpha(at)"),
        ("alpha(at) * delta(at, by) - alpha(at) * alpha(by)", "alpha(by) * delta(at, by) - alpha(at)"),
        ("Sum(jacobian(at, k) * x[k], k)", "Sum(jacobian(at, k) * s[k], k)"),
        ("rest = change - applied(j)", "rest = change + applied(j)"),
        ("shows=ForAll(j, within(rest, 12 * alpha(j)", "shows=ForAll(j, within(rest, h * alpha(j)"),
        ("Le(16 * h * h, tau * tau)", "Le(h, tau * tau)"),
    ],
    "anchor.ratio_unique": [
        ("Eq(p[j] / p[k], v[j] / v[k])", "Eq(p[j] / p[k], v[k] / v[j])"),
        ("Eq(p[j] / p[k], v[j] / v[k])", "Eq(p[j] * p[k], v[j] * v[k])"),
        ("Eq(Sum(p[j], j), 1), ForAll", "Eq(Sum(p[j], j), 2), ForAll"),
        ("Eq(p[j], mass_anchor(v[j], j)))", "Eq(p[k], mass_anchor(v[j], j)))"),
    ],
    "anchor.row": [
        ("Eq(Sum(anchored, j), 1)))", "Eq(Sum(anchored, j), m)))"),
        ("Eq(target, d[i] * kernel)", "Eq(target, d[i] / kernel)"),
        ("Eq(target, d[i] * kernel)", "Eq(target, d[i] + kernel)"),
        ("only = ForAll((i, j), Eq(A[i, j], row_anchor(L[i, j], j)))", "only = ForAll((i, j), Eq(A[i, j], L[i, j]))"),
        ("Eq(A[i, j], d[i] * L[i, j])))\nunique", "Eq(A[i, j], d[i] / L[i, j])))\nunique"),
        ("Eq(row_anchor(d[i] * K[i, j], j), anchored)", "Eq(row_anchor(d[i] + K[i, j], j), anchored)"),
    ],
    "anchor.shift": [
        ("        ForAll((i, j), Eq(A(s[i, j]), A(t[i, j]))),\n", "        Exists((i, j), Eq(A(s[i, j]), A(t[i, j]))),\n"),
        ("Eq(A(s[i, j] + c[i]), A(s[i, j])))", "Eq(A(s[i, j] * c[i]), A(s[i, j])))"),
        ("Eq(A(s[i, j] + c[i]), A(s[i, j])))", "Eq(A(s[i, j] + b[j]), A(s[i, j])))"),
        ("Eq(A(s[i, j] + c[i]), A(s[i, j])))", "Eq(A(s[i, j] + c[i]), A(t[i, j])))"),
        ("            Eq(log(A(s[i, j])) - log(A(s[i, k], k))", "            Eq(log(A(s[i, j])) + log(A(s[i, k], k))"),
        (
            "(s[i, j] - s[i, k]) / tau + log(kappa[i, j]) - log(kappa[i, k])),",
            "(s[i, j] - s[i, k]) * tau + log(kappa[i, j]) - log(kappa[i, k])),",
        ),
        (
            "(s[i, j] - s[i, k]) / tau + log(kappa[i, j]) - log(kappa[i, k])),",
            "(s[i, j] - s[i, k]) / tau + log(kappa[i, j]) + log(kappa[i, k])),",
        ),
    ],
    "carrier.live_rows": [
        ("any_sign = Exists(d, ForAll(i, Eq(Sum(d[i]", "any_sign = Exists(d, ForAll(i, Lt(Sum(d[i]"),
        ("ForAll(i, Eq(Sum(d[i] * K[i, j], j), 1))))", "ForAll(i, Eq(Sum(d[i] * K[i, j], j), 0))))"),
        ("ForAll(i, Eq(Sum(d[i] * K[i, j], j), 1))))", "ForAll((i, j), Eq(d[i] * K[i, j], 1))))"),
    ],
    "carrier.restriction": [
        ("conditioned = N[i, j] * A / Sum(N[i, j] * A, j)", "conditioned = N[i, j] * A / Sum(M[i, j] * A, j)"),
        ("conditioned = N[i, j] * A / Sum(N[i, j] * A, j)", "conditioned = A / Sum(N[i, j] * A, j)"),
        ("Eq(N[i, j], 1), Eq(M[i, j], 1)))", "Eq(M[i, j], 1), Eq(N[i, j], 1)))"),
        ("Eq(N[i, j], 1), Eq(M[i, j], 1)))", "Eq(N[i, j], 0), Eq(M[i, j], 1)))"),
        ("A = row_anchor(wide[i, j], j)", "A = row_anchor(wide[i, j], i)"),
    ],
    "depth.coarse_logsumexp": [
        ("return Sum(delta(of(j), block) * M[i, j] * exp(-U", "return Sum(delta(of(j), block) * M[i, j] * exp(U"),
        ("return Sum(delta(of(j), block) * M[i, j]", "return Sum(delta(of(j), block) * U[i, j]"),
        ("return -tau * log(weight(block))", "return tau * log(weight(block))"),
        ("return -tau * log(weight(block))", "return -log(weight(block))"),
        ("Iff(Eq(N[i, c], 1), meets(c))", "Iff(Eq(N[i, c], 0), meets(c))"),
        ("fine = softmax(-U[i, j], over=j, mask=M[i, j], temperature=tau)", "fine = softmax(-U[i, j], over=j, mask=M[i, j])"),
        ("shows=ForAll((i, c), Eq(Sum(delta(pi(j), c) * fine, j)", "shows=ForAll((i, c), Eq(Sum(fine, j)"),
    ],
    "interaction.chart_gauge": [
        ("Eq(Sum(G[c, e] * H[e, d], e), delta(c, d))", "Eq(Sum(G[c, e] * H[e, d], e), 2 * delta(c, d))"),
        ("Eq(Sum(G[c, e] * H[e, d], e), delta(c, d))", "Eq(Sum(G[c, e] / H[e, d], e), delta(c, d))"),
        ("Sum(K[j, d] * H[c, d], d)))  #", "Sum(K[j, d] * H[d, c], d)))  #"),
        ("Sum(K[j, d] * H[c, d], d)))  #", "Sum(K[j, d] * G[c, d], d)))  #"),
        ("ForAll((c, d), Eq(G[c, d], G2[c, d]))", "ForAll((c, d), Eq(G[c, d], G2[d, c]))"),
        ("ForAll((c, d), Eq(G[c, d], G2[c, d]))", "ForAll((c, d), Eq(G[c, d], H[c, d]))"),
    ],
    "interaction.decomposition": [
        ("Sum(S(i, j), i, j) / (n * m)", "Sum(S(i, j), i, j) / (n + m)"),
        ("Sum(S(i, j), i, j) / (n * m)", "Sum(S(i, j), i, j) / n"),
        ("Sum(S(i, j), j) / m - grand_mean(S)", "Sum(S(i, j), j) / n - grand_mean(S)"),
        ("Sum(S(i, j), i) / n - grand_mean(S)", "Sum(S(i, j), i) / n + grand_mean(S)"),
        ("S(i, j) - grand_mean(S) - row_effect(S, i) - column_effect(S, j)", "S(i, j) - row_effect(S, i) - column_effect(S, j)"),
        ("Eq(S[i, j], mu + a(i) + b(j) + T(i, j))", "Eq(S[i, j], mu + a(i) - b(j) + T(i, j))"),
        ("Eq(S[i, j], r[i] + c[j])", "Eq(S[i, j], r[i] * c[j])"),
        ("k, l), n + m - 1))", "k, l), n * m - 1))"),
        ("k, l), n + m - 1))", "k, l), n + m + 1))"),
    ],
    "interaction.ky_fan": [
        ("+ lam[r] * (Sum(h[k], k) - Sum(w[k], k))", "- lam[r] * (Sum(h[k], k) - Sum(w[k], k))"),
        ("Sum((1 - h[k]) * (lam[r] - lam[k]) * w[k], k)", "Sum((1 - h[k]) * (lam[k] - lam[r]) * w[k], k)"),
        ("shows=Le(collected, largest))", "shows=Le(largest, collected))"),
        ("Implies(Le(pos[k], pos[l]), Le(lam[l], lam[k]))", "Implies(Le(pos[k], pos[l]), Le(lam[k], lam[l]))"),
    ],
    "link.exponential": [
        ("beta = -log(ell(1))", "beta = log(ell(1))"),
        ("beta = -log(ell(1))", "beta = -log(ell(2))"),
        ("law = ForAll(w, Eq(ell(w), Exponential(beta)(w)))", "law = ForAll(w, Lt(ell(w), Exponential(beta)(w)))"),
        ("law = ForAll(w, Eq(ell(w), Exponential(beta)(w)))", "law = ForAll((w, x), Eq(ell(w), Exponential(beta)(x)))"),
    ],
    "link.positive": [
        ("shows=Eq(ell(0), 1))", "shows=Eq(ell(1), 1))"),
        ("shows=Eq(ell(0), 1))", "shows=Eq(ell(0), 0))"),
        ("shows=ForAll(x, Lt(0, ell(x))))", "shows=ForAll(x, Lt(1, ell(x))))"),
        ("shows=ForAll(x, Lt(0, ell(x))))", "shows=ForAll(x, Lt(ell(x), 0)))"),
        ("shows=ForAll(x, Eq(ell(-x), 1 / ell(x))))", "shows=ForAll(x, Eq(ell(x), 1 / ell(x))))"),
    ],
    "link.rational_power": [
        ("shows=everywhere(Eq(ell(q * x), exp(q * log(ell(x)))))", "shows=everywhere(Eq(ell(q * x), exp(q + log(ell(x)))))"),
        ("shows=everywhere(Eq(ell(q * x), exp(q * log(ell(x)))))", "shows=everywhere(Eq(ell(q + x), exp(q * log(ell(x)))))"),
        ("shows=everywhere(Eq(ell(q * x), exp(q * log(ell(x)))))", "shows=everywhere(Eq(ell(q * x), q * log(ell(x))))"),
    ],
    "probe.row_ratio": [
        ("Eq(L[i, j], factor[i] * K[i, j])", "Eq(L[i, j], factor[i] + K[i, j])"),
        ("Eq(L[i, j], factor[i] * K[i, j])", "Eq(L[i, j], factor[i] / K[i, j])"),
        ("ForAll(i, Lt(0, d[i]))", "ForAll(i, Lt(d[i], 0))"),
        ("shows=ForAll(i, Eq(c[i], d[i])))", "shows=ForAll(i, Lt(c[i], d[i])))"),
        ("shows=ForAll(i, Eq(c[i], d[i])))", "shows=ForAll(i, Eq(c[i], 0)))"),
    ],
}
SURVIVE = [  # false, and not refuted: the hypotheses are met too seldom, or what is said to exist must be shown to be nowhere
    ("interaction.ky_fan", '"to 1": ForAll(k, Le(w[k], 1))', '"to 1": ForAll(k, Le(w[k], 2))'),
    (
        "anchor.shift",
        "            And(Eq(M[i, j], 1), Eq(M[i, k], 1)),\n            Eq",
        "            And(Eq(M[i, j], 1), Eq(M[i, j], 1)),\n            Eq",
    ),
]
ALL = [(claim, old, new) for claim, changes in CHANGES.items() for old, new in changes]


def changed(id: str, old: str, new: str) -> Iterator[Part]:
    """The parts of a claim that say something else once its file is changed."""
    file = THEOREMS.joinpath(*id.split(".")).with_suffix(".py")
    text, before = file.read_text(encoding="utf-8"), find(id)
    assert 1 == text.count(old), f"{file} changed: make the change where its text went"
    assert isinstance(before, Claim)
    known = {name: part.statement.digest for name, part in before.parts.items()}
    try:
        exec(compile(text.replace(old, new), str(file), "exec"), {"__name__": "changed", "__file__": str(file)})
    finally:
        after = library.declared[id].pop()
    assert isinstance(after, Claim)
    yield from (part for name, part in after.parts.items() if part.statement.digest != known[name])


def refuted(part: Part, settings: Settings) -> bool:
    """As ``gaproof check`` refutes it, without the witnesses of a proof that does not go through any more."""
    tally = campaign(part.statement, settings.effort, settings.seed, settings.balls)
    return (
        tally.refutation is not None
        or counterexample(part.statement, attempts=2 if tally.models and not tally.unreached else 6) is not None
    )


@pytest.mark.parametrize(("claim", "old", "new"), ALL, ids=lambda text: text)
def test_a_changed_symbol_is_refuted(claim: str, old: str, new: str) -> None:
    parts = list(changed(claim, old, new))
    assert parts, "it says the same"
    assert any(refuted(part, Settings(level="standard")) for part in parts)


@pytest.mark.parametrize(("claim", "old", "new"), SURVIVE, ids=lambda text: text)
def test_these_changes_survive(claim: str, old: str, new: str) -> None:
    """Once one is refuted, it belongs to the others."""
    assert not any(refuted(part, Settings(level="standard")) for part in changed(claim, old, new))
