const day = 86_400_000;
const warningDays = 30;

/** Returns the days until a certificate expires, and whether a warning is due. */
export function expiryOf(expiry: string, now: string): { readonly days: number; readonly isSoon: boolean } {
  const days = Math.floor((Date.parse(expiry) - Date.parse(now)) / day);
  return { days, isSoon: days < warningDays };
}
