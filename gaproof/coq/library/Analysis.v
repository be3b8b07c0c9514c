(* Axioms of certificates that are theorems of Coq's real numbers. *)
From Gaproof Require Import Steps.
Open Scope R_scope.

Lemma completeness (q : nat -> R) :
  (exists B, forall n, q n <= B) ->
  exists s, (forall n, q n <= s) /\ (forall B, (forall n, q n <= B) -> s <= B).
Proof.
  intros [B hB]. destruct (Raxioms.completeness (fun x => exists n, x = q n)) as [s [up least]].
  - exists B. intros x [n ->]. apply hB.
  - exists (q O). exists O. reflexivity.
  - exists s. split.
    + intro n. apply up. exists n. reflexivity.
    + intros C hC. apply least. intros x [n ->]. apply hC.
Qed.

Lemma zero_derivative (F : R -> R) :
  (forall t epsilon, 0 < epsilon -> exists delta, 0 < delta /\ forall h, h <> 0 -> (-1) * delta <= h -> h <= delta ->
     0 + (-1) * epsilon <= (F (t + h) + (-1) * F t) * / h /\ (F (t + h) + (-1) * F t) * / h <= 0 + epsilon) ->
  forall t u, F t = F u.
Proof.
  intro H.
  assert (D : forall t, derivable_pt_lim F t 0).
  { intros t eps he. destruct (H t (eps / 2) ltac:(lra)) as [d [hd K]]. exists (mkposreal d hd). intros h hn hs. simpl in hs.
    apply Rabs_def2 in hs. destruct (K h hn ltac:(lra) ltac:(lra)) as [k1 k2].
    apply Rabs_def1; unfold Rdiv, Rminus; lra. }
  assert (pr : derivable F) by (intro t; exists 0; apply D).
  intros t u. apply (null_derivative_1 F pr). intro x. apply derive_pt_eq_0. apply D.
Qed.
