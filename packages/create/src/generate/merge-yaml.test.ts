import { mergeOpenApi } from './merge-yaml';

const text = `# the REST API
openapi: 3.0.1
paths:
  /devices: # all
    get: { operationId: listDevices }
  /rooms:
    get:
      operationId: listRooms
components:
  schemas:
    Device: { type: object }

# at the end
x-validator: all
`;
const mergeAddition = (addition: string, to = text) => mergeOpenApi({ path: 'api/openapi.yaml', text: to, addition });

describe('mergeOpenApi', () => {
  test('adds a path and a schema after the existing paths and schemas, and keeps all other text', () => {
    const path = '  /doors:\n    get:\n      operationId: listDoors\n';
    const schema = '    Door:\n      type: object\n';
    expect(mergeAddition(`paths:\n${path}components:\n  schemas:\n${schema}`)).toBe(
      text.replace('components:\n', `${path}components:\n`).replace('\n\n# at the end', `\n${schema}\n# at the end`),
    );
  });

  test('adds a method to an existing path', () => {
    const method = '    put:\n      operationId: nameRoom\n';
    expect(mergeAddition(`paths:\n  /rooms:\n${method}`)).toBe(text.replace('components:\n', `${method}components:\n`));
  });

  test('adds the first path to an empty map', () => {
    const path = '  /doors:\n    get:\n      operationId: listDoors\n';
    const empty = 'openapi: 3.0.1\npaths: {} # none yet\n\ncomponents: {}\n';
    expect(mergeAddition(`paths:\n${path}`, empty)).toBe(
      `openapi: 3.0.1\npaths: # none yet\n${path}\ncomponents: {}\n`,
    );
  });

  test.each([
    [
      'a method',
      '  /rooms:\n    get: { operationId: other }',
      'api/openapi.yaml:7 declares get /rooms; choose another name',
    ],
    [
      'an operation',
      '  /x:\n    get: { operationId: listRooms }',
      'declares the operation listRooms; choose another name',
    ],
  ])('rejects an existing name: %s', (_what, addition, message) => {
    expect(() => mergeAddition(`paths:\n${addition}\n`)).toThrow(message);
  });

  test.each([
    ['no paths', 'openapi: 3.0.1\n', 'api/openapi.yaml has no block "paths:" to add to; restore the code'],
    ['a syntax error', 'paths:\n  a: [\n', /^api\/openapi.yaml:\d has a syntax error/],
    ['a list', '- paths\n', 'api/openapi.yaml is not a YAML map; restore the file'],
  ])('rejects a document with %s', (_what, to, message) => {
    expect(() => mergeAddition('paths:\n  /x:\n    get: { operationId: x }\n', to)).toThrow(message);
  });
});
