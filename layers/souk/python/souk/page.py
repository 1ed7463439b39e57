"""A page: an operation for people, which answers HTML also when something went wrong."""

from souk import resources
from souk.errors import Invalid, NotFound, Problem
from souk.message import RawRequest, Response
from souk.operation import Operation
from souk.resources import Resource


class Shell(Resource):
    """What people are shown in place of a page that could not be made."""

    def shell(self, status: int) -> Response:
        """Give it."""
        raise NotImplementedError


class WebPage(Operation):
    """A function behind an address that people open."""

    def _refused(self, problem: Problem, request: RawRequest) -> Response:
        """Answer the shell, where the page has one; at an address that cannot be there is nothing."""
        found = NotFound() if isinstance(problem, Invalid) else problem
        refused = super()._refused(found, request)
        shells = [kind for kind in self.spec.injected.values() if issubclass(kind, Shell)]
        if not shells:
            return refused
        shell = resources.get(shells[0]).shell(found.status)
        typed = {"Content-Type": self.spec.produces}
        return Response(shell.body, shell.status, refused.headers | typed | shell.headers)
