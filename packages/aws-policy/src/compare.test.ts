import { fc, test as property } from '@fast-check/jest';
import { evaluate, parsePolicy, rightsGained } from '.';
import { covers, overlap } from './cover';
import { fitsWildcard } from './wildcard';

const policy = (...Statement: readonly object[]) => [parsePolicy({ Version: '2012-10-17', Statement })];
const allow = (Action: string | string[], Resource: string | string[] = '*', more: object = {}) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});
const rightsOf = (before: readonly object[], after: readonly object[]) =>
  rightsGained(policy(...before), policy(...after)).map(({ action, resource, because }) => [action, resource, because]);

describe('rightsGained', () => {
  test("matches only identical statements if the policies far exceed AWS's size limit", () => {
    const many = (from: number) =>
      Array.from({ length: 8_000 }, (_, at) => allow(`s3:Get${from + at}*`, `arn:aws:s3:::b${from + at}/*`));
    expect(rightsOf(many(0), many(1_000))).toHaveLength(1_000);
    const narrower = [allow('s3:Get1x', 'arn:aws:s3:::b1/x')];
    expect(rightsOf(many(0), narrower)).toEqual([]);
  });

  test('returns the new action and resource', () =>
    expect(rightsOf([allow('iot:Publish', 'topic/a')], [allow('iot:Publish', ['topic/a', 'topic/*'])])).toEqual([
      ['iot:Publish', 'topic/*', 'allowed'],
    ]));

  test('ignores the order, Sids and splitting of statements', () => {
    const one = [allow(['s3:GetObject', 's3:PutObject'], ['a', 'b'], { Sid: 'Both' })];
    const two = [allow('s3:putobject', ['b', 'a']), allow('s3:GetObject', ['b', 'a'])];
    expect(rightsOf(one, two)).toEqual([]);
    expect(rightsOf(two, one)).toEqual([]);
  });

  test('ignores actions that a wildcard allowed before', () =>
    expect(rightsOf([allow('s3:*', 'arn:*')], [allow('s3:GetObject', 'arn:aws:s3:::b/*')])).toEqual([]));

  test('ignores an Allow that a Deny overrides', () =>
    expect(rightsOf([], [allow('iot:*'), { ...allow('iot:*'), Effect: 'Deny' }])).toEqual([]));

  test('reports the permissions that a removed Deny denied', () =>
    expect(rightsOf([allow('iot:*'), { ...allow('iot:Publish'), Effect: 'Deny' }], [allow('iot:*')])).toEqual([
      ['iot:Publish', '*', 'no longer denied'],
    ]));

  test('reports a removed Deny if another policy may allow the call, but not an unchanged Deny', () => {
    const deny = policy({ ...allow('s3:*'), Effect: 'Deny', Principal: '*' });
    expect(rightsGained(deny, [])).toEqual([]);
    expect(rightsGained(deny, [], { elsewhere: true })).toMatchObject([
      { action: 's3:*', because: 'no longer denied' },
    ]);
    expect(rightsGained(deny, deny, { elsewhere: true })).toEqual([]);
  });

  test('reports a removed condition, but not an added condition', () => {
    const bound = allow('iot:Connect', '*', { Condition: { Bool: { 'iot:Connection.Thing.IsAttached': 'true' } } });
    expect(rightsOf([bound], [allow('iot:Connect')])).toEqual([['iot:Connect', '*', 'allowed']]);
    expect(rightsOf([allow('iot:Connect')], [bound])).toEqual([]);
  });

  test('returns the conditions removed from an existing permission in their original spelling', () => {
    const attached = { Bool: { 'iot:Connection.Thing.IsAttached': 'true' } };
    const source = (...accounts: string[]) => ({ StringEquals: { 'aws:SourceAccount': accounts } });
    const without = (before: readonly object[], after: object) =>
      rightsGained(policy(...before), policy(after)).map((right) => right.without);
    const both = allow('iot:*', '*', { Condition: { ...attached, ...source('1') } });
    expect(without([both], allow('iot:Connect', 'client/a', { Condition: attached }))).toEqual([
      ['StringEquals aws:SourceAccount 1'],
    ]);
    const bound = allow('iot:Connect', '*', { Condition: attached });
    expect(without([both, bound], allow('iot:Connect'))).toEqual([['Bool iot:Connection.Thing.IsAttached true']]);
    expect(without([bound], allow('iot:Publish'))).toEqual([[]]);
  });

  test('does not report a condition with changed values as removed', () => {
    const of = (...values: string[]) =>
      policy(allow('s3:*', '*', { Condition: { StringEquals: { 'aws:SourceAccount': values } } }));
    expect(rightsGained(of('1'), of('2'))).toMatchObject([
      { conditions: ['StringEquals aws:SourceAccount 2'], without: [] },
    ]);
  });

  test('reports an additional value in a condition as a gain, unless the operator is negated', () => {
    const from = (operator: string, ...values: string[]) =>
      allow('sns:Publish', '*', { Condition: { [operator]: { 'aws:SourceAccount': values } } });
    expect(rightsOf([from('StringEquals', '1')], [from('StringEquals', '1', '2')])).toHaveLength(1);
    expect(rightsOf([from('StringEquals', '1', '2')], [from('StringEquals', '1')])).toEqual([]);
    expect(rightsOf([from('StringNotEquals', '1')], [from('StringNotEquals', '1', '2')])).toEqual([]);
    expect(rightsOf([from('StringNotEquals', '1', '2')], [from('StringNotEquals', '1')])).toHaveLength(1);
  });

  test('distinguishes a variable from a literal name', () => {
    const variable = allow('iot:Connect', 'client/${iot:Connection.Thing.ThingName}');
    expect(rightsOf([variable], [variable])).toEqual([]);
    expect(rightsOf([variable], [allow('iot:Connect', 'client/light-1')])).toHaveLength(1);
    expect(rightsOf([allow('iot:Connect', 'client/${*}')], [allow('iot:Connect', 'client/*')])).toHaveLength(1);
  });

  test('compares the names that NotAction and NotResource exclude', () => {
    const but = (...NotAction: string[]) => ({ Effect: 'Allow', NotAction, Resource: '*' });
    expect(rightsOf([but('iam:*')], [but('iam:*', 'sts:*')])).toEqual([]);
    expect(rightsOf([but('iam:*', 'sts:*')], [but('iam:*')])).toEqual([['everything but iam:*', '*', 'allowed']]);
    expect(rightsOf([but('iam:*')], [allow('s3:GetObject')])).toEqual([]);
    expect(rightsOf([but('iam:*')], [allow('iam:GetRole')])).toHaveLength(1);
  });

  test('reports an additional principal in a resource policy', () => {
    const by = (Service: string) => [{ Effect: 'Allow', Action: 'lambda:InvokeFunction', Principal: { Service } }];
    const [right] = rightsGained(policy(...by('iot.amazonaws.com')), policy(...by('events.amazonaws.com')));
    expect(right).toMatchObject({ principal: 'Service events.amazonaws.com', resource: undefined });
  });

  test('treats the id of an account and the ARN of its root as the same principal', () => {
    const by = (AWS: string) => policy({ Effect: 'Allow', Action: 'lambda:InvokeFunction', Principal: { AWS } });
    expect(rightsGained(by('arn:aws:iam::111122223333:root'), by('111122223333'))).toEqual([]);
    expect(rightsGained(by('111122223333'), by('arn:aws:iam::111122223333:root'))).toEqual([]);
    expect(rightsGained(by('arn:aws:iam::111122223333:root'), by('444455556666'))).toHaveLength(1);
  });
});

const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), minLength: 1, maxLength: 6 });
const text = fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 1, maxLength: 6 });

// The patterns contain only the letters a and b; the letter c represents every other character.
const texts = Array.from({ length: 6 }).reduce<readonly string[]>(
  (shorter) => ['', ...shorter.flatMap((start) => ['a', 'b', 'c'].map((end) => start + end))],
  [''],
);
const shortPattern = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), minLength: 1, maxLength: 3 });

describe('patterns', () => {
  property.prop([pattern, pattern, text])(
    'a covering pattern matches everything that the covered pattern matches',
    (wide, narrow, example) => {
      fc.pre(covers(wide, narrow) && fitsWildcard(narrow, example));
      expect(fitsWildcard(wide, example)).toBe(true);
    },
  );

  property.prop([pattern, pattern, text])('two patterns overlap if they match the same text', (one, other, example) => {
    fc.pre(fitsWildcard(one, example) && fitsWildcard(other, example));
    expect(overlap(one, other)).toBe(true);
  });

  property.prop([shortPattern, shortPattern])('two patterns overlap only if some text matches both', (one, other) => {
    const fitting = texts.filter((each) => fitsWildcard(other, each));
    expect(overlap(one, other)).toBe(fitting.some((each) => fitsWildcard(one, each)));
  });
});

describe('patterns of thousands of characters', () => {
  const stars = '*'.repeat(3_000);
  const many = (text: string) => `${text.repeat(20_000)}*`;

  // comparing them character by character took 10 s for a policy of 8 KB
  test('compares patterns of thousands of characters in linear time', () => {
    expect(covers(stars, `${stars}a`)).toBe(true);
    expect(covers(many('*a'), many('*b'))).toBe(false);
    expect(covers(many('*?'), many('a'))).toBe(true);
    expect(overlap(many('*a'), many('*b'))).toBe(true);
    expect(overlap(`a${many('*a')}`, `b${many('*b')}`)).toBe(false);
    expect(overlap(many('*a'), 'a?'.repeat(20_000))).toBe(true);
  }, 2_000);

  test('treats patterns as overlapping, but not as covering each other, if the comparison would take too long', () => {
    const text = 'a'.repeat(200_000);
    const part = `*${'a'.repeat(100_000)}b*`;
    for (const other of [text, `${text}?`, `${text}*`]) {
      expect(covers(part, other)).toBe(false);
      expect(overlap(part, other)).toBe(true);
    }
    expect(rightsOf([allow('s3:*', part)], [allow('s3:*', `${text}?`)])).toHaveLength(1);
  }, 2_000);
});

const statement = fc.record({
  Effect: fc.constantFrom('Allow', 'Allow', 'Deny'),
  Action: fc.array(
    pattern.map((name) => `s:${name}`),
    { minLength: 1, maxLength: 2 },
  ),
  Resource: fc.array(pattern, { minLength: 1, maxLength: 2 }),
});
const statements = fc.array(statement, { maxLength: 3 });

describe('permission changes, checked by evaluating individual requests', () => {
  property.prop([statements, statements, text, text], { numRuns: 500 })(
    'a gained permission covers every newly allowed request',
    (before, after, action, resource) => {
      const decide = (document: readonly object[]) =>
        evaluate({
          policies: policy(...document).map((each) => ({ name: 'p', document: each })),
          action: `s:${action}`,
          resource,
          context: {},
        }).decision;
      fc.pre(decide(before) !== 'allowed' && decide(after) === 'allowed');
      const rights = rightsGained(policy(...before), policy(...after));
      const speaks = rights.some(
        (right) =>
          fitsWildcard(right.action.toLowerCase(), `s:${action}`) && fitsWildcard(right.resource ?? '*', resource),
      );
      expect(speaks).toBe(true);
    },
  );

  property.prop([statements])('unchanged policies gain no permissions', (same) => {
    expect(rightsGained(policy(...same), policy(...same))).toEqual([]);
  });
});
