export { ApiForm } from "./ApiForm";
export { CheckField, CountField, MoneyField, SelectField, TextField } from "./fields";
export { showProblem } from "./problems";
export { useRules } from "./rules";
