"""The pytest plugin: files named ``*.cases.toml`` are run as tests, a case each.

Pytest loads it always. It imports what it needs only where it finds such a file.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

if TYPE_CHECKING:
    from samverkan.model import Model
    from samverkan.testing.cases import Case
    from samverkan.texts import Language

__all__ = ["CaseItem", "CasesFile"]

_SUFFIX: Final = ".cases.toml"
_RAN: Final = "samverkan case"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options for case tables."""
    group = parser.getgroup("samverkan", "case tables of samverkan")
    group.addoption("--rule-coverage", action="store_true", help="tell which criteria and boundaries no case exercises")
    parser.addini("rule_coverage", "tell which criteria and boundaries no case exercises", type="bool", default=False)
    parser.addini("samverkan_model", "the model of the case tables that name none", default="finsam")
    parser.addini("samverkan_language", "the language in which cases are told about: sv or en", default="en")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> "CasesFile | None":
    """Collect a file of cases."""
    if not file_path.name.endswith(_SUFFIX):
        return None
    return CasesFile.from_parent(parent, path=file_path)  # pyright: ignore[reportUnknownMemberType]


class CasesFile(pytest.File):
    """A file of cases."""

    def collect(self) -> "Iterator[CaseItem]":
        """Yield the cases of the file, or tell everything that is wrong with it."""
        from samverkan.errors import SamverkanError  # noqa: PLC0415

        try:
            model, cases = _read(self.path, self.config)
        except SamverkanError as error:
            problem = str(error)
        else:
            for case in cases:
                yield CaseItem.from_parent(  # pyright: ignore[reportUnknownMemberType]
                    self, name=case.name, case=case, model=model
                )
            return
        raise self.CollectError(problem)


class CaseItem(pytest.Item):
    """A case: it passes when it comes out as it should, for the reason that it should."""

    def __init__(self, *, case: "Case", model: "Model", **rest: Any) -> None:
        super().__init__(**rest)  # pyright: ignore[reportUnknownMemberType]
        self.case = case
        self.model = model
        self.user_properties.append((_RAN, str(self.path)))

    def runtest(self) -> None:
        """Decide about the person, and compare."""
        from samverkan.testing.cases import failure_of  # noqa: PLC0415

        failure = failure_of(self.case, self.model, _language(self.config))
        if failure is not None:
            raise _NotAsExpectedError(failure)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Tell in words what came otherwise."""
        if isinstance(excinfo.value, _NotAsExpectedError):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, None, str]:
        """Say where the case stands."""
        return self.path, None, f"case: {self.name}"


class _NotAsExpectedError(Exception):
    """A case came out otherwise than it should."""


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Tell which criteria and boundaries no case exercised, where that is asked for."""
    if not (config.getoption("rule_coverage") or config.getini("rule_coverage")):
        return
    reports = (report for reports in terminalreporter.stats.values() for report in reports)
    told = {value for report in reports for name, value in getattr(report, "user_properties", ()) if name == _RAN}
    if not told:
        return
    from samverkan.testing.coverage import uncovered  # noqa: PLC0415

    terminalreporter.section("what no case exercises")
    for model, cases in _by_model(sorted(told), config):
        gaps = uncovered(model, cases)
        for gap in gaps:
            if not gap.is_whole:
                terminalreporter.write_line(gap.text(_language(config)))
        whole = [gap.programme for gap in gaps if gap.is_whole]
        others = f", none about {', '.join(whole)}" if whole else ""
        terminalreporter.write_line(f"{model.id}: {len(gaps) - len(whole)} gaps in {len(cases)} cases{others}")


def _by_model(paths: Iterable[str], config: pytest.Config) -> "Iterator[tuple[Model, list[Case]]]":
    """Yield each model with the cases of all the files that are of it."""
    found: dict[str, tuple[Any, list[Any]]] = {}
    for path in paths:
        model, cases = _read(Path(path), config)
        found.setdefault(model.id, (model, []))[1].extend(cases)
    yield from found.values()


def _read(path: Path, config: pytest.Config) -> "tuple[Model, tuple[Case, ...]]":
    from samverkan.loading import load_model  # noqa: PLC0415
    from samverkan.testing.case_tables import model_named_in, read_case_table  # noqa: PLC0415

    name = model_named_in(path) or str(config.getini("samverkan_model"))
    models = config.stash.setdefault(_MODELS, {})
    if name not in models:
        models[name] = load_model(name)
    return models[name], read_case_table(path, models[name]).cases


_MODELS: Final = pytest.StashKey[dict[str, Any]]()


def _language(config: pytest.Config) -> "Language":
    return "sv" if config.getini("samverkan_language") == "sv" else "en"
