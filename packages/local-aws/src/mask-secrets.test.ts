import { maskSecrets } from './mask-secrets';

test('masks sensitive values in an error', () => {
  expect(maskSecrets('cannot convert "s3cret-token" to a number, nor "s3cret"', ['s3cret-token', 's3cret'])).toBe(
    'cannot convert "(sensitive value)" to a number, nor "(sensitive value)"',
  );
  expect(maskSecrets('cannot convert "a" to a number', [])).toBe('cannot convert "a" to a number');
});
