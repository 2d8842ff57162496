/** Replaces sensitive values in a message with a placeholder. */
export const maskSecrets = (message: string, secrets: readonly string[]): string =>
  secrets.reduce((text, secret) => text.replaceAll(secret, '(sensitive value)'), message);
