"""How a provider of messages may fail, the same for each channel."""


class NotNow(Exception):
    """The provider did not take the message and may take it later."""


class Refused(Exception):
    """The provider will never take this message."""


class NoAnswer(Exception):
    """The provider may have taken the message or not."""
