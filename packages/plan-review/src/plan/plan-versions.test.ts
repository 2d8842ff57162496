import { noteOf } from '../note/note';
import { reviewOf } from '../review';
import { planOf, planReleases, planVersions } from './plan-versions.fixture';
import { readPlan } from './read-plan';

const reviews = planReleases.map((written) => ({
  ...written,
  review: reviewOf(readPlan({ bytes: Buffer.from(JSON.stringify(planOf(written))), stack: 'dev' })),
}));

describe.each(reviews)('a plan of $release', ({ index, review }) => {
  const note = noteOf(review, { commit: undefined });

  test('has the same dangers as in every other version', () => {
    expect(review.dangers.map(({ rule, address }) => `${rule} ${address}`)).toEqual(
      expect.arrayContaining([
        'data-loss module.shop.aws_dynamodb_table.table["a.b"]',
        expect.stringMatching(/^(?:public-access|exposure) aws_security_group\.replaced\[0\]$/),
      ]),
    );
  });

  test('shows every changed value', () => {
    expect(note).toMatch(
      /- `aws_sqs_queue\.updated`: update(?:, which reverts a change outside Terraform)?\n {2}- `delay_seconds`: `60` → `5`/,
    );
    expect(note).toContain('`aws_sqs_queue.created`: create');
    expect(note).toContain('`data.aws_ami.base` read');
    expect(note).toContain('`aws_eip.address`: replace');
    expect(note).toMatch(/`aws_sqs_queue\.reordered`: update\n.*`30` → `60`\n {2}- reordered: `redrive_allow`/);
    expect(note).not.toMatch(/(?:old|new)-value/);
    expect(note).toContain('`url`');
  });

  test('shows the additions of this version and of earlier versions', () => {
    const shown = planVersions.slice(0, index + 1).flatMap((one) => Object.entries(one.shown ?? {}));
    for (const [address, text] of shown) {
      expect(note).toContain(`\`${address}\``);
      expect(note).toContain(text);
    }
  });
});

test('drift without an address, as in Terraform 1.0, is reported with its values', () => {
  const first = reviews.findIndex(({ release }) => release === 'Terraform 1.0');
  const since = reviews.slice(first);
  for (const { review } of since) expect(review.drift).toMatchObject([{ addresses: ['aws_sqs_queue.updated'] }]);
});

test('every release of Terraform from 0.12 to 1.15 and of OpenTofu from 1.6 to 1.12 is covered', () => {
  const minors = (program: string, major: number, [first, last]: readonly [number, number]) =>
    Array.from({ length: last - first + 1 }, (_, at) => `${program} ${major}.${first + at}`);
  expect(planReleases.map(({ release }) => release).sort()).toEqual(
    [...minors('Terraform', 0, [12, 15]), ...minors('Terraform', 1, [0, 15]), ...minors('OpenTofu', 1, [6, 12])].sort(),
  );
});
