type Claims = Readonly<Record<string, unknown>>;

/** Claims of a valid token, or the reason for its rejection. */
export type VerifiedToken = { readonly claims: Claims } | { readonly refused: 'invalid' | 'expired' };
