"""PayPal as its public API description has it (github.com/paypal/paypal-rest-api-specifications), in one process.

What is asked of it that it does not simulate is answered 501, so that no test passes by a shape that PayPal lacks.
"""

from tests.support.paypal.asked import Fault as Fault
from tests.support.paypal.books import Funding as Funding
from tests.support.paypal.server import PayPal as PayPal
