import { corsWidened } from './cors-widened';
import { created, reportedBy, updated } from './dangers.fixture';

const reported = reportedBy(corsWidened);
const allowing = (allowed_origins: readonly string[], ...allowed_methods: readonly string[]) => ({
  cors_rule: [{ allowed_methods, allowed_origins }],
});
const bucket = 'aws_s3_bucket_cors_configuration.b';

test('reports methods that scripts on any website can newly use', () => {
  expect(reported(updated(bucket, allowing(['*'], 'GET'), allowing(['*'], 'GET', 'PUT')))).toEqual([
    `${bucket} now accepts PUT requests from scripts on any website`,
  ]);
  expect(reported(updated(bucket, allowing(['https://shop.example'], 'GET'), allowing(['*'], 'GET')))).toEqual([
    `${bucket} now accepts GET requests from scripts on any website`,
  ]);
});

test('ignores fewer methods, single websites, and new rules', () => {
  expect(reported(updated(bucket, allowing(['*'], '*'), allowing(['*'], 'GET')))).toEqual([]);
  expect(reported(updated(bucket, allowing(['*'], 'GET', 'PUT'), allowing(['*'], 'GET')))).toEqual([]);
  expect(reported(updated(bucket, allowing([], 'GET'), allowing(['https://shop.example'], 'GET')))).toEqual([]);
  expect(reported(created(bucket, allowing(['*'], 'GET')))).toEqual([]);
});
