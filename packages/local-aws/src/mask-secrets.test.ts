import { maskSecrets } from './mask-secrets';

test('masks sensitive values of a plan in an error', () => {
  const planned = { isRead: false, unknown: [], assumed: [], provisioners: 0, secrets: ['s3cret-token', 's3cret'] };
  expect(maskSecrets('cannot convert "s3cret-token" to a number, nor "s3cret"', { planned })).toBe(
    'cannot convert "(sensitive value)" to a number, nor "(sensitive value)"',
  );
  expect(maskSecrets('cannot convert "a" to a number', {})).toBe('cannot convert "a" to a number');
});
