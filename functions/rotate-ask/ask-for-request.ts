import type { RotationQuestion } from '../../contracts/certificates';

interface AskedOf {
  /** @throws Error where another rotation is under way */
  begin(
    thing: string,
    waiting: { readonly rotation: string; readonly taskToken: string; readonly expiresAt: number },
    now: number,
  ): Promise<void>;
  desire(thing: string, desired: { readonly rotation: string }): Promise<void>;
}

/**
 * Asks a device for a certificate signing request. The token is kept before the device hears of it, since it may answer
 * at once.
 * @param now ms since the epoch
 */
export async function askForRequest(
  { thing, rotation, taskToken }: RotationQuestion,
  { now, answerWithinSeconds }: { readonly now: number; readonly answerWithinSeconds: number },
  of: AskedOf,
): Promise<void> {
  const second = Math.floor(now / 1000);
  await of.begin(thing, { rotation, taskToken, expiresAt: second + answerWithinSeconds }, second);
  await of.desire(thing, { rotation });
}
