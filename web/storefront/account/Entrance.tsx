import { Plural } from "@lingui/react/macro";
import { type ReactNode, useEffect } from "react";
import { useCart } from "../../queries/cart";
import { useVisitor } from "../../queries/me";
import { styled } from "../../theme/styled";
import { colour, radius } from "../../theme/tokens";
import { Page } from "../../ui";
import { useBack } from "./back";

interface Props {
  title: string;
  children: ReactNode;
}

/** A page by which somebody comes in; whoever is in, here or in another tab, goes on to where they wanted. */
export function Entrance({ title, children }: Props) {
  const { signedIn } = useVisitor();
  const { go } = useBack();
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is gone once
  useEffect(() => {
    if (signedIn) go();
  }, [signedIn]);
  return (
    <Page title={title} unlisted narrow>
      <Column>{children}</Column>
    </Page>
  );
}

/** Says that what a guest has chosen is not lost. */
export function CartComesAlong() {
  const { quantity } = useCart().data ?? { quantity: 0 };
  if (quantity === 0) return null;
  return (
    <Note>
      <Plural value={quantity} one="The item in your cart comes along." other="The # items in your cart come along." />
    </Note>
  );
}

/** Something to know before anything else is read. */
export const Note = styled("p")({
  padding: "12px 16px",
  marginBlockEnd: 24,
  borderRadius: radius.control,
  background: colour("cobalt-wash"),
});

const Column = styled("div")({
  maxWidth: 440,
  "& form + p": { marginBlockStart: 24 },
  "& p > a": { fontWeight: 600 },
});
