import { planOf, reviewOf } from '../index';
import { deleted, updated } from '../rules/dangers.fixture';
import { commonNotes, stackNotes } from './formats';
import { standIn } from './gitlab.fixture';
import { post } from './post';

let gitlab: ReturnType<typeof standIn>;
beforeEach(() => {
  gitlab = standIn();
});
afterEach(() => gitlab.close());

const reviewed = (stack: string, ...resource_changes: readonly object[]) =>
  reviewOf(planOf({ resource_changes }, { stack }));
const network = reviewed('network', updated('aws_sqs_queue.jobs', { delay_seconds: 1 }, { delay_seconds: 2 }));
const shop = reviewed('shop', deleted('aws_dynamodb_table.jobs'));
const place = { commit: undefined, longest: 60_000 };
const bodies = () => gitlab.notes.map(({ body }) => body);

test('one note for all stacks lists the most dangerous stack first, and is updated in place', async () => {
  const notes = await gitlab.open();
  await post(notes, commonNotes([network, shop], place), 'infra');
  expect(bodies()).toEqual([
    expect.stringMatching(
      /^## 2 stacks: 1 with dangers, 1 with other changes\n\n- `shop`.*\n\n<!-- plan review: infra\/_2a_ -->$/s,
    ),
  ]);
  await post(notes, commonNotes([network], place), 'infra');
  expect(bodies()).toEqual([expect.stringMatching(/^### .*\n\n<!-- plan review: infra\/_2a_ -->$/s)]);
});

test('one note for all stacks is marked as outdated if no stack changes', async () => {
  const notes = await gitlab.open();
  await post(notes, commonNotes([shop], place), 'infra');
  await post(notes, commonNotes([reviewed('shop')], place), 'infra');
  expect(bodies()).toEqual([expect.stringContaining('Outdated: this plan review of all stacks no longer applies')]);
});

test('one note for all stacks replaces the notes of the stacks', async () => {
  const notes = await gitlab.open();
  await post(notes, stackNotes(shop, place), 'infra');
  await post(notes, commonNotes([shop], place), 'infra');
  expect(bodies()).toEqual([
    expect.stringContaining('Outdated: this plan review of the stack shop no longer applies'),
    expect.stringMatching(/^### .*\n\n<!-- plan review: infra\/_2a_ -->$/s),
  ]);
});

test('a note ends with a link to the full report, and is not updated if only the link changes', async () => {
  const notes = await gitlab.open();
  const report = 'https://gitlab.example.com/shop/-/jobs/1/artifacts/file/plan-review.html';
  const withReport = (url: string) => stackNotes(shop, { ...place, report: url });
  await post(notes, withReport(report));
  expect(bodies()[0]).toContain(`\n\n[Full report](${report})\n\n<!-- plan review: shop -->`);
  expect(await post(notes, withReport(report.replace('1', '2')))).toEqual({ created: 0, updated: 0, removed: 0 });
  const many = Array.from({ length: 3_000 }, (_, at) =>
    updated(`aws_sqs_queue.q${at}`, { delay_seconds: at }, { delay_seconds: 3 * at + 1 }),
  );
  const [long] = stackNotes(reviewed('shop', ...many), { ...place, longest: 65_000, report });
  expect(long?.body?.length).toBeGreaterThan(60_000);
  expect(long?.body?.length).toBeLessThan(65_000 + '[Full report]()'.length + 4);
});
