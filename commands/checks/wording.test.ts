import { readFileSync } from 'node:fs';
import { avoidedWords, subjectFaults, wordingFaults } from './wording';

const words = avoidedWords(readFileSync('docs/style.md', 'utf8'));
const messagesOf = (text: string, path = 'a.ts') => wordingFaults(path, text, words).map(({ message }) => message);

describe('avoidedWords', () => {
  test('parses the words in the style guide with their replacements', () => {
    expect(words.length).toBeGreaterThan(15);
    expect(words).toContainEqual({ word: 'anew', replacement: 'again' });
    expect(words).toContainEqual({ word: 'nobody', replacement: expect.stringContaining('no one') });
  });
});

describe('wordingFaults', () => {
  test.each([
    ['a comment', '// Nobody reads it.'],
    ['a comment after code', 'f(); // nobody reads it'],
    ['a docstring', '/** Returns what nobody reads. */'],
    ['a later line of a docstring', '/**\n * Returns it.\n * Nobody reads it.\n */'],
    ['a message', "fail('it is what nobody reads');"],
  ])('rejects a word in %s', (_what, text) => {
    expect(messagesOf(text)).toEqual([expect.stringMatching(/^"nobody": write .*no one/)]);
  });

  test('rejects a word in Markdown, but not in code spans and blocks', () => {
    expect(wordingFaults('a.md', 'Start it anew.', words)).toEqual([
      { place: 'a.md:1', message: '"anew": write again' },
    ]);
    expect(wordingFaults('a.md', 'Run `anew`.\n\n```\nanew\n```', words)).toEqual([]);
  });

  test.each([
    ['a comment in a shell script', '.ci/run', 'npm ci # nobody reads it'],
    ['a comment in YAML', 'a.yml', '# nobody reads it'],
    ['a description', 'a.yaml', 'schema: { description: Nobody reads it }'],
    ['a summary', 'a.yaml', 'summary: Nobody reads it'],
    ['a later line of a description', 'a.yaml', 'description: >-\n  It is long.\n\n  Nobody reads it.\nname: nobody'],
  ])('rejects a word in %s', (_what, path, text) => {
    expect(messagesOf(text, path)).toEqual([expect.stringMatching(/^"nobody": write /)]);
  });

  test('accepts keys, values and commands in other files', () => {
    expect(messagesOf('name: nobody\nuser: "#nobody"', 'a.yaml')).toEqual([]);
    expect(messagesOf('su nobody', 'a.sh')).toEqual([]);
  });

  test('accepts data and identifiers', () => {
    expect(messagesOf("const nobody = find('nobody');")).toEqual([]);
  });

  test.each(['/** Of the stage. */', '/**\n * What the stage logs.\n */', '/** Whose key it is. @returns it */'])(
    'rejects the headless docstring %j',
    (text) => expect(messagesOf(text)).toEqual([expect.stringMatching(/^docstring starts with "/)]),
  );

  test('accepts other comments, and later docstring lines, that start with one of these words', () => {
    expect(messagesOf('// What follows is generated.')).toEqual([]);
    expect(messagesOf('/**\n * Returns the key.\n * What remains is checked.\n */')).toEqual([]);
    expect(messagesOf('/** Office of the stage. */')).toEqual([]);
  });
});

describe('subjectFaults', () => {
  test('rejects subjects of more than 72 characters', () => {
    expect(subjectFaults(['a'.repeat(72)])).toEqual([]);
    expect(subjectFaults(['a'.repeat(73)])).toMatchObject([{ message: '73 characters: shorten to 72' }]);
  });

  test.each(['Revert', 'Reapply'])('accepts a %s subject that quotes a subject of the maximum length', (verb) => {
    expect(subjectFaults([`${verb} "${'a'.repeat(72)}"`])).toEqual([]);
  });
});
