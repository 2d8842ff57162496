import { createClock } from '../../clock';
import { memoryStore } from '../../store';
import { createOwnershipTokens } from './ownership-tokens';

const owner = { clientId: 'provisioning-1', principalId: 'claim' };
const hour = 3_600_000;

function tokens() {
  const clock = createClock({ speed: 0, start: 0 });
  const expired: string[] = [];
  return { clock, expired, ...createOwnershipTokens({ store: memoryStore(), clock }, (id) => expired.push(id)) };
}

describe('an ownership token', () => {
  test('an ownership token can be used only once, and only by its owner', () => {
    const { issue, take } = tokens();
    const token = issue('certificate', owner);
    expect(take(token, owner)).toMatchObject({ certificateId: 'certificate' });
    expect(take(token, owner)).toBeUndefined();
  });

  test.each([
    ['another client', { ...owner, clientId: 'provisioning-2' }],
    ['another claim', { ...owner, principalId: 'other' }],
  ])('rejects an ownership token for %s, and keeps the token valid for its owner', (_who, caller) => {
    const { issue, take } = tokens();
    const token = issue('certificate', owner);
    expect(take(token, caller)).toBeUndefined();
    expect(take(token, owner)).toBeDefined();
  });

  test('an ownership token can be used again after it is restored', () => {
    const { issue, take, restore } = tokens();
    const token = issue('certificate', owner);
    const ownership = take(token, owner);
    if (ownership !== undefined) restore(token, ownership);
    expect(take(token, owner)).toEqual(ownership);
  });

  test("an unused ownership token expires after an hour on the platform's clock, and its certificate is reported", async () => {
    const { clock, expired, issue, take } = tokens();
    const [first, second] = [issue('first', owner), issue('second', owner)];
    await clock.advance(hour - 1);
    expect(take(first, owner)).toBeDefined();
    await clock.advance(1);
    expect(take(second, owner)).toBeUndefined();
    expect(expired).toEqual(['second']);
  });

  test('every ownership token is unique', () => {
    const { issue } = tokens();
    expect(issue('certificate', owner)).not.toBe(issue('certificate', owner));
  });
});
