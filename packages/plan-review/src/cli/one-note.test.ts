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
