"""Error conversion for notebooks: what fails beneath is raised as one of our errors."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from graph.engine.message_cleaning import clean_message
from graph.model.errors import EnvironmentProblem, InputError, ScamgraphError
from graph.model.install_hints import describe_install, describe_package_install


@contextmanager
def convert_errors() -> Iterator[None]:
    """Turn errors of the driver, and values it cannot send, into ScamgraphError.

    Raises InputError for a value of a type that no parameter can have, EnvironmentProblem for an engine or a
    connection that fails.
    """
    try:
        yield
    except ScamgraphError:
        raise
    except ImportError as error:
        raise build_missing_package_error(error.name or str(error)) from error
    except (TypeError, ValueError, OverflowError) as error:
        if not _is_from_driver(error):
            raise
        raise InputError(
            f"A value that was given cannot be used: {error}",
            hint="Give text, numbers, true or false, or lists and maps of these.",
        ) from error
    except Exception as error:
        if type(error).__module__.partition(".")[0] != "neo4j":
            raise
        reason = clean_message(str(getattr(error, "message", None) or error))
        raise EnvironmentProblem(
            f"The engine could not be asked: {reason}", hint="Connect again with scamgraph.connect()."
        ) from error


def _is_from_driver(error: BaseException) -> bool:
    """Return whether the driver raised the error, while it packed a parameter."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return trace is not None and str(trace.tb_frame.f_globals.get("__name__", "")).startswith("neo4j")


def check_text(value: object, what: str) -> str:
    """Return `value` if it is text. Raises InputError that names `what` it should be for anything else."""
    if not isinstance(value, str):
        raise InputError(f"{value!r} is no {what}.", hint=f"Give the {what} as text.")
    return value


def build_missing_package_error(name: str) -> EnvironmentProblem:
    """Build the error for a package that is not installed, with the remedy."""
    extra = _EXTRAS.get(name.partition(".")[0])
    remedy = describe_install(extra) if extra else describe_package_install(name)
    return EnvironmentProblem(f"This needs {name}, which is not installed.", hint=f"Run `{remedy}`.")


_EXTRAS = {"pandas": "pandas", "typst": "pdf", "py2neo": "py2neo"}
"""The optional part of scamgraph that brings a package."""
