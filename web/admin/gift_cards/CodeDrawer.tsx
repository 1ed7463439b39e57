import { Trans, useLingui } from "@lingui/react/macro";
import { useEffect, useRef } from "react";
import { useCommand } from "../../api/queries";
import { styled } from "../../theme/styled";
import { type as sizes } from "../../theme/tokens";
import { Button, Drawer, ErrorState } from "../../ui";

interface Props {
  cardId: string;
  onClose: () => void;
}

/** The new code of a gift card, shown this once. */
export function CodeDrawer({ cardId, onClose }: Props) {
  const { t } = useLingui();
  const { mutate, data, error } = useCommand("renew_gift_card_code", { refreshes: ["find_gift_cards"] });
  const asked = useRef(false);
  useEffect(() => {
    if (asked.current) return;
    asked.current = true;
    mutate({ params: { card_id: cardId } });
  }, [mutate, cardId]);
  return (
    <Drawer title={t`Code of the gift card`} open onClose={onClose}>
      {error && <ErrorState problem={error} onRetry={() => mutate({ params: { card_id: cardId } })} />}
      <div role="status">
        {data && (
          <>
            <Code dir="ltr">{data.code}</Code>
            <p>
              <Trans>Copy it now: it is not shown again. Whoever has it can spend the card.</Trans>
            </p>
          </>
        )}
      </div>
      {data && (
        <Button variant="outlined" onClick={() => void navigator.clipboard.writeText(data.code)}>
          <Trans>Copy the code</Trans>
        </Button>
      )}
    </Drawer>
  );
}

const Code = styled("p")({ fontSize: sizes.large, fontWeight: 600, overflowWrap: "anywhere", userSelect: "all" });
