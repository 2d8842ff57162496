import type { Acceptance } from './acceptance';
import type { Finding } from './findings';
import { sortFindings } from './sort-findings';

const finding = (address: string, check = 'sqs-redrive'): Finding => ({
  check,
  address,
  where: undefined,
  severity: 'major',
  reason: 'it fails',
  fix: 'mend it',
  source: 'Serverless Lens REL 2',
});
const accepting = (more: Partial<Acceptance>): Acceptance => ({
  check: 'sqs-redrive',
  address: 'aws_sqs_queue.jobs',
  why: 'It is a test.',
  ...more,
});
const looked = (...addresses: readonly string[]) => [
  { stack: 'dev', path: 'main.ts', findings: addresses.map((address) => finding(address)) },
];
const sortedOn = (today: string | undefined, acceptance: Acceptance, ...addresses: readonly string[]) =>
  sortFindings(looked(...addresses), [acceptance], today);

describe('acceptances', () => {
  test('accepts only the matching finding', () => {
    const { open, accepted, stale } = sortedOn(undefined, accepting({}), 'aws_sqs_queue.jobs', 'aws_sqs_queue.other');
    expect(open.map(({ finding: { address } }) => address)).toEqual(['aws_sqs_queue.other']);
    expect(accepted.map(({ by }) => by.why)).toEqual(['It is a test.']);
    expect(stale).toEqual([]);
  });

  test.each([
    ['aws_sqs_queue.*', 'aws_sqs_queue.jobs', true],
    ['aws_sqs_queue.*', 'aws_sqs_queue_policy.jobs', false],
    ['aws_sqs_queue.jobs', 'aws_sqs_queue_jobs', false],
    ['aws_sqs_queue.jobs', 'module.m.aws_sqs_queue.jobs', false],
    ['module.*.aws_sqs_queue.jobs[*]', 'module.m.aws_sqs_queue.jobs[0]', true],
  ])('with the address %s, accepts a finding about %s: %s', (address, found, isOne) => {
    expect(sortedOn(undefined, accepting({ address }), found).open).toHaveLength(isOne ? 0 : 1);
  });

  test('does not accept a finding in another stack', () => {
    expect(sortedOn(undefined, accepting({ stack: 'prod' }), 'aws_sqs_queue.jobs').open).toHaveLength(1);
  });

  test('does not accept a finding of another check', () => {
    expect(sortedOn(undefined, accepting({ check: 'sqs-public' }), 'aws_sqs_queue.jobs').open).toHaveLength(1);
  });

  test('does not accept a finding in the plan of another project', () => {
    const [ours] = looked('aws_sqs_queue.jobs');
    const theirs = ours === undefined ? [] : [{ ...ours, acceptances: [] }];
    expect(sortFindings(theirs, [accepting({})], undefined).open).toHaveLength(1);
  });

  test('reports an acceptance without a matching finding as stale', () => {
    expect(sortedOn(undefined, accepting({}), 'aws_sqs_queue.other').stale).toEqual([accepting({})]);
  });
});

describe('acceptances with an end date', () => {
  const until = '2026-12-31';
  const on = (today: string | undefined) => sortedOn(today, accepting({ until }), 'aws_sqs_queue.jobs');

  test.each([
    ['2026-11-30', 'accepted'],
    ['2026-12-01', 'ending'],
    ['2026-12-31', 'ending'],
    ['2027-01-01', 'open'],
  ])('on %s, returns the state of the acceptance: %s', (today, state) => {
    const { open, accepted, ending, stale } = on(today);
    const states = { open: open.length, accepted: accepted.length, ending: ending.length, stale: stale.length };
    expect(states).toEqual({
      open: state === 'open' ? 1 : 0,
      accepted: state === 'open' ? 0 : 1,
      ending: state === 'ending' ? 1 : 0,
      stale: 0,
    });
  });

  test('reports an expired acceptance together with the finding', () => {
    expect(on('2027-01-01').open.map(({ ended }) => ended?.until)).toEqual([until]);
  });

  test('ignores end dates without a current date, so a passing commit keeps passing', () => {
    expect(on(undefined)).toMatchObject({ open: [], ending: [], accepted: [{}] });
  });

  test('prefers a valid acceptance of the same finding to an expired acceptance', () => {
    const sorted = sortFindings(looked('aws_sqs_queue.jobs'), [accepting({ until }), accepting({})], '2027-01-01');
    expect(sorted).toMatchObject({ open: [], accepted: [{ by: accepting({}) }], stale: [] });
  });
});
