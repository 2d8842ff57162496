import type { RotationQuestion } from '../../contracts/certificates';

interface RotationStores {
  /** Starts a rotation. @throws Error if another rotation is in progress */
  begin(
    thing: string,
    waiting: { readonly rotation: string; readonly taskToken: string; readonly expiresAt: number },
    now: number,
  ): Promise<void>;
  setDesired(thing: string, desired: { readonly rotation: string }): Promise<void>;
}

/**
 * Requests a CSR from a device. The task token is stored first, because the device may respond immediately.
 * @param now ms since the epoch
 */
export async function requestCsr(
  { thing, rotation, taskToken }: RotationQuestion,
  { now, answerWithinSeconds }: { readonly now: number; readonly answerWithinSeconds: number },
  of: RotationStores,
): Promise<void> {
  const second = Math.floor(now / 1000);
  await of.begin(thing, { rotation, taskToken, expiresAt: second + answerWithinSeconds }, second);
  await of.setDesired(thing, { rotation });
}
