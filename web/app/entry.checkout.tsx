import { Route, Routes } from "react-router";
import { Gone } from "../storefront/listing/Gone";
import { CheckoutShell } from "./shell/CheckoutShell";
import { start } from "./start";

void start(
  [],
  <Routes>
    <Route element={<CheckoutShell />}>
      <Route path="*" element={<Gone />} />
    </Route>
  </Routes>,
);
