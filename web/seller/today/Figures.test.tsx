import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { api } from "../../testing/api";
import { render } from "../../testing/render";
import { Figures } from "./Figures";

const figure = (name: string) => screen.getByText(name).parentElement?.querySelector("strong")?.textContent;

test("the figures of the day are the API's, and where it counts no further there may be more", async () => {
  api.answers("get_figures", {
    orders_to_send: 1000,
    low_stock: 0,
    revenue_today: [
      { amount: 500, currency: "EUR" },
      { amount: 1250, currency: "GBP" },
    ],
  });

  render(<Figures />);

  await screen.findByText("To send");
  expect(figure("To send")).toBe("1,000 and more");
  expect(figure("Low stock")).toBe("0");
  expect(figure("Sold today")).toBe("€5.00 and £12.50");
});

test("figures that cannot be had say so, and can be asked for again", async () => {
  api.refuses("get_figures", 500);

  render(<Figures />);

  await screen.findByRole("button", { name: "Try again" });
});
