"""The checks, each in an environment of its own. `nox --list` says what there is."""

from pathlib import Path

import nox

nox.needs_version = ">=2025.5"
nox.options.sessions = ["tests", "lint", "floors", "types", "docs"]  # `cluster` needs Java, `browser` needs chromium.
nox.options.error_on_external_run = True

PROJECT = nox.project.load_toml("pyproject.toml")
PARALLEL = ["--numprocesses", "auto", "--dist", "loadfile"]  # A document's examples share one namespace.
SPARK = "*/frames/spark.py"
"""What Spark alone needs: the session `cluster` sees that it is covered, for it has Java."""
OTHER_PYTHONS = ["3.12", "3.13"]


def install(session: nox.Session, *groups: str) -> None:
    """Install the package as it is here, and the tools of *groups*."""
    extras = ".[calendar,cli,frames,proofs,reports,testing]"
    session.install("--quiet", "--editable", extras, *nox.project.dependency_groups(PROJECT, *groups))


def run_tests(session: nox.Session) -> None:
    """Run the tests under coverage, subprocesses included, and judge it; then the rest, which is faster without."""
    install(session, "tests")
    session.env["COVERAGE_FILE"] = str(Path(session.create_tmp()).resolve() / "coverage")
    session.run("coverage", "erase")
    session.env.setdefault("EXAMPLES_TIMES", "0.1")  # `nightly` tries many more.
    session.run("coverage", "run", "-m", "pytest", "tests", *PARALLEL, "-m", "not mass", *session.posargs)
    session.run("coverage", "combine", "--quiet")
    session.run("coverage", "report", f"--omit={SPARK}")
    session.run("pytest", *PARALLEL, "-m", "(mass or example) and not nightly", *session.posargs)


@nox.session
def tests(session: nox.Session) -> None:
    """Tests, README, docs, docstrings and examples, with branch coverage."""
    run_tests(session)


@nox.session(name="tests-on", python=OTHER_PYTHONS)
def tests_on(session: nox.Session) -> None:
    """The tests on other Pythons."""
    install(session, "tests")
    session.run("pytest", *PARALLEL, *session.posargs)


@nox.session
def lint(session: nox.Session) -> None:
    """Lint, format, and a docstring on every test."""
    install(session, "lint")
    session.run("ruff", "check")
    session.run("ruff", "format", "--check", "--diff")
    session.run("interrogate", "tests")


@nox.session
def floors(session: nox.Session) -> None:
    """A module imports only from floors below it."""
    install(session, "lint")
    session.run("lint-imports", "--no-cache")


@nox.session
def types(session: nox.Session) -> None:
    """Both type checkers, strict."""
    install(session, "typing")
    session.run("mypy")
    session.run("pyright", env={"PYRIGHT_PYTHON_IGNORE_WARNINGS": "1"})


@nox.session
def docs(session: nox.Session) -> None:
    """Build the documentation; a warning is an error."""
    install(session, "docs")
    session.run("sphinx-build", "-W", "--keep-going", "-q", "-b", "html", "docs", "docs/_build/html")


@nox.session
def nightly(session: nox.Session) -> None:
    """The properties with many more examples."""
    install(session, "tests")
    session.run("pytest", "tests", *PARALLEL, *session.posargs, env={"EXAMPLES_TIMES": "20"})


@nox.session
def cluster(session: nox.Session) -> None:
    """Frames of PySpark, and the jobs of the documentation, on local clusters. Needs Java, and fails without it."""
    install(session, "tests", "cluster")
    session.env["COVERAGE_FILE"] = str(Path(session.create_tmp()).resolve() / "coverage")
    session.run("coverage", "erase")
    session.run("coverage", "run", "-m", "pytest", "tests/cluster", *session.posargs)
    session.run("coverage", "combine", "--quiet")
    session.run("coverage", "report", f"--include={SPARK}")


@nox.session
def browser(session: nox.Session) -> None:
    """Read the report in chromium, without a window. Needs chromium, and fails without it."""
    install(session, "tests")
    session.run("pytest", "tests/browser", *session.posargs)


@nox.session
def planted(session: nox.Session) -> None:
    """Plant faults in the shipped rules, and see that the tests of rules catch every one."""
    install(session, "tests")
    session.run("python", "-m", "samverkan.testing", "finsam", "tests/case_tables", *session.posargs)


@nox.session
def benchmarks(session: nox.Session) -> None:
    """Measure one decision against hand-written code and peers."""
    install(session, "benchmarks")
    session.run("python", "benchmarks/decide.py", *session.posargs)


@nox.session(name="benchmarks-frames")
def benchmarks_frames(session: nox.Session) -> None:
    """Measure whole dataframes against hand-written polars, DuckDB and pandas, and proofs against each other."""
    install(session, "benchmarks")
    session.run("python", "benchmarks/frames.py", *session.posargs)
    session.run("python", "benchmarks/proofs.py")


@nox.session(name="benchmarks-lead-times")
def benchmarks_lead_times(session: nox.Session) -> None:
    """Measure working days and summaries of many journeys against numpy, holidays and lists."""
    install(session, "benchmarks")
    session.run("python", "benchmarks/lead_times.py", *session.posargs)


@nox.session(name="benchmarks-report")
def benchmarks_report(session: nox.Session) -> None:
    """Measure time and memory of reports of ten thousand and a hundred thousand made-up cases."""
    install(session, "tests")
    session.run("python", "benchmarks/report.py", *session.posargs)


@nox.session
def memory(session: nox.Session) -> None:
    """Measure how much memory files of ten thousand and a million lines take."""
    install(session, "tests")
    session.run("python", "benchmarks/check_memory.py", *session.posargs)


@nox.session
def changelog(session: nox.Session) -> None:
    """Show what the next version's changelog would say."""
    install(session, "changelog")
    session.run("towncrier", "build", "--draft", "--version", "next")
