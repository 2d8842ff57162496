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

  test('is one quiet line of a policy that means the same, and of what is only in another order', () => {
    const policy = (...topics: readonly string[]) =>
      JSON.stringify({ Statement: topics.map((Resource) => ({ Effect: 'Allow', Action: 'iot:Publish', Resource })) });
    expect(
      updated(
        { policy: policy('a', 'b'), args: ['a', 'b'], names: ['a', 'b'], size: 1 },
        { policy: policy('b', 'a'), args: ['b', 'a'], names: ['b', 'a'], size: 2 },
      ),
    ).toEqual([
      ['size: 1 → 2'],
      ['written otherwise, with the same meaning: policy'],
      ['in another order: args and names'],
    ]);
  });

  test('is every tag once: those of the provider where the resource has none of its own that change', () => {
    const tags = (value: string) => ({ tags: { a: value }, tags_all: { a: value } });
    expect(updated(tags('1'), tags('2'))).toEqual([['tags.a: 1 → 2']]);
    expect(updated({ tags_all: { env: 'dev' } }, { tags_all: { env: 'prod' } })).toEqual([
      ['tags_all.env: dev → prod'],
    ]);
  });
});

test('what follows from something else is told where nothing else changes', () => {
  const unknown = (before: object) =>
    changed({ actions: ['update'], before, after: {}, after_unknown: { arn: true, version: true } })?.afterApply;
  expect(unknown({})).toEqual(['arn', 'version']);
  expect(unknown({ size: 1 })).toEqual([]);
});

describe('what happens to a resource', () => {
  test('is an update of no value, where only what counts as secret is another', () =>
    expect(deed({ actions: ['update'], before: { a: '1' }, after: { a: '1' } })).toBe(
      'update: no value of it changes',
    ));

  test('is what else there is to say, where nothing is done to itself', () => {
    const stays = { actions: ['no-op'], before: {}, after: {} };
    expect(deed({ ...stays, importing: { id: 'r' } })).toBe('imported: it is there already');
    expect(deed(stays, { previous_address: 'helm_release.old' })).toBe('moved from helm_release.old');
  });

  test('is that nobody manages it any more, where it is forgotten', () =>
    expect(deed({ actions: ['forget'], before: {}, after: null })).toBe(
      'forget: it stays, but Terraform no longer manages it',
    ));
});
