/** Hash of an address without its token. */
export interface SplitHash {
  /** Token; undefined if the hash contains none. */
  readonly token: string | undefined;
  readonly hash: string;
}

/** Splits the token from a hash such as `#/traces/12?token=…` or `#token=…`. */
export function splitToken(hash: string): SplitHash {
  const match = /^(.*?)[#?&]token=([^&]*)&?(.*)$/.exec(hash);
  if (match === null) return { token: undefined, hash };
  const [, before = '', token = '', after = ''] = match;
  if (after === '') return { token, hash: before };
  return { token, hash: `${before}${before.includes('?') ? '&' : '?'}${after}` };
}
