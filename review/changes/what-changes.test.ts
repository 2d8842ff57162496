import { plain } from '../note/for-programs';
import { planOf } from '../plan/read-plan';
import { deedOf, whatChanges } from './what-changes';

const changed = (change: object, more: object = {}) => {
  const resource = { address: 'helm_release.r', type: 'helm_release', name: 'r', change, ...more };
  const [read] = planOf({ resource_changes: [resource] }, { stack: 'dev', basis: { base: 'abc' } }).changes;
  return read === undefined ? undefined : whatChanges(read);
};
const updated = (before: object, after: object) =>
  changed({ actions: ['update'], before, after })?.lines.map(({ text, items }) => [
    plain(text),
    ...items.map((item) => `${item.became} ${plain(item.text)}`),
  ]);
const deed = (change: object, more: object = {}) => {
  const told = changed(change, more);
  return told && plain(deedOf(told));
};

describe('what changes of a resource', () => {
  const chart = (replicas: number) => `replicas: ${replicas}\nimage: ${'a'.repeat(100)}\n`;
  test('is the lines of a text in a list, where it alone gives way to another', () =>
    expect(updated({ values: [chart(3)] }, { values: [chart(2)] })).toEqual([
      ['values:', 'gone replicas: 3', 'come replicas: 2'],
    ]));

  test('is a name a line, where it is not several lines long', () =>
    expect(updated({ names: ['a', 'b'] }, { names: ['a', 'c'] })).toEqual([['names:', 'gone b', 'come c']]));
});

describe('what happens to a resource', () => {
  test('is what else there is to say, where nothing is done to itself', () => {
    const stays = { actions: ['no-op'], before: {}, after: {} };
    expect(deed({ ...stays, importing: { id: 'r' } })).toBe('imported: it is there already');
    expect(deed(stays, { previous_address: 'helm_release.old' })).toBe('moved from helm_release.old');
  });

  test('is that nobody manages it any more, where it is forgotten', () =>
    expect(deed({ actions: ['forget'], before: {}, after: null })).toBe(
      'forget: it stays, and nobody manages it any more',
    ));
});
