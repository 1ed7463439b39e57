import { useLingui } from "@lingui/react/macro";
import { type MutableRefObject, useRef, useState } from "react";

/** Gives the token of what is typed into a provider's fields, or says why there is none. */
export type MakeToken = () => Promise<{ token: string } | { refused: string }>;

export interface PaymentToken {
  /** Left there by the fields, while there are any; null while they are on their way. */
  maker: MutableRefObject<MakeToken | null | undefined>;
  isBeingMade: boolean;
  /** Why there was none the last time. */
  refused: string | null;
  /** What goes with the request that pays: nothing where no fields are drawn. Null when the fields have to be mended. */
  make: () => Promise<{ payment_token?: string } | null>;
}

/** What a provider's script makes of its fields, for the one request that pays with it. */
export function usePaymentToken(): PaymentToken {
  const { t } = useLingui();
  const maker = useRef<MakeToken | null | undefined>(undefined);
  const underWay = useRef(false);
  const [isBeingMade, setBeingMade] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const make = async () => {
    if (underWay.current) return null;
    if (maker.current === undefined) return {};
    underWay.current = true;
    setBeingMade(true);
    setRefused(null);
    const loading = t`The fields for your card are not there yet.`;
    const broken = t`Your card could not be read. Try again.`;
    const made = maker.current ? await maker.current().catch(() => ({ refused: broken })) : { refused: loading };
    underWay.current = false;
    setBeingMade(false);
    if ("token" in made) return { payment_token: made.token };
    setRefused(made.refused);
    return null;
  };
  return { maker, isBeingMade, refused, make };
}
