import { reportedBy, updated } from './dangers.fixture';
import { filterChanged } from './filter-changed';

const reported = reportedBy(filterChanged);
const mapping = (...patterns: readonly string[]) => ({
  filter_criteria: patterns.length === 0 ? [] : [{ filter: patterns.map((pattern) => ({ pattern })) }],
});
const changed = (before: object, after: object) =>
  reported(updated('aws_lambda_event_source_mapping.m', before, after));

test('reports a changed log or event pattern', () => {
  const filter = (filter_pattern: string) => ({ filter_pattern });
  expect(
    reported(updated('aws_cloudwatch_log_subscription_filter.s', filter('?ERROR ?REPORT'), filter('?REPORT'))),
  ).toEqual([
    'aws_cloudwatch_log_subscription_filter.s forwards ?REPORT instead of ?ERROR ?REPORT: all other events are ignored',
  ]);
  const events = (event_pattern: string) => ({ event_pattern });
  expect(reported(updated('aws_cloudwatch_event_rule.r', events('{"a":["x"]}'), events('{"a":["y"]}')))).toHaveLength(
    1,
  );
  expect(reported(updated('aws_cloudwatch_event_rule.r', events('{"a":1,"b":2}'), events('{ "b":2, "a":1 }')))).toEqual(
    [],
  );
  expect(reported(updated('aws_cloudwatch_log_subscription_filter.s', filter('?ERROR'), filter('')))).toEqual([]);
});

test('reports a removed alternative pattern, but not an added pattern', () => {
  expect(changed(mapping(), mapping('{"a":[1]}'))).toEqual([
    'aws_lambda_event_source_mapping.m gets the filter {"a":[1]}: all other events are ignored',
  ]);
  expect(changed(mapping('{"a":[1]}', '{"b":[2]}'), mapping('{"a":[1]}'))).toEqual([
    'aws_lambda_event_source_mapping.m no longer forwards events that match {"b":[2]}',
  ]);
  expect(changed(mapping('{"a":[1]}'), mapping('{"a":[1]}', '{"b":[2]}'))).toEqual([]);
  expect(changed(mapping('{"a":[1]}'), mapping())).toEqual([]);
});
