import { statesConsequence, summarizeDanger, withoutLongEnding } from './danger-summary';
import { plain } from './note/json-output';
import { type Phrase, say } from './phrase';

describe('summarizeDanger', () => {
  test.each<[Phrase, string]>([
    [say`${'a.b'} is deleted: ${['its items are lost']}`, 'a.b is deleted'],
    [
      say`${'a.b'} is replaced because ${'name'} changes: ${['connections fail']}`,
      'a.b is replaced because name changes',
    ],
    [say`${'a.b'} is deleted: its items are lost; ${'a.c'}, which may be the same, starts empty`, 'a.b is deleted'],
    [say`${'a.b'} is turned off: problems may go unnoticed (${'enabled'})`, 'a.b is turned off'],
    [say`${'a.b'} has no dead-letter queue, so messages are lost (${'queue'})`, 'a.b has no dead-letter queue'],
    [
      say`${'a.b'} is protected (${'protection'}), so the apply fails. Changes made by then: ${'a.c'}`,
      'a.b is protected',
    ],
  ])('omits the consequence and the attribute of %j', (what, expected) => {
    expect(plain(summarizeDanger(what))).toBe(expected);
    expect(statesConsequence(what)).toBe(true);
  });

  test.each<[Phrase, string]>([
    [say`${'a.b'}: its actions are disabled`, 'a.b: its actions are disabled'],
    [say`${'a.b'} is created: anyone can call it`, 'a.b is created: anyone can call it'],
    [say`${'a.b'} loses pods (${'replicas'}: 2 instead of 6)`, 'a.b loses pods (replicas: 2 instead of 6)'],
    [say`${'a.b'} is public (${'visibility'})`, 'a.b is public'],
    [say`${'a.b'}: ${'GET /'} can now be called`, 'a.b: GET / can now be called'],
  ])('keeps the words of %j that state no consequence', (what, expected) => {
    expect(plain(summarizeDanger(what))).toBe(expected);
    expect(statesConsequence(what)).toBe(false);
  });
});

test('withoutLongEnding omits a parenthesis or a consequence only from the end of a long summary', () => {
  const shortened = (what: Phrase, most: number) => plain(withoutLongEnding(what, most));
  const rights = say`${'a.b'} uses all rights (${'scopes'}: ${{ value: 'https://example.com/all' }})`;
  expect(shortened(rights, 20)).toBe('a.b uses all rights');
  expect(shortened(rights, 200)).toBe('a.b uses all rights (scopes: https://example.com/all)');
  const loss = say`${'a.b'} is deleted: ${{ value: 'ci' }} loses ${{ value: 'roles/editor' }}`;
  expect(statesConsequence(loss)).toBe(true);
  expect(shortened(loss, 20)).toBe('a.b is deleted');
  expect(shortened(loss, 200)).toBe('a.b is deleted: ci loses roles/editor');
  expect(shortened(say`${'a.b'} (${'www'}) is deleted`, 5)).toBe('a.b (www) is deleted');
});
