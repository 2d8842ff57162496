import { mergeObject } from './merge-source';

const merged = (text: string, addition: string) =>
  mergeObject('operations')({ path: 'functions/api/handler.ts', text, addition });

const addition = "import { a } from './a';\n\nexport const operations = {\n  ...a(ownership),\n};\n";

describe('mergeObject', () => {
  test('adds a property with its import', () => {
    const text = "import { b } from './b';\n\nconst ownership = b;\nconst operations: object = {};\n";
    expect(merged(text, addition)).toBe(
      "import { a } from './a';\nimport { b } from './b';\n\nconst ownership = b;\nconst operations: object = {\n  ...a(ownership),\n};\n",
    );
  });

  test('names a variable that the addition needs and the file does not declare', () => {
    expect(() => merged('const operations = {};\n', addition)).toThrow(
      'functions/api/handler.ts does not declare "const ownership = …", which the new part needs; restore it',
    );
  });
});
