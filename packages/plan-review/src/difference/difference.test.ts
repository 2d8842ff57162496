import type { Value } from '@himeshima/terraform-json';
import { differencesOf, insignificantPaths } from './difference';

const policy = (resource: string | readonly string[]) => ({
  policy: JSON.stringify({ Statement: [{ Action: 'iot:Publish', Resource: resource }] }),
});

test('treats a string like a list with only this string, as in policies', () => {
  const { known } = differencesOf({ before: policy(['a', 'b']), after: policy('b'), unknown: null });
  expect(known).toEqual([{ path: ['policy', 'Statement', 'Resource'], before: ['a'], after: [] }]);
  expect(differencesOf({ before: policy(['a']), after: policy('a'), unknown: null }).known).toEqual([]);
});

describe('values known only after apply', () => {
  const block = (values: object) => ({ root: [{ size: 8, ...values }], tags: { a: '1' } });
  const of = (before: object, after: object, unknown: object) =>
    differencesOf(JSON.parse(JSON.stringify({ before, after, unknown })));

  test('lists unknown values by their path in a block, not as removed or new', () =>
    expect(of(block({ encrypted: true }), block({ size: 16 }), { root: [{ encrypted: true }], arn: true })).toEqual({
      known: [{ path: ['root', 'size'], before: 8, after: 16 }],
      afterApply: [['arn'], ['root', 'encrypted']],
      rewritten: [],
    }));

  test('lists a masked block with unknown attributes as unknown, not as removed', () =>
    expect(of({ a: '«secret»' }, { a: '«secret»' }, { a: [{ enabled: true }] })).toEqual({
      known: [],
      afterApply: [['a']],
      rewritten: [],
    }));

  test('lists a masked list whose items are known as one value', () =>
    expect(of({ secret: 'one' }, { secret: 'two' }, { secret: [{}, {}] })).toEqual({
      known: [{ path: ['secret'], before: 'one', after: 'two' }],
      afterApply: [],
      rewritten: [],
    }));

  test('lists an unknown value in a new block', () =>
    expect(of({}, { sqs: [{ url: null, base64: true }] }, { sqs: [{ url: true }] })).toEqual({
      known: [{ path: ['sqs'], before: undefined, after: [{ base64: true }] }],
      afterApply: [['sqs', 'url']],
      rewritten: [],
    }));

  test('lists a new block with many unknown values as a whole', () =>
    expect(of({}, { sqs: [{ base64: true }] }, { sqs: [{ a: true, b: true, c: true, d: true }] }).afterApply).toEqual([
      ['sqs'],
    ]));

  test('lists an unknown list, and an unknown item, which may be an item that seems to be removed', () => {
    expect(of({ subnets: ['a', 'b'] }, { subnets: ['a', null] }, { subnets: [false, true] })).toEqual({
      known: [],
      afterApply: [['subnets']],
      rewritten: [],
    });
    expect(of({ subnets: ['a', 'b', 'c'] }, { subnets: ['a', null] }, { subnets: [false, true] })).toMatchObject({
      known: [{ path: ['subnets'], before: ['b', 'c'], after: [] }],
    });
    expect(of({ subnets: ['a'] }, {}, { subnets: true })).toMatchObject({ known: [], afterApply: [['subnets']] });
  });

  test('does not compare unknown and old values if the type changes', () =>
    expect(of({ secret: 'hidden' }, { secret: [{ on: null }] }, { secret: [{ on: true }] })).toEqual({
      known: [{ path: ['secret'], before: 'hidden', after: undefined }],
      afterApply: [['secret']],
      rewritten: [],
    }));

  test('lists nothing if Terraform marks every nested value as known', () =>
    expect(of(block({}), block({}), { root: [{}], tags: {} })).toMatchObject({ known: [], afterApply: [] }));
});

test('treats a number like its string form, and a statement like a list with only this statement', () => {
  const [before, after] = [
    { timeout: '30', on: 'true' },
    { timeout: 30, on: true },
  ];
  expect(differencesOf({ before, after, unknown: null }).known).toEqual([]);
  const one = { policy: JSON.stringify({ Statement: { Action: ['iot:Publish'], Resource: 'a' } }) };
  expect(differencesOf({ before: policy('a'), after: one, unknown: null }).known).toEqual([]);
});

test('ignores values that a provider returns for undeclared attributes', () => {
  const [before, after] = [{ note: null, list: null }, JSON.parse('{"note":"","list":[],"block":{}}')];
  expect(differencesOf({ before, after, unknown: null })).toEqual({ known: [], afterApply: [], rewritten: [] });
});

describe('differences between policies', () => {
  const statement = (Action: string | readonly string[], Resource: string | readonly string[], more: object = {}) => ({
    Effect: 'Allow',
    Action,
    Resource,
    ...more,
  });
  const text = (statements: readonly object[], Version = '2012-10-17') =>
    JSON.stringify({ Version, Statement: statements });
  const rewritten = (before: string, after: string) =>
    differencesOf({ before: { policy: before }, after: { policy: after }, unknown: null });
  const [publish, connect] = [statement('iot:Publish', ['a', 'b']), statement('iot:Connect', 'c')];

  test('reports an equivalent policy if statements are only reordered, renamed or split', () => {
    const same = { known: [], afterApply: [], rewritten: [{ path: ['policy'], as: 'the same policy' }] };
    expect(rewritten(text([publish, connect]), text([connect, publish]))).toEqual(same);
    const split = ['b', 'a'].map((topic) => statement(['iot:Publish'], topic, { Sid: `To${topic}` }));
    expect(rewritten(text([publish, connect]), text([...split, connect]))).toEqual(same);
  });

  test('reports a changed policy if allowed actions, denied actions or the version differ', () => {
    const denies = statement('iot:Publish', 'b', { Effect: 'Deny' });
    for (const other of [text([connect, statement('iot:Publish', 'a')]), text([connect, publish, denies])])
      expect(rewritten(text([publish, connect]), other)).toMatchObject({ known: [expect.anything()], rewritten: [] });
    expect(rewritten(text([publish]), text([publish], '2008-10-17')).known).toEqual([
      { path: ['policy', 'Version'], before: '2012-10-17', after: '2008-10-17' },
    ]);
  });

  test('reports only the changed statements of a policy, even if other statements move', () => {
    const before = text([connect, statement('iot:Receive', ['r', 's']), publish]);
    const after = text([statement('iot:Publish', ['a', 'b', 'd']), connect]);
    expect(rewritten(before, after).known).toEqual([
      { path: ['policy', 'Statement', '[1]'], before: statement('iot:Receive', ['r', 's']), after: undefined },
      { path: ['policy', 'Statement', '[2]', 'Resource'], before: [], after: ['d'] },
    ]);
  });
});

test('reports a list that is only reordered, because the order may matter, and a document with the same values', () => {
  const rewritten = (one: Value, other: Value) =>
    differencesOf({ before: { it: one }, after: { it: other }, unknown: null });
  const orders = [
    [
      ['a', 'b'],
      ['b', 'a'],
    ],
    [
      [{ host: 'a' }, { host: 'b' }],
      [{ host: 'b' }, { host: 'a' }],
    ],
  ];
  expect(rewritten('{"a":1,"b":2}', '{"b":2, "a":1}').rewritten).toEqual([{ path: ['it'], as: 'the same values' }]);
  for (const [one, other] of orders)
    expect(rewritten(one ?? null, other ?? null)).toEqual({
      known: [],
      afterApply: [],
      rewritten: [{ path: ['it'], as: 'another order' }],
    });
});

describe('lists with thousands of items', () => {
  const count = 10_000;
  const numbers = Array.from({ length: count }, (_, at) => at);
  const differences = (before: readonly Value[], after: readonly Value[]) =>
    differencesOf({ before: { items: before }, after: { items: after }, unknown: null });
  // an earlier version compared all pairs, which took 99 s for 20,000 objects
  const limit = 5_000;

  test(
    'compares the lists item by item',
    () => {
      const itemsOf = (added: number) => numbers.map((at) => ({ port: at + added, range: [`from ${at + added}`] }));
      const { known } = differences(itemsOf(0), itemsOf(count));
      expect(known).toHaveLength(2 * count);
      expect(known[1]).toEqual({ path: ['items', '[0]', 'range'], before: ['from 0'], after: [`from ${count}`] });
    },
    limit,
  );

  test(
    'treats a list with a different order of items and attributes as reordered',
    () => {
      const before = numbers.map((at) => ({ port: at, range: [at] }));
      const after = numbers.map((at) => ({ range: [at], port: at })).reverse();
      expect(differences(before, after)).toEqual({
        known: [],
        afterApply: [],
        rewritten: [{ path: ['items'], as: 'another order' }],
      });
    },
    limit,
  );

  test('matches equal items one to one', () => {
    const item = { port: 1 };
    const { known } = differences([item, item, { port: 2 }], [{ port: 3 }, item]);
    expect(known).toEqual([
      { path: ['items', '[1]', 'port'], before: 1, after: 3 },
      { path: ['items', '[2]'], before: { port: 2 }, after: undefined },
    ]);
  });

  test(
    'compares lists of strings as sets',
    () => {
      const textsOf = (added: number) => numbers.map((at) => `text ${at + added}`);
      expect(differences(textsOf(0), textsOf(count)).known).toEqual([
        { path: ['items'], before: textsOf(0), after: textsOf(count) },
      ]);
    },
    limit,
  );
});

describe('changes that another comparison could miss', () => {
  const of = (before: Value, after: Value) =>
    differencesOf({ before: { it: before }, after: { it: after }, unknown: null });

  test('reports an item that replaces its duplicate, instead of another order', () =>
    expect(of(['a', 'b', 'a'], ['a', 'b', 'b'])).toMatchObject({
      known: [{ path: ['it'], before: ['a'], after: ['b'] }],
      rewritten: [],
    }));

  test('reports an empty block, which may be the setting itself', () =>
    expect(of([{ none: [{}], count: [] }], [{ none: [], count: [{}] }]).known).toEqual([
      { path: ['it', 'none'], before: {}, after: undefined },
      { path: ['it', 'count'], before: undefined, after: {} },
    ]));

  test('reports a number with more than 15 digits in a document', () => {
    const [before, after] = ['{"id":12345678901234567890}', '{"id":12345678901234567891}'];
    expect(of(before, after).known).toEqual([{ path: ['it'], before, after }]);
  });

  test('reports a text that becomes a list with this text as the same value', () =>
    expect(of('a', ['a']).rewritten).toEqual([{ path: ['it'], as: 'the same values' }]));

  test('lists values that stay empty, and numbers that become text', () =>
    expect(
      insignificantPaths({
        before: { note: null, list: null, port: 80, name: 'a' },
        after: { note: '', list: [], port: '80', name: 'a' },
        unknown: null,
      }),
    ).toEqual([['list'], ['note'], ['port']]));
});
