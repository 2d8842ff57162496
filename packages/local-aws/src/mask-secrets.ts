/** Replaces sensitive values in a message. */
export const maskSecrets = (message: string, secrets: readonly string[]): string =>
  secrets.reduce((text, secret) => text.replaceAll(secret, '(sensitive value)'), message);
