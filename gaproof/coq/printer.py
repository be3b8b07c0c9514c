"""The statement of a part in Coq, for people to read.  Trusted: what it prints is what Coq has checked.

It reads the JSON of a statement and nothing else.  Sums bind like functions, ``a - b`` and ``a / b`` are Coq's usual notation for
what the library says (``a + (-1) * b``, ``a * / b``).  Names are kept, or get an underscore where Coq or an outer binder has them.
"""

from typing import Any

from . import NotExported

Json = Any
KEYWORDS = """as at cofix else end exists exists2 fix for forall fun if IF in let match mod Prop return Set then Type using where with by
    R INR exp ln sum card delta fin fintype nat O S Rplus Rmult Rinv IZR"""
RESERVED = frozenset(KEYWORDS.split())
RELATIONS = {"eq": "=", "ne": "<>", "le": "<=", "lt": "<"}
# how tightly the parts of a formula or term bind: what is looser than its place needs parentheses
QUANTIFIED, ARROW, CONJUNCTION, COMPARISON, PLUS, TIMES, INVERSE, APPLIED, ATOM = range(9)


def statement(locked: Json) -> str:
    """The statement as a closed Coq proposition."""
    return _Printer(locked).statement()


def used(sorts: Json, symbols: Json, formulas: Any) -> tuple[list[str], list[str]]:
    """The sorts and symbols that the statement of these formulas quantifies over, in order: types with elements come first."""
    printer = _Printer({"sorts": sorts, "symbols": symbols, "hypotheses": dict(enumerate(formulas[:-1])), "conclusion": formulas[-1]})
    return sorted(printer.used_sorts, key=lambda s: sorts[s]["kind"] != "finite"), printer.used_symbols


class _Printer:
    def __init__(self, locked: Json) -> None:
        self.sorts, self.symbols = locked["sorts"], locked["symbols"]
        self.hypotheses, self.conclusion = locked["hypotheses"], locked["conclusion"]
        self.used_sorts: list[str] = []
        self.used_symbols: list[str] = []
        for formula in (*self.hypotheses.values(), self.conclusion):
            self._collect(formula)
        self.names: dict[str, str] = {}
        taken = set(RESERVED)
        for sort, entry in self.sorts.items():  # an inductive type and its constructors have names of their own
            if entry["kind"] == "free" and entry["constructors"] != {"zero": [], "succ": [None]}:
                own = {free_name(self.sorts, sort), *(f"{free_name(self.sorts, sort)}_{c}" for c in entry["constructors"])}
                if own & RESERVED:
                    raise NotExported(f"the free type {sort} has a name that Coq's library has")
                taken |= own
        for name in (*self.used_sorts, *self.used_symbols):
            self.names[name] = fresh(name, taken)
            taken.add(self.names[name])

    def statement(self) -> str:
        lines = []
        finite = [self.names[s] for s in self.used_sorts if self.sorts[s]["kind"] == "finite"]
        maybe = [self.names[s] for s in self.used_sorts if self.sorts[s]["kind"] == "maybe_empty"]
        groups = ([f"({' '.join(finite)} : fintype)"] if finite else []) + ([f"({' '.join(maybe)} : fin)"] if maybe else [])
        groups += [f"({self.names[s]} : {self.type(self.symbols[s])})" for s in self.used_symbols]
        if groups:
            lines.append(f"forall {' '.join(groups)},")
        for name, formula in self.hypotheses.items():
            lines.append(f"  {comment(name)}\n  {self.show(formula, {}, ARROW + 1)} ->")
        lines.append(f"  {self.show(self.conclusion, {}, QUANTIFIED)}")
        return "\n".join(lines)

    # ---- what a formula mentions ------------------------------------------------------------------------------------------

    def _collect(self, t: Json) -> None:
        tag, *rest = t
        if tag == "app":
            if not self.constant(rest[0]) and rest[0] not in self.used_symbols:
                self.used_symbols.append(rest[0])
            self._collect_type(self.symbols[rest[0]])
        if tag in ("forall", "exists", "sum"):
            self._collect_type(rest[1])
        if tag == "card":
            self._collect_sort(rest[0])
        for child in rest:
            if isinstance(child, list) and child and isinstance(child[0], str):
                self._collect(child)

    def _collect_type(self, type_: Json) -> None:
        for sort in (*type_[0], type_[1]):
            self._collect_sort(sort)

    def _collect_sort(self, sort: str) -> None:
        entry = self.sorts[sort]
        if entry["kind"] in ("finite", "maybe_empty") and sort not in self.used_sorts:
            self.used_sorts.append(sort)
        for arguments in entry.get("constructors", {}).values():
            for argument in arguments:
                if argument is not None:
                    self._collect_sort(argument)

    def constant(self, symbol: str) -> bool:
        """Constructors of a free type, and the embedding of the naturals."""
        params, result = self.symbols[symbol]
        name = symbol.partition("~")[0]
        own = [None if p == result else p for p in params]
        if name == "nat" and result == "Real" and [self.sorts[p]["kind"] for p in params] == ["free"] and params == ["Nat"]:
            return True
        return bool(self.sorts[result].get("constructors", {}).get(name, 0) == own)

    # ---- types ------------------------------------------------------------------------------------------------------------

    def sort(self, sort: str) -> str:
        entry = self.sorts[sort]
        if entry["kind"] == "numbers":
            return "R"
        if entry["kind"] != "free":
            return self.names[sort]
        if entry["constructors"] == {"zero": [], "succ": [None]}:
            return "nat"
        arguments = free_parameters(self.sorts, sort)
        return f"({free_name(self.sorts, sort)} {' '.join(self.names[a] for a in arguments)})" if arguments else free_name(self.sorts, sort)

    def type(self, type_: Json) -> str:
        return " -> ".join(map(self.sort, (*type_[0], type_[1])))

    # ---- terms and formulas -----------------------------------------------------------------------------------------------

    def show(self, t: Json, bound: dict[str, str], place: int) -> str:
        text, binds = self._show(t, bound)
        return text if binds >= place else f"({text})"

    def _show(self, t: Json, bound: dict[str, str]) -> tuple[str, int]:
        tag, *rest = t
        match tag:
            case "number":
                return number(rest[0])
            case "card":
                return f"card {self.sort(rest[0])}", APPLIED
            case "app" | "bound":
                head = bound[rest[0]] if tag == "bound" else self.head(rest[0])
                return (head, ATOM) if len(rest) == 1 else (" ".join([head, *(self.show(a, bound, ATOM) for a in rest[1:])]), APPLIED)
            case "delta":
                return f"delta {self.show(rest[0], bound, ATOM)} {self.show(rest[1], bound, ATOM)}", APPLIED
            case "exp" | "log":
                return f"{'exp' if tag == 'exp' else 'ln'} {self.show(rest[0], bound, ATOM)}", APPLIED
            case "inverse":
                return f"/ {self.show(rest[0], bound, APPLIED)}", INVERSE
            case "plus":
                text = self.show(rest[0], bound, PLUS)
                for child in rest[1:]:
                    if child[0] == "times" and len(child) == 3 and child[1] == ["number", "-1"]:
                        text += f" - {self.show(child[2], bound, TIMES + 1)}"
                    else:
                        text += f" + {self.show(child, bound, PLUS + 1)}"
                return text, PLUS
            case "times":
                text = self.show(rest[0], bound, TIMES)
                for child in rest[1:]:
                    inverse = child[0] == "inverse"
                    text += f" / {self.show(child[1], bound, APPLIED)}" if inverse else f" * {self.show(child, bound, TIMES + 1)}"
                return text, TIMES
            case "eq" | "ne" | "le" | "lt":
                left, right = (self.show(c, bound, COMPARISON + 1) for c in rest)
                return f"{left} {RELATIONS[tag]} {right}", COMPARISON
            case "and":
                return " /\\ ".join(self.show(c, bound, CONJUNCTION + 1) for c in rest), CONJUNCTION
            case "implies":
                return f"{self.show(rest[0], bound, ARROW + 1)} -> {self.show(rest[1], bound, QUANTIFIED)}", QUANTIFIED
            case "sum":
                name, inner = self.bind(rest[0], bound)
                return f"sum (fun {name} : {self.sort(rest[1][1])} => {self.show(rest[2], inner, QUANTIFIED)})", APPLIED
            case "forall" | "exists":
                heads, body = [], t
                while body[0] == tag:  # quantifiers of one kind share a head
                    _, hint, type_, body = body
                    name, bound = self.bind(hint, bound)
                    heads.append(f"{name} : {self.type(type_)}")
                head = heads[0] if len(heads) == 1 else " ".join(f"({h})" for h in heads)
                return f"{tag} {head}, {self.show(body, bound, QUANTIFIED)}", QUANTIFIED
            case _:
                raise NotExported(f"the statement has a node {tag!r}")

    def bind(self, hint: str, bound: dict[str, str]) -> tuple[str, dict[str, str]]:
        """A name for a bound variable that hides nothing, and the names in its body."""
        name = fresh(hint, {*RESERVED, *self.names.values(), *bound.values()})
        return name, {**bound, hint: name}

    def head(self, symbol: str) -> str:
        if not self.constant(symbol):
            return self.names[symbol]
        name, (_, result) = symbol.partition("~")[0], self.symbols[symbol]
        if result == "Real":
            return "INR"
        if self.sort(result) == "nat":
            return {"zero": "O", "succ": "S"}[name]
        return f"{free_name(self.sorts, result)}_{name}"


def comment(text: str) -> str:
    """A comment that nothing in the text can end, nor begin a string in it."""
    return f"(* {' '.join(text.split()).replace('*', '×').replace(chr(34), chr(39))} *)"


def number(text: str) -> tuple[str, int]:
    top, _, under = text.partition("/")
    if under:
        return f"{top if top[0] != '-' else f'(-{top[1:]})'} / {under}", TIMES
    return (top, ATOM) if top[0] != "-" else (f"(-{top[1:]})", ATOM)


def fresh(name: str, taken: Any) -> str:
    """A name that is not taken."""
    name = name.replace("~", "_")
    while name in taken:
        name += "_"
    return name


def free_parameters(sorts: Json, sort: str) -> list[str]:
    """The finite types in the constructors of a free type, in order of appearance: the parameters of the inductive type."""
    found: list[str] = []
    for arguments in sorts[sort].get("constructors", {}).values():
        for argument in arguments:
            if argument is not None:
                inside = free_parameters(sorts, argument) if sorts[argument]["kind"] == "free" else [argument]
                found += [s for s in inside if s not in found]
    return found


def free_name(sorts: Json, sort: str) -> str:
    """The name of the inductive type: that of the free type, which may stand in a certificate over several finite types."""
    return sort.partition("~")[0]
