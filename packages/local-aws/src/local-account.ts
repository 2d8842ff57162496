/** Account ID of every local runtime; other emulators use the same ID. */
export const localAccount = '000000000000';

/** Returns the JSON with the given accounts replaced with the local account, wherever they occur. */
export function withLocalAccount(json: unknown, accounts: readonly string[]): unknown {
  if (accounts.length === 0) return json;
  const text = accounts.reduce((replaced, account) => replaced.replaceAll(account, localAccount), JSON.stringify(json));
  return JSON.parse(text);
}
