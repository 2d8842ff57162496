import { checkNewBucket } from './s3-bucket-checks';

const located = (constraint: string) =>
  `<CreateBucketConfiguration><LocationConstraint>${constraint}</LocationConstraint></CreateBucketConfiguration>`;
const check = (name: string, body = located('eu-west-1'), more: { region?: string; exists?: boolean } = {}) =>
  checkNewBucket({ body: Buffer.from(body) }, { name, region: 'eu-west-1', exists: false, ...more });

describe('checkNewBucket', () => {
  test.each(['abc', 'my.bucket-1', 'a'.repeat(63)])('accepts the name %s', (name) => {
    expect(() => check(name)).not.toThrow();
  });

  test.each(['ab', 'a'.repeat(64), 'Upper', 'under_score', '-dash', 'dot.', 'two..dots', '192.168.0.1'])(
    'rejects the name %s',
    (name) => expect(() => check(name)).toThrow(expect.objectContaining({ code: 'InvalidBucketName', status: 400 })),
  );

  test.each([
    [located('eu-central-1'), 'eu-west-1', 'IllegalLocationConstraintException'],
    ['', 'eu-west-1', 'IllegalLocationConstraintException'],
    [located('us-east-1'), 'us-east-1', 'InvalidLocationConstraint'],
  ])('rejects the location %s in %s', (body, region, code) => {
    expect(() => check('abc', body, { region })).toThrow(expect.objectContaining({ code }));
  });

  test('accepts another location in us-east-1', () => {
    expect(() => check('abc', located('eu-west-1'), { region: 'us-east-1' })).not.toThrow();
  });

  test('rejects an existing bucket, except in us-east-1', () => {
    expect(() => check('abc', located('eu-west-1'), { exists: true })).toThrow(
      expect.objectContaining({ code: 'BucketAlreadyOwnedByYou', status: 409 }),
    );
    expect(() => check('abc', '', { region: 'us-east-1', exists: true })).not.toThrow();
  });
});
