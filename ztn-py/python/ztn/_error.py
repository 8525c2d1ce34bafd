"""The one exception of this package."""


class ZtnError(Exception):
    """What was handed over cannot be taken: `str(error)` says all of it in one line.

    Attributes:
        code: the sort of error: `invalid-options`, `invalid-files`, `invalid-query`,
            `invalid-report`, `unknown-rule`, `unreadable` or `no-files`.
        field: the argument, or a path into it, such as `options.assume.cni`, `query.src` or
            `files['pod.yaml']`.
        message: what is wrong, in one clause.
        remedy: what to do.
    """

    code: str
    field: str
    message: str
    remedy: str

    def __init__(self, code: str, field: str, message: str, remedy: str) -> None:
        """Keep the four fields."""
        super().__init__(code, field, message, remedy)
        self.code = code
        self.field = field
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        """Say what is wrong and what to do, in one line."""
        return f"{self.field}: {self.message}: {self.remedy}"


# It is known by its public name.
ZtnError.__module__ = "ztn"
