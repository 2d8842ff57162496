import { differencesOf } from './difference';

const policy = (resource: string | readonly string[]) => ({
  policy: JSON.stringify({ Statement: [{ Action: 'iot:Publish', Resource: resource }] }),
});

test('a text in place of a list of texts is a list of one, as policies have it', () => {
  const { known } = differencesOf({ before: policy(['a', 'b']), after: policy('b'), unknown: null });
  expect(known).toEqual([{ path: ['policy', 'Statement', 'Resource'], before: ['a'], after: undefined }]);
  expect(differencesOf({ before: policy(['a']), after: policy('a'), unknown: null }).known).toEqual([]);
});

describe('what only the apply will tell', () => {
  const block = (values: object) => ({ root: [{ size: 8, ...values }], tags: { a: '1' } });
  const of = (before: object, after: object, unknown: object) =>
    differencesOf(JSON.parse(JSON.stringify({ before, after, unknown })));

  test('is told by its path inside of a block, and is neither gone nor new', () =>
    expect(of(block({ encrypted: true }), block({ size: 16 }), { root: [{ encrypted: true }], arn: true })).toEqual({
      known: [{ path: ['root', 'size'], before: 8, after: 16 }],
      afterApply: [['arn'], ['root', 'encrypted']],
    }));

  test('is a part of a new block of which the rest is known', () =>
    expect(of({}, { sqs: [{ url: null, base64: true }] }, { sqs: [{ url: true }] })).toEqual({
      known: [{ path: ['sqs'], before: undefined, after: [{ base64: true }] }],
      afterApply: [['sqs']],
    }));

  test('may be one item of a list, or all of it', () => {
    expect(of({ subnets: ['a', 'b'] }, { subnets: ['a', null] }, { subnets: [false, true] })).toEqual({
      known: [{ path: ['subnets'], before: ['b'], after: undefined }],
      afterApply: [['subnets']],
    });
    expect(of({ subnets: ['a'] }, {}, { subnets: true })).toEqual({ known: [], afterApply: [['subnets']] });
  });

  test('is nothing where Terraform says of each part that it is known', () =>
    expect(of(block({}), block({}), { root: [{}], tags: {} })).toEqual({ known: [], afterApply: [] }));
});

test('a number that is written as a text, and a statement in place of a list of one, are the same', () => {
  const [before, after] = [
    { timeout: '30', on: 'true' },
    { timeout: 30, on: true },
  ];
  expect(differencesOf({ before, after, unknown: null }).known).toEqual([]);
  const one = { policy: JSON.stringify({ Statement: { Action: ['iot:Publish'], Resource: 'a' } }) };
  expect(differencesOf({ before: policy('a'), after: one, unknown: null }).known).toEqual([]);
});
