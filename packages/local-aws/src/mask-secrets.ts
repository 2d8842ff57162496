/** Replaces sensitive values. */
export const maskSecrets = (message: string, secrets: readonly string[]): string =>
  secrets.reduce((text, secret) => text.replaceAll(secret, '(sensitive value)'), message);
