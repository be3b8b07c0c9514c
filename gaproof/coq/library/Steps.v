(* The lemmas that certificates are written with: products, exponentials, logarithms, orders, inductions. *)
From Gaproof Require Export Finite Reflection.
Require Export Lra Lia.
Require Import Classical.
Export ListNotations.
Open Scope list_scope.
Open Scope R_scope.

Notation pv := (@PEX Q).
Notation pc n d := (@PEc Q (Qmake n d)).
Notation pa := (@PEadd Q).
Notation pm := (@PEmul Q).
Notation pw := (@PEpow Q).

(* ---- identities ---- *)
Lemma by_zero l r : l + (-1) * r = 0 -> l = r. Proof. intro; lra. Qed.
Lemma use_zero t u : t + (-1) * u = 0 -> u = 0 -> t = 0. Proof. intros; lra. Qed.
Lemma use_eq a b c : a = b -> c * (a + (-1) * b) = 0. Proof. intros ->; ring. Qed.
Lemma use_eq0 a c : a = 0 -> c * a = 0. Proof. intros ->; ring. Qed.
Lemma bound_le l r t : r + (-1) * l + (-1) * t = 0 -> 0 <= t -> l <= r. Proof. intros; lra. Qed.
Lemma bound_lt l r t : r + (-1) * l + (-1) * t = 0 -> 0 < t -> l < r. Proof. intros; lra. Qed.
Lemma le_diff a b : a <= b -> 0 <= b + (-1) * a. Proof. intro; lra. Qed.
Lemma lt_diff a b : a < b -> 0 < b + (-1) * a. Proof. intro; lra. Qed.
Lemma lt_le_add a b : 0 < a -> 0 <= b -> 0 < a + b. Proof. intros; lra. Qed.
Lemma le_lt_add a b : 0 <= a -> 0 < b -> 0 < a + b. Proof. intros; lra. Qed.
Lemma square_nn a : 0 <= a * a. Proof. apply Rle_0_sqr. Qed.
Lemma square_pos a : a <> 0 -> 0 < a * a. Proof. intro; apply Rlt_0_sqr; assumption. Qed.
Lemma conv_eq (a a' b b' : R) : a = a' -> b = b' -> a = b -> a' = b'. Proof. congruence. Qed.
Lemma conv_ne (a a' b b' : R) : a = a' -> b = b' -> a <> b -> a' <> b'. Proof. intros -> ->; auto. Qed.
Lemma conv_le a a' b b' : a = a' -> b = b' -> a <= b -> a' <= b'. Proof. intros -> ->; auto. Qed.
Lemma conv_lt a a' b b' : a = a' -> b = b' -> a < b -> a' < b'. Proof. intros -> ->; auto. Qed.
Lemma clear_power d k t : d <> 0 -> d ^ k * t = 0 -> t = 0.
Proof. intros h e. destruct (Rmult_integral _ _ e) as [z|z]; [exfalso; revert z; apply pow_nonzero; exact h|exact z]. Qed.
Lemma ne_eq_absurd (x : R) : x <> x -> False. Proof. tauto. Qed.
Lemma conditional w u v : (w <> 0 -> u = v) -> w * u = w * v.
Proof. intro H. destruct (Req_dec w 0) as [->|n]; [ring|rewrite (H n); reflexivity]. Qed.
Lemma delta_split {A} {E : EqDec A} (a b : A) (G : Prop) : (a = b -> G) -> (delta a b = 0 -> G) -> G.
Proof. unfold delta. destruct (eq_dec a b); auto. Qed.

Lemma absurd_eq a b c : b + (-1) * a + (-1) * c = 0 -> c <> 0 -> a = b -> False. Proof. intros; lra. Qed.
Lemma absurd_ne a b c : b + (-1) * a + (-1) * c = 0 -> c = 0 -> a <> b -> False. Proof. intros; lra. Qed.
Lemma absurd_le a b c : b + (-1) * a + (-1) * c = 0 -> c < 0 -> a <= b -> False. Proof. intros; lra. Qed.
Lemma absurd_lt a b c : b + (-1) * a + (-1) * c = 0 -> c <= 0 -> a < b -> False. Proof. intros; lra. Qed.
Lemma either (P : Prop) : P \/ (P -> 0 = 1).
Proof. destruct (classic P) as [h|h]; [left|right]; tauto. Qed.

(* ---- products ---- *)
Fixpoint prodl (l : list R) : R := match l with nil => 1 | x :: r => x * prodl r end.
Fixpoint suml (l : list R) : R := match l with nil => 0 | x :: r => x + suml r end.
Fixpoint allpos (l : list R) : Prop := match l with nil => True | x :: r => 0 < x /\ allpos r end.
Lemma prodl_inv l : / prodl l = prodl (map Rinv l).
Proof. induction l as [|a l IH]; simpl; [apply Rinv_1|]. rewrite Rinv_mult, IH. reflexivity. Qed.
Lemma inv_factors a c c' l : a = c * prodl l -> c * c' = 1 -> / a = c' * prodl (map Rinv l).
Proof.
  intros -> h. rewrite Rinv_mult, prodl_inv. f_equal. apply (Rmult_eq_reg_l c).
  - rewrite h. apply Rinv_r. intro z; rewrite z in h; lra.
  - intro z; rewrite z in h; lra.
Qed.
Lemma factors_ne a c l : a = c * prodl l -> a <> 0 -> forall n, nth n l 1 <> 0.
Proof.
  intros -> h. assert (p : prodl l <> 0) by (intro z; apply h; rewrite z; ring). clear h.
  induction l as [|x l IH]; intro n; destruct n; simpl; try lra.
  - intro z. apply p. simpl. rewrite z. ring.
  - apply IH. intro z. apply p. simpl. rewrite z. ring.
Qed.
Lemma inv_ne x : / x <> 0 -> x <> 0. Proof. intros h ->. apply h. apply Rinv_0. Qed.
Lemma inv_pos x : 0 < / x -> 0 < x. Proof. intro h. rewrite <- (Rinv_inv x). apply Rinv_0_lt_compat. exact h. Qed.
Lemma pow_ne x n : x <> 0 -> x ^ n <> 0. Proof. apply pow_nonzero. Qed.
Lemma allpos_prodl l : allpos l -> 0 < prodl l.
Proof. induction l as [|a l IH]; simpl; [lra|]. intros [h1 h2]. apply Rmult_lt_0_compat; auto. Qed.
Lemma first_pos a r l : a = r * prodl l -> 0 < a -> allpos l -> 0 < r.
Proof.
  intros -> h p. apply allpos_prodl in p. apply (Rmult_lt_reg_r (prodl l)); [exact p|]. rewrite Rmult_0_l. exact h.
Qed.
Lemma ln_prodl l : allpos l -> ln (prodl l) = suml (map ln l).
Proof.
  induction l as [|a l IH]; simpl; [intros _; apply ln_1|]. intros [h1 h2].
  rewrite ln_mult; [rewrite IH by exact h2; reflexivity|exact h1|apply allpos_prodl; exact h2].
Qed.
Lemma ln_factors a l : a = prodl l -> allpos l -> ln a = suml (map ln l).
Proof. intros ->. apply ln_prodl. Qed.
Lemma square_ne_pos x : x <> 0 -> x * x <> 0. Proof. intros h z. destruct (Rmult_integral _ _ z); auto. Qed.

(* ---- exponentials ---- *)
Definition powz (e : R) (k : Z) : R :=
  match k with Z0 => 1 | Zpos p => e ^ Pos.to_nat p | Zneg p => (/ e) ^ Pos.to_nat p end.
Fixpoint linl (l : list (Z * R)) : R := match l with nil => 0 | (k, x) :: r => IZR k * x + linl r end.
Fixpoint expl (l : list (Z * R)) : R := match l with nil => 1 | (k, x) :: r => powz (exp x) k * expl r end.
Lemma exp_INR n x : exp (INR n * x) = exp x ^ n.
Proof.
  induction n as [|n IH]; [simpl; rewrite Rmult_0_l; apply exp_0|].
  rewrite S_INR, Rmult_plus_distr_r, Rmult_1_l, exp_plus, IH. simpl. ring.
Qed.
Lemma exp_powz k x : exp (IZR k * x) = powz (exp x) k.
Proof.
  destruct k as [|p|p]; unfold powz.
  - rewrite Rmult_0_l. apply exp_0.
  - rewrite <- exp_INR. f_equal. f_equal. rewrite INR_IZR_INZ, positive_nat_Z. reflexivity.
  - rewrite <- exp_Ropp, <- exp_INR. f_equal. rewrite INR_IZR_INZ, positive_nat_Z.
    change (Zneg p) with (- Zpos p)%Z. rewrite opp_IZR. ring.
Qed.
Lemma exp_lin a l : a = linl l -> exp a = expl l.
Proof.
  intros ->. induction l as [|[k x] l IH]; simpl; [apply exp_0|]. rewrite exp_plus, exp_powz, IH. reflexivity.
Qed.
Lemma exp_ne x : exp x <> 0. Proof. apply Rgt_not_eq, exp_pos. Qed.
Lemma exp_root D p : 0 < D -> exp (ln D * (1 / IZR (Zpos p))) ^ Pos.to_nat p = D.
Proof.
  intro h. rewrite <- exp_INR. rewrite INR_IZR_INZ, positive_nat_Z.
  replace (IZR (Zpos p) * (ln D * (1 / IZR (Zpos p)))) with (ln D); [apply exp_ln; exact h|].
  field. apply IZR_neq. discriminate.
Qed.
Lemma exp_root_inv D p : 0 < D -> (/ exp (ln D * (1 / IZR (Zpos p)))) ^ Pos.to_nat p = / D.
Proof. intro h. rewrite pow_inv. rewrite (exp_root D p h). reflexivity. Qed.
Lemma ln_inverse x : 0 < x -> ln (/ x) = (-1) * ln x.
Proof. intro h. rewrite ln_Rinv by exact h. ring. Qed.
Lemma lt_eq a b : a = b -> 0 < a -> 0 < b. Proof. intros ->; auto. Qed.
Lemma pos_ne x : 0 < x -> x <> 0. Proof. apply Rgt_not_eq. Qed.
Lemma sum_nz (s : fintype) (f : s -> R) : (forall x, 0 < f x) -> sum f <> 0.
Proof. intro; apply pos_ne, sum_pos; assumption. Qed.

(* ---- sums of linear combinations ---- *)
Fixpoint linf {A : Type} (l : list (R * (A -> R))) (i : A) : R :=
  match l with nil => 0 | (w, f) :: r => w * f i + linf r i end.
Fixpoint lins {s : fin} (l : list (R * (s -> R))) : R :=
  match l with nil => 0 | (w, f) :: r => w * sum f + lins r end.
Lemma sum_split (s : fin) (f : s -> R) (l : list (R * (s -> R))) (t : R) :
  (forall i, f i = linf l i) -> lins l = t -> sum f = t.
Proof.
  intros h <-. rewrite (sum_ext s f _ h). clear. induction l as [|[w f] l IH]; simpl; [apply sum_0|].
  rewrite (sum_lin s w f (linf l) _ _ eq_refl IH). reflexivity.
Qed.

(* ---- axioms of certificates that hold in Coq ---- *)
Lemma exp_tangent t : 1 + t <= exp t.
Proof. destruct (Req_dec t 0) as [->|n]; [rewrite exp_0; lra|]. apply Rlt_le, exp_ineq1. exact n. Qed.
Lemma archimedes K t : (forall n : nat, INR n * t <= K) -> t <= 0.
Proof.
  intro H. destruct (Rle_or_lt t 0) as [h|h]; [exact h|exfalso].
  assert (U : exists n, K / t < INR n).
  { exists (Z.to_nat (up (Rabs (K / t)))). destruct (archimed (Rabs (K / t))) as [h1 _]. pose proof (Rabs_pos (K / t)).
    rewrite INR_IZR_INZ, Z2Nat.id by (apply le_IZR; lra). pose proof (Rle_abs (K / t)). lra. }
  destruct U as [n hn]. specialize (H n). apply (Rmult_lt_compat_r t) in hn; [|exact h].
  unfold Rdiv in hn. rewrite Rmult_assoc, Rinv_l, Rmult_1_r in hn by lra. lra.
Qed.
Lemma floor x : exists k m : nat, INR k + (-1) * INR m <= x /\ x <= INR k + (-1) * INR m + 1.
Proof.
  destruct (archimed x) as [h1 h2]. set (z := (up x - 1)%Z).
  assert (B : IZR z <= x <= IZR z + 1) by (unfold z; rewrite minus_IZR; lra).
  destruct (Z_le_gt_dec 0 z) as [p|p].
  - exists (Z.to_nat z), O. simpl INR. rewrite INR_IZR_INZ, Z2Nat.id by exact p. lra.
  - exists O, (Z.to_nat (- z)). simpl INR. rewrite INR_IZR_INZ, Z2Nat.id, opp_IZR by lia. lra.
Qed.
