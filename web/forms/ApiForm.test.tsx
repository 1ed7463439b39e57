import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useForm } from "react-hook-form";
import { expect, test } from "vitest";
import { Problem } from "../api/problem";
import { render } from "../testing/render";
import { ApiForm, ChoiceField, TextField, useShowProblem } from ".";

function Form() {
  const form = useForm({ defaultValues: { name: "", town: "", way: "" } });
  const required = "Fill this in.";
  return (
    <ApiForm form={form} onSubmit={form.handleSubmit(() => undefined)}>
      <TextField name="name" label="Name" rules={{ required }} />
      <TextField name="town" label="Town" rules={{ required }} />
      <ChoiceField name="way" label="Way" options={[{ value: "a", label: "A" }]} rules={{ required: "Choose one." }} />
      <button type="submit">Go</button>
    </ApiForm>
  );
}

test("the summary has the focus, says of each field what is wrong, and leads there", async () => {
  render(<Form />);

  await userEvent.click(screen.getByRole("button", { name: "Go" }));

  const links = await screen.findAllByRole("link");
  expect(links.map(({ textContent }) => textContent)).toEqual([
    "Name: Fill this in.",
    "Town: Fill this in.",
    "Choose one.",
  ]);
  expect(document.activeElement?.textContent).toContain("Some of it needs to be put right");
  await userEvent.click(screen.getByRole("link", { name: "Town: Fill this in." }));
  expect(document.activeElement).toBe(screen.getByLabelText("Town"));
  await userEvent.click(screen.getByRole("link", { name: "Choose one." }));
  expect(document.activeElement).toBe(screen.getByRole("radio"));
});

const refusal = new Problem(422, {
  code: "validation_failed",
  errors: [
    { field: "name", message: "needs 1 to 4000 characters", code: "text_length", figures: { least: 1, most: 4000 } },
    { field: "town", message: "There is no such town.", code: "made_up_since" },
  ],
});

function Refused() {
  const form = useForm({ defaultValues: { name: "", town: "" } });
  const showProblem = useShowProblem();
  return (
    <ApiForm form={form} onSubmit={form.handleSubmit(() => showProblem(form, refusal))}>
      <TextField name="name" label="Name" />
      <TextField name="town" label="Town" />
      <button type="submit">Go</button>
    </ApiForm>
  );
}

test("what the API refuses is said in the words of the page, and in its own where the page has none", async () => {
  render(<Refused />);

  await userEvent.click(screen.getByRole("button", { name: "Go" }));

  const links = await screen.findAllByRole("link");
  expect(links.map(({ textContent }) => textContent)).toEqual([
    "Name: From 1 to 4,000 characters.",
    "Town: There is no such town.",
  ]);
});
