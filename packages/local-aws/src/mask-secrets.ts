import type { Block } from '@himeshima/terraform-json';

/** Replaces the values that a plan marks as sensitive. */
export const maskSecrets = (message: string, { planned }: Pick<Block, 'planned'>): string =>
  (planned?.secrets ?? []).reduce((text, secret) => text.replaceAll(secret, '(sensitive value)'), message);
