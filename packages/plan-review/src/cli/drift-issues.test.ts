import { driftLabel, keepIssues } from './drift-issues';
import { gitlabOf } from './gitlab';
import { standIn } from './gitlab.fixture';
import { type Issues, issuesOf } from './gitlab-issues';

let gitlab: ReturnType<typeof standIn>;
let issues: Issues;
beforeEach(async () => {
  gitlab = standIn();
  const patience = { patienceMs: 1, patienceAtMostMs: 10 };
  issues = issuesOf(
    { ...gitlabOf({ api: await gitlab.listen(), project: 'group/project', token: 'good' }), ...patience },
    driftLabel,
  );
});
afterEach(() => gitlab.close());

const drift = (body: string | undefined, stack = 'himeshima-dev') => ({ stack, body });
const kept = () => gitlab.issues.map(({ title, description, state }) => [title, description, state]);
const title = 'Drift: himeshima-dev differs from the last deployment';

test('opens one issue per stack, updates the issue, and closes it when the drift is resolved', async () => {
  expect(await keepIssues(issues, [drift('a'), drift(undefined, 'other')])).toEqual({
    opened: 1,
    updated: 0,
    closed: 0,
  });
  expect(await keepIssues(issues, [drift('a')])).toEqual({ opened: 0, updated: 0, closed: 0 });
  expect(await keepIssues(issues, [drift('b')])).toEqual({ opened: 0, updated: 1, closed: 0 });
  expect(kept()).toEqual([[title, 'b', 'opened']]);
  expect(gitlab.issues[0]?.labels).toBe('drift');
  expect(await keepIssues(issues, [drift(undefined)])).toEqual({ opened: 0, updated: 0, closed: 1 });
  expect(kept()).toEqual([[title, 'b', 'closed']]);
});

test('opens a new issue if drift recurs, and leaves the issues of other stacks open', async () => {
  await keepIssues(issues, [drift('a'), drift('x', 'other')]);
  await keepIssues(issues, [drift(undefined)]);
  await keepIssues(issues, [drift('c')]);
  expect(kept().map(([, text, state]) => [text, state])).toEqual([
    ['a', 'closed'],
    ['x', 'opened'],
    ['c', 'opened'],
  ]);
});

test('keeps the older of two issues for the same stack', async () => {
  for (const description of ['a', 'b'])
    gitlab.issues.push({ iid: gitlab.issues.length + 1, state: 'opened', title, description, labels: 'drift' });
  expect(await keepIssues(issues, [drift('a')])).toEqual({ opened: 0, updated: 0, closed: 1 });
  expect(kept().map(([, , state]) => state)).toEqual(['opened', 'closed']);
});
