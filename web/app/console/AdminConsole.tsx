import { useAdminArea } from "../../admin/area";
import { Console } from "./Console";

/** The frame of the admin console. */
export function AdminConsole() {
  return <Console {...useAdminArea()} />;
}
