/** What was pressed, as the script before the first paint remembers it; null stands for everything else. */
declare global {
  var pressedEarly: Set<HTMLButtonElement | null> | undefined;
}

/**
 * Leave it to React to listen from now on.
 *
 * Gives what presses again the buttons that were pressed before; to be called once React answers.
 */
export function endEarlyPresses(): () => void {
  window.onclick = null;
  return () => {
    for (const button of globalThis.pressedEarly ?? []) button?.click();
  };
}
