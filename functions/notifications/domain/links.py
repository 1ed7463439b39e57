"""Where the links in messages lead."""

from uuid import UUID

from souk.site import Site


class Links(Site):
    """The addresses of pages that messages lead to."""

    def claim_of(self, token: str) -> str:
        """Give the link that makes a guest's order an account's; browsers send no fragment to anybody."""
        return f"{self.url}/orders/claim#{token}"

    @property
    def application(self) -> str:
        """The page on which applicants and owners read how their shop stands."""
        return f"{self.url}/sell"

    @property
    def console(self) -> str:
        """The pages on which a shop is run."""
        return f"{self.url}/seller"

    def payment_of(self, order_id: UUID) -> str:
        """Give the link to the page on which an order is paid."""
        return f"{self.url}/checkout/{order_id}"

    def order_of(self, order_id: UUID) -> str:
        """Give the link to an order as its customer sees it."""
        return f"{self.url}/orders/{order_id}"

    def seller_order_of(self, seller_order_id: UUID) -> str:
        """Give the link to an order as its shop sees it."""
        return f"{self.url}/seller/orders/{seller_order_id}"

    def return_of(self, return_id: UUID) -> str:
        """Give the link to the page on which a shop answers a return."""
        return f"{self.url}/seller/returns/{return_id}"
