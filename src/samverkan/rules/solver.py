"""Rules as a solver reads them: each condition as two Boolean terms, *surely met* and *surely not met*.

The terms stand over the facts that a person is given, with derived facts written out, so that a
solver never makes up somebody on sick leave for no days. There is no calendar arithmetic in them: a
day is compared with the last day that is long enough ago.
"""

from typing import Any, assert_never

from samverkan.rules.expressions import (
    TURNED,
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
    Term,
    Word,
    Words,
)
from samverkan.rules.facts import Boolean, Choice, Day, DayOf, Elapsed, Expression, NumberOf, SetOf, SpellsOf
from samverkan.rules.solver_facts import GivenFacts, Leave
from samverkan.rules.solver_terms import Case, Terms

__all__ = ["World"]


class World(GivenFacts):
    """The rules that are asked about a person on a day, as terms over the facts that she can be given.

    Rules have numbers for parameters. Reading one may add to ``laws``.
    """

    def terms(self, rule: Condition) -> Terms:
        """Return the two terms of *rule*.

        Raises:
            NotExpressibleError: when it reads a fact of which the solver has no reading; it is named.
        """
        match rule:
            case Holds(fact):
                return self.holds(fact)
            case Known(fact):
                return Terms(self._is_known(fact), not_met=False)
            case Comparison():
                return self.every([self._pair(*pair) for pair in rule.pairs()])
            case Member(Word(word), FactValue(fact)):
                return self.has(fact, word)
            case Member(FactValue(fact), Words(words)):
                return self.is_among(fact, words)
            case Member():  # never
                raise AssertionError("checked when the rule was made")
            case Not(part):
                return self.terms(part).opposite()
            case And(parts):
                return self.every([self.terms(part) for part in parts])
            case Or(parts):
                return self.some([self.terms(part) for part in parts])
            case AtLeast(fewest, parts):
                return self.so_many(fewest, [self.terms(part) for part in parts])
            case _ as never:
                assert_never(never)

    def _is_known(self, name: str) -> Any:
        """Return the term that the fact is known, wholly."""
        fact = self.vocabulary.fact(name)
        match fact.kind, fact.derived:
            case _, Elapsed(day, _):
                return self._is_known(day)
            case _, DayOf(spells):
                return self.leave(spells, name).known
            case _, Expression():  # never
                raise AssertionError("a rule has its expressions written out")
            case Boolean(), _:
                return self.any_of(self.holds(name))
            case NumberOf() as kind, _:
                return self.number_of(name, kind)[0].when
            case Choice(), _:
                return self.choice(name)[0]
            case Day(), _:
                known, earliest, latest = self.day(name)
                return self.all_of([known, latest is earliest or latest == earliest])
            case SetOf(), _:
                return self.all_of([self.any_of(self.has(name, word)) for word in self.words(name)])
            case SpellsOf(), _:  # never
                raise AssertionError("checked when the rule was made")
            case _ as never:
                assert_never(never)

    # --- Comparisons ---

    def _pair(self, left: Term, operator: Operator, right: Term) -> Terms:
        if isinstance(right, FactValue | Count) and not isinstance(left, FactValue | Count):
            left, operator, right = right, TURNED[operator], left
        match left, right:
            case FactValue(fact), Word(word):
                same = self.is_among(fact, [word])
                return same if operator == "==" else same.opposite()
            case Count(fact), Number(number):
                members = [self.has(fact, word) for word in self.words(fact)]
                return self.crossed(lambda fewest: self.so_many(fewest, members), operator, number)
            case FactValue(fact), Number(number) if isinstance(elapsed := self.vocabulary.fact(fact).derived, Elapsed):
                return self.crossed(lambda fewest: self._elapsed(elapsed, fewest), operator, number)
            case _:
                return self.compared(self._cases(left), operator, self._cases(right))

    def _elapsed(self, elapsed: Elapsed, fewest: int) -> Terms:
        known, earliest, latest = self.day(elapsed.fact)
        last = self.last_day(fewest, elapsed.unit)
        return Terms(self.all_of([known, latest <= last]), self.all_of([known, earliest > last]))

    def _cases(self, term: Term) -> list[Case]:
        match term:
            case Number(value):
                return [Case(when=True, least=value, most=value)]
            case FactValue(name):
                fact = self.vocabulary.fact(name)
                match fact.kind, fact.derived:
                    case _, DayOf(spells):
                        return self._days_of(self.leave(spells, name))
                    case NumberOf() as kind, _:
                        return self.number_of(name, kind)
                    case _:  # never
                        raise AssertionError("checked when the rule was made")
            case ParameterValue() | Word() | Count():  # never
                raise AssertionError("rules have numbers for parameters, and a count is compared with a number")
            case _ as never:
                assert_never(never)

    def _days_of(self, leave: Leave) -> list[Case]:
        is_so, is_not = self.known_as(leave.known, leave.runs)
        return [Case(is_so, leave.length, leave.length), Case(is_not, 0, 0), Case(self.no(leave.known), None, None)]
