/** Account ID of every local runtime; other emulators use the same ID. */
export const localAccount = '000000000000';

/** Replaces all occurrences of the given accounts in the JSON with the local account. */
export function withLocalAccount(json: unknown, accounts: readonly string[]): unknown {
  if (accounts.length === 0) return json;
  const text = accounts.reduce((replaced, account) => replaced.replaceAll(account, localAccount), JSON.stringify(json));
  return JSON.parse(text);
}
