import { event } from '../api/event.fixture';
import { filterOf, mayMatch } from './trace-filter';

test('reads the filter from an address', () => {
  const query = { thing: 'light-1', failed: 'no', event: '12' };
  expect(filterOf({ view: 'traces', query })).toEqual({ thing: 'light-1' });
});

test.each([
  [{}, true],
  [{ thing: 'light-1' }, true],
  [{ thing: 'light-2' }, false],
  [{ kind: 'published', failed: 'true' }, false],
  [{ text: 'the platform searches the text' }, true],
  [{ resource: 'aws_lambda_function.power-on' }, false],
])('an event of light-1 may match %j: %s', (filter, expected) => {
  expect(mayMatch(filter, event({ id: 1, thing: 'light-1' }))).toBe(expected);
});
