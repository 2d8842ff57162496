import { withTableNames } from './table-names';

const arn = 'arn:aws:dynamodb:eu-west-1:000000000000:table/things';
const named = (input: unknown) => withTableNames(input, Buffer.from(JSON.stringify(input)));

test.each([
  [
    { TableName: arn, Key: { a: { S: arn } } },
    { TableName: 'things', Key: { a: { S: arn } } },
  ],
  [{ RequestItems: { [arn]: [], other: [] } }, { RequestItems: { things: [], other: [] } }],
  [
    { TransactItems: [{ Put: { TableName: arn } }, { Get: { TableName: 'other' } }, null] },
    { TransactItems: [{ Put: { TableName: 'things' } }, { Get: { TableName: 'other' } }, null] },
  ],
])('replaces the ARNs of tables in %j', (input, expected) => {
  expect(named(input)).toEqual(expected);
});

test('leaves a call without ARNs unchanged', () => {
  expect(named({ TableName: 'things' })).toBeUndefined();
});
