import { fc, test } from '@fast-check/jest';
import { pageOf } from './page';
import { AwsError } from './service-api';

const invalidTokenCode = 'InvalidNextToken';

test.prop([fc.array(fc.integer()), fc.integer({ min: 1, max: 10 })])(
  'pageOf returns pages that together contain the whole list',
  (items, size) => {
    const read: number[] = [];
    let token: string | undefined;
    do {
      const page = pageOf(items, { size, token, invalidTokenCode });
      read.push(...page.items);
      token = page.nextToken?.NextToken;
    } while (token !== undefined);
    expect(read).toEqual(items);
  },
);

test.each([
  '',
  'invalid',
  Buffer.from('offset 0').toString('base64url'),
  Buffer.from('offset 9').toString('base64url'),
])('rejects the token %j', (token) =>
  expect(() => pageOf([1, 2, 3], { size: 1, token, invalidTokenCode })).toThrow(
    expect.objectContaining({ name: invalidTokenCode, constructor: AwsError }),
  ),
);
