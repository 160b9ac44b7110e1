"""Rules as text, in the syntax of a Python expression, which is parsed but never run.

.. code-block:: text

    youngest <= age <= oldest
    residence in {"Ludvika", "Smedjebacken"}
    not on_sick_leave or sick_leave_days <= 84
    at_least(2, employed, known(residence), count(parties) >= 2, "AF" in agencies)

A bare name is a fact or a parameter of the vocabulary. Printing a rule gives text that parses to
the same tree.
"""

import ast
from typing import Final, NoReturn, assert_never

from samverkan.errors import InvalidRuleError
from samverkan.rules.checks import MAX_DEPTH, check
from samverkan.rules.expressions import (
    And,
    AtLeast,
    Comparison,
    Condition,
    Count,
    FactValue,
    Holds,
    Known,
    Member,
    Not,
    Number,
    Operator,
    Or,
    ParameterValue,
    Step,
    Term,
    Word,
    Words,
)
from samverkan.rules.facts import Expression
from samverkan.rules.vocabulary import Vocabulary

__all__ = ["MAX_LENGTH", "parse", "printed"]

MAX_LENGTH: Final = 4096
"""A rule's text has at most so many bytes."""

MAX_WRITTEN_OUT: Final = 100
"""In a rule expressions are written out at most so many times, those inside others too."""

_OPERATORS: Final[dict[type[ast.cmpop], Operator]] = {
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Eq: "==",
    ast.NotEq: "!=",
}

_LARGEST: Final = 10**15


def parse(text: str, vocabulary: Vocabulary) -> Condition:
    """Return the rule that *text* says, checked against *vocabulary*.

    Raises:
        InvalidRuleError: when the text is no rule, is longer than :data:`MAX_LENGTH` bytes or
            nests deeper than :data:`~samverkan.rules.checks.MAX_DEPTH`, or cannot mean what it says.
    """
    parser = _Parser(text, vocabulary)
    rule = parser.rule()
    try:
        check(rule, vocabulary)
        if parser.written_out and len(printed(rule).encode()) > MAX_LENGTH:
            parser.refuse_length()
    except InvalidRuleError as error:
        problems = error.problems
    else:
        return rule
    raise InvalidRuleError(problems, text)


def printed(rule: Condition) -> str:
    """Return the rule as text.

    >>> printed(Or((Not(Holds("on_sick_leave")), Comparison(FactValue("sick_leave_days"), [Step("<=", Number(84))]))))
    'not on_sick_leave or sick_leave_days <= 84'
    """
    match rule:
        case Holds(fact):
            return fact
        case Known(fact):
            return f"known({fact})"
        case Comparison(left, steps):
            return " ".join([_term(left), *(f"{step.operator} {_term(step.right)}" for step in steps)])
        case Member():
            return _membership(rule, "in")
        case Not(Member() as member):
            return _membership(member, "not in")
        case Not(part):
            return f"not {_within(part, And, Or)}"
        case And(parts):
            return " and ".join(_within(part, And, Or) for part in parts)
        case Or(parts):
            return " or ".join(_within(part, Or) for part in parts)
        case AtLeast(fewest, parts):
            return f"at_least({', '.join([str(fewest), *map(printed, parts)])})"
        case _ as never:
            assert_never(never)


def _within(part: Condition, *bracketed: type) -> str:
    return f"({printed(part)})" if isinstance(part, bracketed) else printed(part)


def _membership(member: Member, operator: str) -> str:
    container = member.container
    words = (
        "{" + ", ".join(f'"{word}"' for word in sorted(container.values)) + "}"
        if isinstance(container, Words)
        else _term(container)
    )
    return f"{_term(member.item)} {operator} {words}"


def _term(term: Term) -> str:
    match term:
        case FactValue(name) | ParameterValue(name):
            return name
        case Number(value):
            return str(value)
        case Word(value):
            return f'"{value}"'
        case Count(fact):
            return f"count({fact})"
        case _ as never:
            assert_never(never)


class _Parser:
    """Turns Python's syntax tree into a rule's, letting through only what is on the list."""

    def __init__(self, text: str, vocabulary: Vocabulary, written_out: list[str] | None = None) -> None:
        self.text = text
        self.vocabulary = vocabulary
        self.written_out = [] if written_out is None else written_out

    def rule(self, level: int = 1) -> Condition:
        if len(self.text.encode("utf-8", "replace")) > MAX_LENGTH:
            raise InvalidRuleError([f"a rule has at most {MAX_LENGTH} bytes"])
        if "\\" in self.text:
            self._refuse("a rule has no backslash")
        problem = ""
        try:
            tree = ast.parse(self.text.strip(), mode="eval")
        except SyntaxError as error:
            problem = f"this is no expression: {error.msg}, at character {error.offset}"
        except (ValueError, RecursionError, MemoryError):
            problem = f"this is no expression, or it nests deeper than {MAX_DEPTH} levels"
        else:
            return self._condition(tree.body, level)
        self._refuse(problem)

    def _condition(self, node: ast.expr, level: int) -> Condition:
        if level > MAX_DEPTH:
            self._refuse(f"the rule nests deeper than {MAX_DEPTH} levels")
        match node:
            case ast.Name(id=name):
                return self._named(name, level)
            case ast.BoolOp(op=ast.And(), values=values):
                return And(self._condition(value, level + 1) for value in values)
            case ast.BoolOp(op=ast.Or(), values=values):
                return Or(self._condition(value, level + 1) for value in values)
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return Not(self._condition(operand, level + 1))
            case ast.Compare():
                return self._comparison(node)
            case ast.Call(func=ast.Name(id="known"), args=[ast.Name(id=name)], keywords=[]):
                return Known(name)
            case ast.Call(
                func=ast.Name(id="at_least"), args=[ast.Constant(value=int() as fewest), *rest], keywords=[]
            ) if not isinstance(fewest, bool) and rest:
                return AtLeast(fewest, (self._condition(value, level + 1) for value in rest))
            case _:
                self._refuse("wants a fact, a comparison, a membership, and, or, not, at_least(n, …) or known(…)", node)

    def _named(self, name: str, level: int) -> Condition:
        """Return the fact's own rule where it has one: it stands there as if it were written out."""
        fact = self.vocabulary.facts.get(name)
        if fact is not None and isinstance(fact.derived, Expression):
            self.written_out.append(name)
            if len(self.written_out) > MAX_WRITTEN_OUT:
                self._refuse(f"expressions are written out at most {MAX_WRITTEN_OUT} times in a rule")
            return _Parser(fact.derived.rule, self.vocabulary, self.written_out).rule(level + 1)
        return Holds(name)

    def _comparison(self, node: ast.Compare) -> Condition:
        match node.ops, node.comparators:
            case [ast.In()], [container]:
                return self._membership(node.left, container)
            case [ast.NotIn()], [container]:
                return Not(self._membership(node.left, container))
            case _:
                pass
        if any(isinstance(operator, ast.In | ast.NotIn) for operator in node.ops):
            self._refuse("membership cannot be chained", node)
        steps: list[Step] = []
        for operator, right in zip(node.ops, node.comparators, strict=True):
            if type(operator) not in _OPERATORS:
                self._refuse("compares with < <= > >= == != only", node)
            steps.append(Step(_OPERATORS[type(operator)], self._value(right)))
        return Comparison(self._value(node.left), steps)

    def _membership(self, item: ast.expr, container: ast.expr) -> Member:
        left = self._value(item)
        if not isinstance(left, Word | FactValue):
            self._refuse("only a word or a fact can be a member", item)
        match container:
            case ast.Set(elts=elements):
                words = [self._value(element) for element in elements]
                if not all(isinstance(word, Word) for word in words):
                    self._refuse('a set is written as {"word", "word"}', container)
                return Member(left, Words(word.value for word in words if isinstance(word, Word)))
            case ast.Name(id=name):
                return Member(left, FactValue(name))
            case _:
                self._refuse('membership is of a fact that is a set, or of {"word", "word"}', container)

    def _value(self, node: ast.expr) -> Term:
        match node:
            case ast.Constant(value=bool()):
                self._refuse("True and False are no numbers: use the fact by itself", node)
            case ast.Constant(value=int() as number) if number <= _LARGEST:
                return Number(number)
            case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() as number)) if (
                not isinstance(number, bool) and 0 < number <= _LARGEST
            ):
                return Number(-number)
            case ast.Constant(value=str() as word) if '"' not in word and word.isprintable() and word:
                return Word(word)
            case ast.Name(id=name):
                return ParameterValue(name) if name in self.vocabulary.parameters else FactValue(name)
            case ast.Call(func=ast.Name(id="count"), args=[ast.Name(id=name)], keywords=[]):
                return Count(name)
            case _:
                self._refuse("wants a fact, a parameter, a whole number, a word or count(…)", node)

    def refuse_length(self) -> NoReturn:
        """Refuse a rule that is too long once its expressions are written out."""
        self._refuse(f"a rule has at most {MAX_LENGTH} bytes, its expressions written out")

    def _refuse(self, problem: str, node: ast.expr | None = None) -> NoReturn:
        place = "" if node is None else f", at character {node.col_offset + 1}"
        raise InvalidRuleError([f"{problem}{place}"], self.text)
