import { useLingui } from "@lingui/react/macro";
import { closeCart, useCartDrawer } from "../../state/drawer";
import { Drawer } from "../../ui";

export function CartDrawer() {
  const { t } = useLingui();
  const { open } = useCartDrawer();
  return (
    <Drawer title={t`Your cart`} open={open} onClose={closeCart}>
      ·
    </Drawer>
  );
}
