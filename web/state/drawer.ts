import { create } from "zustand";

/** Whether the cart stands open beside the page. */
export const useCartDrawer = create(() => ({ open: false }));

export const openCart = () => useCartDrawer.setState({ open: true });
export const closeCart = () => useCartDrawer.setState({ open: false });
