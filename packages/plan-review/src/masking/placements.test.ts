import { jsonOf, widgetOf } from '../note/json-output';
import { noteOf } from '../note/note';
import { terminalOf } from '../note/terminal';
import { planOf } from '../plan/read-plan';
import { reviewOf } from '../review';
import { type Placement, placements } from './placements.fixture';

/** Reasons for accepted leaks. Keys are placement titles. */
const accepted: Readonly<Record<string, string>> = {};

/** Returns a plan that adds a placement to an existing resource, and creates another resource with the same placement. */
function planWith({ type, after, secret, sensitive = {}, unknown = {}, isRootVariable = false }: Placement): object {
  const change = (name: string, actions: readonly string[], before: object | null, now: object | null) => ({
    address: `${type}.${name}`,
    mode: 'managed',
    type,
    name,
    change: {
      actions,
      before,
      after: now,
      before_sensitive: {},
      after_sensitive: now === null ? false : sensitive,
      after_unknown: unknown,
    },
  });
  return {
    format_version: '1.2',
    variables: isRootVariable ? { given: { value: secret } } : {},
    configuration: { root_module: { variables: { given: { sensitive: true } } } },
    resource_changes: [
      change('changed', ['update'], { comment: 'before' }, after),
      change('created', ['create'], null, after),
    ],
  };
}

function outputsOf(placement: Placement): string {
  const plan = planOf(planWith(placement), { stack: 'dev', basis: { hash: 'a'.repeat(64) } });
  const review = reviewOf(plan);
  return [
    JSON.stringify(plan),
    noteOf(review, { commit: undefined }),
    terminalOf(review, { columns: 200, colour: false }),
    jsonOf([review]),
    widgetOf([review]),
  ].join('\n');
}

/** Returns whether an output contains the secret, in plain text or with JSON escapes. */
const leaks = (placement: Placement): boolean => {
  const outputs = outputsOf(placement);
  const { secret, written = secret } = placement;
  return [secret, written, JSON.stringify(secret).slice(1, -1)].some((text) => outputs.includes(text));
};

const all = Object.values(placements).flat();

test('covers at least 250 secrets', () => {
  expect(all.length).toBeGreaterThanOrEqual(250);
  expect(all.filter(({ secret }) => secret.length < 5)).toEqual([]);
});

test.each(Object.entries(placements))('masks secrets revealed by %s in every output', (_, group) => {
  const leaking = group.filter(leaks).map(({ title, secret }) => `${title} (${secret})`);
  expect(leaking.filter((title) => !Object.hasOwn(accepted, title))).toEqual([]);
});

test('leaks at most 3% of the secrets', () => {
  expect(Object.keys(accepted).length).toBeLessThanOrEqual(all.length * 0.03);
});
