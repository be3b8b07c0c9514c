(* Finite index types, sums over them, and the laws of sums. *)
Require Export Reals List.
Require Import Lra PeanoNat.
Open Scope R_scope.
Global Set Warnings "-notation-overridden".

(* A finite type: a list of all its elements, each once, and whether two of them are equal. *)
Record fin := Fin {
  car :> Type;
  enum : list car;
  enum_all : forall x, In x enum;
  enum_once : NoDup enum;
  dec : forall a b : car, {a = b} + {a <> b} }.

(* A finite type with an element. *)
Record fintype := Fintype { base :> fin; point : base }.

Class EqDec (A : Type) := eq_dec : forall a b : A, {a = b} + {a <> b}.
Global Instance fin_dec (s : fin) : EqDec s := dec s.
Global Instance nat_dec : EqDec nat := Nat.eq_dec.

Definition lsum {A : Type} (l : list A) (f : A -> R) : R := fold_right (fun i r => f i + r) 0 l.
Definition sum {s : fin} (f : s -> R) : R := lsum (enum s) f.
Definition card (s : fin) : R := INR (length (enum s)).
Definition delta {A : Type} {E : EqDec A} (a b : A) : R := if eq_dec a b then 1 else 0.

(* a - b is written for a + (-1) * b, which is what certificates say. *)
Notation "a - b" := (Rplus a (Rmult (IZR (-1)) b)) : R_scope.

Definition one_point : fintype.
Proof.
  refine (Fintype (Fin unit (tt :: nil) _ _ _) tt).
  - intros []; left; reflexivity.
  - constructor; [intros [] | constructor].
  - intros [] []; left; reflexivity.
Defined.

Lemma lsum_ext {A} (l : list A) f g : (forall i, f i = g i) -> lsum l f = lsum l g.
Proof. intro H. induction l as [|a l IH]; [reflexivity|]. unfold lsum in *; simpl. rewrite H, IH. reflexivity. Qed.
Lemma lsum_lin {A} (l : list A) w f g : lsum l (fun i => w * f i + g i) = w * lsum l f + lsum l g.
Proof. induction l as [|a l IH]; unfold lsum in *; simpl; [ring|]. rewrite IH. ring. Qed.
Lemma lsum_plus {A} (l : list A) f g : lsum l (fun i => f i + g i) = lsum l f + lsum l g.
Proof. induction l as [|a l IH]; unfold lsum in *; simpl; [ring|]. rewrite IH. ring. Qed.
Lemma lsum_0 {A} (l : list A) : lsum l (fun _ => 0) = 0.
Proof. induction l as [|a l IH]; unfold lsum in *; simpl; [ring|]. rewrite IH. ring. Qed.
Lemma lsum_nn {A} (l : list A) f : (forall x, 0 <= f x) -> 0 <= lsum l f.
Proof. intro H. induction l as [|a l IH]; unfold lsum in *; simpl; [lra|]. pose proof (H a). lra. Qed.
Lemma lsum_zero {A} (l : list A) f : (forall x, 0 <= f x) -> lsum l f <= 0 -> forall x, In x l -> f x = 0.
Proof.
  intros H. induction l as [|a l IH]; [simpl; tauto|]. intros Z x.
  pose proof (H a). pose proof (lsum_nn l f H). change (f a + lsum l f <= 0) in Z.
  intros [<-|I]; [lra|]. apply IH; auto. lra.
Qed.
Lemma lsum_swap {A B} (l : list A) (m : list B) f : lsum l (fun x => lsum m (f x)) = lsum m (fun y => lsum l (fun x => f x y)).
Proof.
  induction l as [|a l IH]; unfold lsum in *; simpl; [symmetry; apply (lsum_0 m)|].
  rewrite IH. symmetry. apply (lsum_plus m).
Qed.

Lemma sum_ext (s : fin) (f g : s -> R) : (forall i, f i = g i) -> sum f = sum g.
Proof. apply lsum_ext. Qed.
Lemma sum_0 (s : fin) : sum (fun _ : s => 0) = 0.
Proof. apply lsum_0. Qed.
Lemma sum_zero (s : fin) (f : s -> R) : (forall i, f i = 0) -> sum f = 0.
Proof. intro H. rewrite (sum_ext s f (fun _ => 0) H). apply sum_0. Qed.
Lemma sum_lin (s : fin) w (f g : s -> R) x y : sum f = x -> sum g = y -> sum (fun i => w * f i + g i) = w * x + y.
Proof. intros <- <-. apply lsum_lin. Qed.
Lemma sum_one (s : fin) : sum (fun _ : s => 1) = card s.
Proof.
  unfold sum, card. induction (enum s) as [|a l IH]; [reflexivity|].
  change (length (a :: l)) with (S (length l)). rewrite S_INR, <- IH. unfold lsum; simpl. ring.
Qed.
Lemma sum_const (s : fin) c : sum (fun _ : s => c) = card s * c.
Proof.
  rewrite <- (sum_one s). unfold sum. induction (enum s) as [|a l IH]; unfold lsum in *; simpl; [ring|]. rewrite IH. ring.
Qed.
Lemma sum_scale (s : fin) (f : s -> R) b : sum (fun i => b * f i) = b * sum f.
Proof.
  rewrite (sum_ext s _ (fun i => b * f i + 0)) by (intro; ring).
  rewrite (sum_lin s b f (fun _ => 0) _ _ eq_refl (sum_0 s)). ring.
Qed.
(* a product with a sum in it is a sum *)
Lemma sum_in (s : fin) (f : s -> R) a b : a * sum f * b = sum (fun i => a * f i * b).
Proof.
  rewrite (sum_ext s (fun i => a * f i * b) (fun i => (a * b) * f i)) by (intro; ring).
  rewrite sum_scale. ring.
Qed.
Lemma sum_swap (s t : fin) (f : s -> t -> R) : sum (fun x => sum (f x)) = sum (fun y => sum (fun x => f x y)).
Proof. apply lsum_swap. Qed.
Lemma sum_nn (s : fin) (f : s -> R) : (forall x, 0 <= f x) -> 0 <= sum f.
Proof. apply lsum_nn. Qed.
Lemma sum_pos (s : fintype) (f : s -> R) : (forall x, 0 < f x) -> 0 < sum f.
Proof.
  intro H. unfold sum. generalize (enum_all s (point s)). destruct (enum s) as [|a l]; [intros []|]. intros _.
  change (0 < f a + lsum l f). pose proof (H a). pose proof (lsum_nn l f (fun x => Rlt_le _ _ (H x))). lra.
Qed.
Lemma card_nn (s : fin) : 0 <= card s.
Proof. apply pos_INR. Qed.
Lemma card_pos (s : fintype) : 0 < card s.
Proof. rewrite <- sum_one. apply sum_pos. intro; lra. Qed.
Lemma sum_terms (s : fin) (f : s -> R) : (forall x, 0 <= f x) -> sum f <= 0 -> forall x, f x = 0.
Proof. intros H Z x. apply (lsum_zero _ _ H Z). apply enum_all. Qed.

Lemma delta_refl {A} {E : EqDec A} (a : A) : delta a a = 1.
Proof. unfold delta. destruct (eq_dec a a); tauto. Qed.
Lemma delta_eq {A} {E : EqDec A} (a b : A) : delta a b = 1 -> a = b.
Proof. unfold delta. destruct (eq_dec a b); [auto|lra]. Qed.
Lemma delta_sym {A} {E : EqDec A} (a b : A) : delta a b = delta b a.
Proof. unfold delta. destruct (eq_dec a b), (eq_dec b a); congruence. Qed.
Lemma delta_sq {A} {E : EqDec A} (a b : A) : delta a b * delta a b = delta a b.
Proof. unfold delta. destruct (eq_dec a b); ring. Qed.
Lemma delta_move {A} {E : EqDec A} (f : A -> R) a b : delta a b * f a = delta a b * f b.
Proof. unfold delta. destruct (eq_dec a b); [subst; reflexivity|ring]. Qed.
Lemma delta_cases {A} {E : EqDec A} (a b : A) (P : R -> Prop) : (a = b -> P 1) -> (a <> b -> P 0) -> P (delta a b).
Proof. unfold delta. destruct (eq_dec a b); auto. Qed.
Lemma delta_ne {A} {E : EqDec A} (a b : A) : a <> b -> delta a b = 0.
Proof. unfold delta. destruct (eq_dec a b); tauto. Qed.
Lemma lsum_delta_out (s : fin) (f : s -> R) j l : ~ In j l -> lsum l (fun i => delta i j * f i) = 0.
Proof.
  induction l as [|a l IH]; [reflexivity|]. intro N.
  change (delta a j * f a + lsum l (fun i => delta i j * f i) = 0).
  simpl in N. rewrite IH by tauto. rewrite (delta_ne a j) by tauto. ring.
Qed.
Lemma sum_delta (s : fin) (f : s -> R) j : sum (fun i => delta i j * f i) = f j.
Proof.
  unfold sum. generalize (enum_all s j) (enum_once s). induction (enum s) as [|a l IH]; [intros []|]. intros I N.
  inversion N; subst. change (delta a j * f a + lsum l (fun i => delta i j * f i) = f j).
  destruct (eq_dec a j) as [e|e].
  - subst a. rewrite lsum_delta_out by assumption. rewrite delta_refl. ring.
  - destruct I as [I|I]; [tauto|]. rewrite (IH I H2). rewrite (delta_ne a j) by assumption. ring.
Qed.

(* finitely many choices *)
Lemma finite_choice (s : fin) (Y : Type) (P : s -> Y -> Prop) : (forall i, exists y, P i y) -> exists F, forall i, P i (F i).
Proof.
  intro H.
  assert (G : forall l : list s, (exists i, In i l) -> exists F, forall i, In i l -> P i (F i)).
  { induction l as [|a l IH]; [intros [i []]|]. intros _. destruct (H a) as [y hy]. destruct l as [|b l].
    - exists (fun _ => y). intros i [<-|[]]. exact hy.
    - destruct IH as [F hF]. { exists b. left. reflexivity. }
      exists (fun i => if dec s a i then y else F i). intros i I. destruct (dec s a i) as [<-|n]; [exact hy|].
      destruct I as [I|I]; [tauto|]. apply hF, I. }
  assert (E : (exists i, In i (enum s)) \/ (forall i : s, False)).
  { generalize (enum_all s). destruct (enum s) as [|a l]; intro I.
    - right. exact I.
    - left. exists a. left. reflexivity. }
  destruct E as [E|E].
  - destruct (G (enum s) E) as [F hF]. exists F. intro i. apply hF, enum_all.
  - exists (fun i => False_rect Y (E i)). intro i. destruct (E i).
Qed.

(* a subset of a finite type is reached by adding elements one at a time; P must not tell apart fields with equal values *)
Require Import FunctionalExtensionality.
Lemma subset_induction (s : fin) (P : (s -> R) -> Prop) :
  P (fun _ => 0) ->
  (forall (h : s -> R) i, P h -> (forall k, h k * h k = h k) -> h i = 0 -> P (fun k => h k + delta k i)) ->
  forall h : s -> R, (forall k, h k * h k = h k) -> P h.
Proof.
  intros P0 step h hh.
  assert (G : forall l, NoDup l -> P (fun k => if in_dec (dec s) k l then h k else 0)).
  { induction l as [|a l IH]; intro N.
    - exact P0.
    - inversion N as [|x y na nl]; subst. specialize (IH nl).
      assert (c : h a = 0 \/ h a = 1).
      { pose proof (hh a) as e. destruct (Req_dec (h a) 0) as [z|z]; [left; exact z|right].
        apply (Rmult_eq_reg_l (h a)); [rewrite e; ring|exact z]. }
      destruct c as [c|c].
      + replace (fun k => if in_dec (dec s) k (a :: l) then h k else 0) with (fun k => if in_dec (dec s) k l then h k else 0); [exact IH|].
        extensionality k. destruct (in_dec (dec s) k l) as [i|i], (in_dec (dec s) k (a :: l)) as [j|j]; simpl in j; try tauto.
        destruct j as [<-|j]; [symmetry; exact c|tauto].
      + replace (fun k => if in_dec (dec s) k (a :: l) then h k else 0)
          with (fun k => (if in_dec (dec s) k l then h k else 0) + delta k a).
        * apply step; [exact IH| |].
          { intro k. destruct (in_dec (dec s) k l); [apply hh|ring]. }
          { destruct (in_dec (dec s) a l); [tauto|reflexivity]. }
        * extensionality k. unfold delta. destruct (eq_dec k a) as [e|e].
          { subst k. destruct (in_dec (dec s) a l) as [i|i]; [tauto|]. destruct (in_dec (dec s) a (a :: l)) as [j|j]; [rewrite c; ring|].
            simpl in j. tauto. }
          { destruct (in_dec (dec s) k l) as [i|i], (in_dec (dec s) k (a :: l)) as [j|j]; simpl in j; try ring; try tauto.
            destruct j as [<-|j]; tauto. } }
  replace h with (fun k => if in_dec (dec s) k (enum s) then h k else 0); [apply G, enum_once|].
  extensionality k. destruct (in_dec (dec s) k (enum s)) as [i|i]; [reflexivity|]. destruct i. apply enum_all.
Qed.
