export { ApiForm } from "./ApiForm";
export { type Choice, ChoiceField } from "./ChoiceField";
export { CountryField } from "./CountryField";
export { useDraft } from "./draft";
export { CheckField, CountField, MoneyField, SelectField, TextField } from "./fields";
export { useShowProblem } from "./problems";
export { useRules } from "./rules";
