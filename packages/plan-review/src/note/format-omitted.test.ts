import { planOf } from '../plan/read-plan';
import { reviewOf } from '../review';
import { updated } from '../rules/dangers.fixture';
import { noteOf } from './note';

const noteAbout = (...changes: readonly object[]) =>
  noteOf(reviewOf(planOf({ resource_changes: changes }, { stack: 'dev' })), { commit: undefined });

test('counts the values that are not shown, and names their attributes', () => {
  const thing = (name: string) =>
    updated(`example_thing.${name}`, { label: 'a', note: null, port: 80 }, { label: 'b', note: '', port: '80' });
  const note = noteAbout(thing('a'), updated('example_thing.b', { label: 'a', note: null }, { label: 'c', note: '' }));
  expect(note).toContain(
    [
      '<summary>3 values are not shown: they are computed by the provider, copies, or only reformatted</summary>',
      '',
      '- `note` of 2 resources',
      '- `port` of `example_thing.a`',
    ].join('\n'),
  );
});

test('is missing if the note shows every changed value', () =>
  expect(noteAbout(updated('example_thing.a', { label: 'a' }, { label: 'b' }))).not.toContain('not shown'));

test('names a monitor attribute whose new value no sentence describes', () => {
  const monitor = {
    name: 'n',
    type: 'metric alert',
    message: 'm',
    query: 'avg(last_5m):avg:a.b{*} > 1',
    priority: '3',
  };
  const change = updated(
    'datadog_monitor.m',
    { ...monitor, new_group_delay: 0, tags: ['a:b', 'c:d'] },
    { ...monitor, new_group_delay: null, tags: ['c:d', 'a:b'], priority: '2' },
  );
  const note = noteAbout(change);
  expect(note).toContain('`new_group_delay`');
  expect(note).toContain('reordered: `tags`');
});
