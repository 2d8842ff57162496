import { parseAcceptances } from '../acceptance/parse-acceptances';
import { planOf } from '../plan/read-plan';
import { reviewOf } from '../review';
import { deleted, updated } from '../rules/dangers.fixture';
import { unusedInRun } from './unused-in-run';

const acceptances = ['data-loss', 'exposure', 'metrics-lost'].flatMap((rule) =>
  parseAcceptances(`# plan-review: accept ${rule} until 2026-12-31 because it is intended`, `${rule}.txt`),
);
const reviewed = (stack: string, ...changes: readonly object[]) => {
  const review = reviewOf(planOf({ resource_changes: changes }, { stack }), {
    acceptedDangers: { acceptances, today: '2026-11-29' },
  });
  return { file: `${stack}.json`, sourceOf: undefined, review };
};
const unusedIn = (...all: Parameters<typeof unusedInRun>[0]) =>
  unusedInRun(all).map(({ review: { stack, unused } }) => [stack, ...unused.map(({ rule }) => rule)]);

const quiet = reviewed('quiet');
const site = reviewed('site', updated('github_repository.site', { visibility: 'private' }, { visibility: 'public' }));
const shop = reviewed('shop', deleted('aws_dynamodb_table.jobs'));

test('reports an acceptance only if no stack of the run uses it', () =>
  expect(unusedIn(quiet, shop)).toEqual([['quiet'], ['shop', 'exposure', 'metrics-lost']]));

test('reports an unused acceptance once, for the stack whose danger it probably means', () => {
  expect(unusedIn(quiet, shop, site)).toEqual([['quiet'], ['shop'], ['site', 'exposure', 'metrics-lost']]);
  expect(unusedIn(quiet)).toEqual([['quiet', 'data-loss', 'exposure', 'metrics-lost']]);
});
