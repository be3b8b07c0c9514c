(* Identities of polynomials with rational coefficients, decided by computation (the ring normaliser of the standard library, fed by
   hand): rg l rules left right says that two polynomials in the values of l agree, given rules  monomial = 1. *)
Require Export Ring_polynom QArith NArith.
From Gaproof Require Import Finite.
Require Import Qreals Lra RMicromega.
Open Scope R_scope.

Definition phi (q : Q) : R := match Qden q with xH => IZR (Qnum q) | d => IZR (Qnum q) / IZR (Zpos d) end.

Lemma phi_Q2R q : phi q = Q2R q.
Proof.
  destruct q as [n d]. unfold phi, Q2R; simpl. destruct d; try reflexivity. unfold Rdiv. field.
Qed.

Definition qadd a b := Qred (Qplus a b).
Definition qmul a b := Qred (Qmult a b).
Definition qsub a b := Qred (Qminus a b).
Definition qdiv (a b : Q) : Q * Q := if Qeq_bool b 0 then (0%Q, a) else (Qred (Qdiv a b), 0%Q).

Lemma Q2R_red q : Q2R (Qred q) = Q2R q.
Proof. apply Qeq_eqR, Qred_correct. Qed.

Lemma morph : ring_morph 0 1 Rplus Rmult Rminus Ropp (@eq R) 0%Q 1%Q qadd qmul qsub Qopp Qeq_bool phi.
Proof.
  constructor; intros; rewrite ?phi_Q2R; unfold qadd, qmul, qsub; rewrite ?Q2R_red.
  - apply Q2R_0.
  - apply Q2R_1.
  - apply Q2R_plus.
  - apply Q2R_minus.
  - apply Q2R_mult.
  - apply Q2R_opp.
  - apply Qeq_eqR, Qeq_bool_eq. assumption.
Qed.

Lemma division : div_theory (@eq R) qadd qmul phi qdiv.
Proof.
  constructor. intros a b. unfold qdiv. destruct (Qeq_bool b 0) eqn:e; rewrite !phi_Q2R; unfold qadd, qmul;
    rewrite !Q2R_red, Q2R_plus, Q2R_red, Q2R_mult, ?Q2R_red, ?Q2R_0; [ring|].
  apply Qeq_bool_neq in e. rewrite <- Q2R_mult, Qmult_div_r by exact e. ring.
Qed.

Lemma extensional : ring_eq_ext Rplus Rmult Ropp (@eq R).
Proof. constructor; congruence. Qed.

Lemma almost : almost_ring_theory 0 1 Rplus Rmult Rminus Ropp (@eq R).
Proof. apply (Rth_ARth (Eqsth R) extensional). exact RTheory. Qed.

Notation pe := (PExpr Q).
Definition ev (l : list R) (e : pe) : R := PEeval 0 1 Rplus Rmult Rminus Ropp phi N.to_nat pow l e.

Definition agrees (rules : list (pe * pe)) (a b : pe) : bool :=
  let lmp := mk_monpol_list 0%Q 1%Q qadd qmul qsub Qopp Qeq_bool qdiv rules in
  Peq Qeq_bool (norm_subst 0%Q 1%Q qadd qmul qsub Qopp Qeq_bool qdiv 100 lmp a)
    (norm_subst 0%Q 1%Q qadd qmul qsub Qopp Qeq_bool qdiv 100 lmp b).

Definition holds (l : list R) (rules : list (pe * pe)) : Prop :=
  interp_PElist 0 1 Rplus Rmult Rminus Ropp (@eq R) phi N.to_nat pow l rules.

Lemma rg (l : list R) (rules : list (pe * pe)) (a b : pe) : holds l rules -> agrees rules a b = true -> ev l a = ev l b.
Proof. apply (ring_correct (Eqsth R) extensional almost morph R_power_theory division 100 l rules a b). Qed.

Lemma rg0 (l : list R) (a b : pe) : agrees nil a b = true -> ev l a = ev l b.
Proof. apply (rg l nil a b I). Qed.
