import { mergeManifest } from './merge-manifest';

const text = `{
  "scripts": {
    "start": "local-aws",
    "generate": "generate"
  },
  "dependencies": {
    "constructs": "~10.7.0",
    "zod": "^4.6.7"
  }
}
`;
const mergeAddition = (addition: object, to = text) =>
  mergeManifest({ path: 'package.json', text: to, addition: JSON.stringify(addition) });

describe('mergeManifest', () => {
  test('adds scripts at the end, and dependencies in alphabetical order', () => {
    const addition = { scripts: { pretest: 'types' }, dependencies: { yaml: '^2.9.1', ajv: '^8.0.0', zx: '^8.0.0' } };
    expect(mergeAddition(addition)).toBe(
      text
        .replace('"generate"\n', '"generate",\n    "pretest":"types"\n')
        .replace('    "constructs"', '    "ajv":"^8.0.0",\n    "constructs"')
        .replace('    "zod": "^4.6.7"', '    "yaml":"^2.9.1",\n    "zod": "^4.6.7",\n    "zx":"^8.0.0"'),
    );
  });

  test('keeps the version of an existing dependency', () => {
    expect(mergeAddition({ dependencies: { zod: '^3.0.0' } })).toBe(text);
  });

  test.each([
    [
      'an existing script',
      { scripts: { start: 'x' } },
      text,
      'package.json:3 declares the script start; rename the existing script first',
    ],
    ['a missing section', { devDependencies: { a: '1' } }, text, 'package.json has no "devDependencies" to add to'],
    [
      'a file that is not JSON',
      { scripts: {} },
      '{ "scripts": ',
      'package.json is not a JSON object; restore the file',
    ],
  ])('rejects %s', (_what, addition, to, message) => expect(() => mergeAddition(addition, to)).toThrow(message));
});
