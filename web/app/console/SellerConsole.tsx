import { useSellerArea } from "../../seller/area";
import { Console } from "./Console";

/** The frame of the seller console. */
export function SellerConsole() {
  return <Console {...useSellerArea()} />;
}
