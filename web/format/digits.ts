/** Write digits of the Arabic script, and its comma of decimals, as programs read them. */
export const plainDigits = (written: string): string =>
  written.replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660)).replace("٫", ".");
