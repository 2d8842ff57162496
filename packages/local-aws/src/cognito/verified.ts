type Claims = Readonly<Record<string, unknown>>;

/** What a token says, or why it is not taken. */
export type Verified = { readonly claims: Claims } | { readonly refused: 'invalid' | 'expired' };
