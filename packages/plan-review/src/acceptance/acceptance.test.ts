import { jsonOf, plain } from '../note/json-output';
import { noteOf } from '../note/note';
import { terminalOf } from '../note/terminal';
import { planOf } from '../plan/read-plan';
import { reviewOf } from '../review';
import { deleted, updated } from '../rules/dangers.fixture';
import { parseAcceptances } from './parse-acceptances';

const accept = (text: string) => parseAcceptances(text, 'main.tf');
const line = '# plan-review: accept data-loss until 2026-12-31 because the table is empty';

describe('parseAcceptances', () => {
  test.each([
    [
      'above a resource',
      `${line}\n\n# the old table\nresource "aws_dynamodb_table" "jobs" {\n}`,
      'aws_dynamodb_table.jobs',
    ],
    ['inside a resource', `resource "aws_dynamodb_table" "jobs" {\n  ${line}\n}`, 'aws_dynamodb_table.jobs'],
    [
      'below a block on one line',
      `variable "region" {}\nresource "a" "b" {} # unused\n${line}\nresource "aws_dynamodb_table" "jobs" {\n}`,
      'aws_dynamodb_table.jobs',
    ],
    ['above a module', `${line}\nmodule "shop" {\n}`, 'module.shop'],
    ['with an address', line.replace('until', 'for aws_dynamodb_table.* until'), 'aws_dynamodb_table.*'],
  ])('returns the address of the accepted resource for a comment %s', (_, text, address) =>
    expect(accept(text)).toMatchObject([{ rule: 'data-loss', address, until: '2026-12-31' }]),
  );

  test('applies an acceptance outside .tf files to every resource', () =>
    expect(parseAcceptances(`// ${line.slice(2)}`, 'accepted.txt')).toMatchObject([{ address: undefined }]));

  test.each([
    [`resource "aws_dynamodb_table" "jobs" {\n}\n${line}\n`],
    [`${line}\nvariable "region" {\n}`],
    [`locals {\n  ${line}\n}\nresource "aws_dynamodb_table" "jobs" {\n}`],
  ])('rejects an acceptance that belongs to no resource or module: %j', (text) =>
    expect(() => accept(text)).toThrow(/^main\.tf:\d: the acceptance belongs to no resource or module; move /),
  );

  test('applies the acceptance of a module to the resources in the module', () => {
    const review = reviewOf(plan, {
      acceptedDangers: { acceptances: parseAcceptances(`${line}\nmodule "a" {\n}`, 'main.tf'), today: '2026-11-29' },
    });
    expect(review.accepted.map(({ danger }) => danger.address)).toEqual(['module.a.aws_dynamodb_table.jobs["x"]']);
    const other = parseAcceptances(`${line}\nmodule "b" {\n}`, 'main.tf');
    expect(reviewOf(plan, { acceptedDangers: { acceptances: other, today: '2026-11-29' } }).accepted).toEqual([]);
  });

  test.each([
    ['# plan-review: accept data-loss', /^main\.tf:1: invalid acceptance "plan-review: accept data-loss": expected/],
    [line.replace('12-31', '13-31'), /invalid acceptance/],
    [line.replace('12-31', '02-31'), /invalid acceptance/],
    [line.replace('because the table is empty', ''), /invalid acceptance/],
    [
      line.replace('data-loss', 'dataloss'),
      /^main\.tf:1: unknown rule dataloss; did you mean data-loss\? .* lists all rules under "Accept a danger"$/,
    ],
    [line.replace('data-loss', 'weaker-protection'), /: unknown rule weaker-protection, which is a kind of danger\. /],
    [line.replace('data-loss', 'x'), /: unknown rule x\. The note names the rule of each danger/],
  ])('rejects the invalid comment %j', (text, expected) => expect(() => accept(text)).toThrow(expected));
});

const plan = planOf(
  {
    resource_changes: [
      { ...deleted('aws_dynamodb_table.jobs'), address: 'module.a.aws_dynamodb_table.jobs["x"]' },
      updated('github_repository.site', { visibility: 'private' }, { visibility: 'public' }),
    ],
  },
  { stack: 'dev' },
);
const reviewed = (text: string, today = '2026-11-29') =>
  reviewOf(plan, { acceptedDangers: { acceptances: parseAcceptances(text, 'accepted.txt'), today } });

describe('reviews with acceptances', () => {
  test('lists accepted dangers separately, with reason and last day', () => {
    const review = reviewed(line.replace('until', 'for aws_dynamodb_table.jobs until'));
    expect(review.verdict).toBe('danger');
    expect(review.unjudged).toEqual([]);
    expect(review.dangers.map(({ rule }) => rule)).toEqual(['public-access']);
    expect(review.accepted.map(({ danger }) => plain(danger.what))).toEqual([expect.stringMatching(/items are lost/)]);
    const note = noteOf(review, { commit: undefined });
    expect(note).toMatch(
      /\*\*Accepted dangers\*\*\n\n.*items are lost, accepted until 2026-12-31 because the table is empty/,
    );
    expect(note).toContain('# plan-review: accept public-access until');
  });

  test('reports an expired acceptance, and does not apply it', () => {
    const review = reviewed(line, '2027-01-01');
    expect(review.verdict).toBe('critical');
    expect(review.accepted).toEqual([]);
    const note = noteOf(review, { commit: undefined });
    expect(note).toContain('**Acceptances that do not apply**');
    expect(note).toMatch(/the acceptance of `data-loss` in `accepted\.txt:1` expired on 2026-12-31/);
  });

  test('names the resource of a danger that an acceptance does not cover', () => {
    const other = line.replace('until', 'for aws_dynamodb_table.orders until');
    const note = noteOf(reviewed(other), { commit: undefined });
    const sentence = 'is not used: the danger concerns';
    expect(note).toContain(
      `the acceptance of \`data-loss\` in \`accepted.txt:1\` ${sentence} \`module.a.aws_dynamodb_table.jobs["x"]\``,
    );
    expect(terminalOf(reviewed(other), { columns: 200, colour: false })).toContain(sentence);
    expect(JSON.parse(jsonOf([reviewed(other)])).reviews[0].unused).toMatchObject([
      {
        rule: 'data-loss',
        place: 'accepted.txt:1',
        intended: [],
        elsewhere: ['module.a.aws_dynamodb_table.jobs["x"]'],
      },
    ]);
    expect(reviewed(other, '2027-01-01').unused).toEqual([]);
    expect(reviewed(line).unused).toEqual([]);
  });

  test('does not mention an acceptance whose danger may have been applied before, except in JSON', () => {
    const unused = reviewed(line.replace('data-loss', 'metrics-lost'));
    expect(noteOf(unused, { commit: undefined })).not.toContain('not used');
    expect(JSON.parse(jsonOf([unused])).reviews[0].unused).toMatchObject([{ rule: 'metrics-lost', elsewhere: [] }]);
  });

  test('names the rule of the danger if an acceptance names the kind', () => {
    const kind = line.replace('data-loss', 'exposure');
    expect(noteOf(reviewed(kind), { commit: undefined })).toContain(
      'the acceptance of `exposure` in `accepted.txt:1` is not used: to accept the dangers of the kind exposure, use `public-access`',
    );
    expect(reviewed(kind.replace('until', 'for aws_sqs_queue.jobs until')).unused).toMatchObject([{ intended: [] }]);
  });
});
