import { act, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useForm } from "react-hook-form";
import { Route, Routes } from "react-router";
import { beforeEach, expect, test } from "vitest";
import { Problem } from "../../api/problem";
import { useSession } from "../../api/session";
import { ApiForm, TextField, useDraft } from "../../forms";
import { useVisitor } from "../../queries/me";
import { be } from "../../testing/people";
import { render } from "../../testing/render";
import { Members } from "./Members";

beforeEach(() => be(null));

function NoteForm() {
  const { user_id } = useVisitor();
  const form = useForm({ defaultValues: { note: "" } });
  useDraft(form, `${user_id} note`);
  return (
    <ApiForm form={form} onSubmit={() => undefined}>
      <TextField name="note" label="Note" />
    </ApiForm>
  );
}

function Pages() {
  return (
    <Routes>
      <Route path="/sign-in" element={<p>Sign in here</p>} />
      <Route
        path="/note"
        element={
          <Members>
            <NoteForm />
          </Members>
        }
      />
    </Routes>
  );
}

const note = () => screen.getByLabelText("Note") as HTMLInputElement;

test("a visitor is led to the sign-in, which knows the way back", () => {
  const { address } = render(<Pages />, { at: "/note?a=1" });

  expect(address()).toBe("/sign-in?back=%2Fnote%3Fa%3D1");
});

test("nobody is led away before it is known who they are", () => {
  useSession.setState({ known: false });

  const { address } = render(<Pages />, { at: "/note" });

  expect(address()).toBe("/note");
  expect(screen.queryByLabelText("Note")).toBeNull();
});

test("a session that could not be looked up is no reason to sign in again", () => {
  useSession.setState({ known: true, problem: new Problem(0) });

  const { address } = render(<Pages />, { at: "/note" });

  expect(address()).toBe("/note");
  expect(screen.getByRole("button", { name: "Try again" })).toBeTruthy();
});

test("what was written is there again after a sign-in, for the same person", async () => {
  await be("customer");
  const { address, unmount } = render(<Pages />, { at: "/note" });
  await userEvent.type(note(), "Leave it at the door");

  await act(() => be(null));
  await waitFor(() => expect(address()).toContain("/sign-in"));
  unmount();
  await be("seller");
  const other = render(<Pages />, { at: "/note" });
  expect(note().value).toBe("");
  other.unmount();
  await be("customer");
  render(<Pages />, { at: "/note" });

  expect(note().value).toBe("Leave it at the door");
});
