import { z } from 'zod';
import { parseWithCoercion } from './coerce-attributes';
import { block } from './resource-type';

const schema = z.object({
  timeout: z.number().optional(),
  enabled: z.boolean().optional(),
  name: z.string().optional(),
  layers: z.array(z.string()).optional(),
  tracing: block(z.object({ limit: z.number() })).optional(),
  blocks: z.array(z.object({ limit: z.number() })).optional(),
});
const read = (attributes: object) => {
  const parsed = parseWithCoercion(schema, attributes);
  return parsed.success ? parsed.data : parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
};

describe('parseWithCoercion converts attributes between primitive types as Terraform does:', () => {
  test.each([
    [{ timeout: '30' }, { timeout: 30 }],
    [{ timeout: null, layers: null, blocks: [{ limit: '1' }] }, { blocks: [{ limit: 1 }] }],
    [{ timeout: '1.5e2' }, { timeout: 150 }],
    [{ enabled: 'true' }, { enabled: true }],
    [{ enabled: '0' }, { enabled: false }],
    [{ name: 30 }, { name: '30' }],
    [{ name: 1e21 }, { name: '1000000000000000000000' }],
    [{ name: false }, { name: 'false' }],
    [{ layers: ['a', 2] }, { layers: ['a', '2'] }],
    [{ tracing: { limit: '3' } }, { tracing: { limit: 3 } }],
    [{ tracing: [{ limit: '3' }] }, { tracing: { limit: 3 } }],
    [{ blocks: [{ limit: 1 }, { limit: '2' }] }, { blocks: [{ limit: 1 }, { limit: 2 }] }],
    [
      { timeout: '30', enabled: 'false', name: 1 },
      { timeout: 30, enabled: false, name: '1' },
    ],
  ])('%j', (given, expected) => {
    const before = structuredClone(given);
    expect(read(given)).toEqual(expected);
    expect(given).toEqual(before);
  });
});

test.each([
  [{ timeout: 'soon' }, ['timeout: Invalid input: expected number, received string']],
  [{ timeout: '' }, ['timeout: Invalid input: expected number, received string']],
  [{ timeout: true }, ['timeout: Invalid input: expected number, received boolean']],
  [{ enabled: 'yes' }, ['enabled: Invalid input: expected boolean, received string']],
  [{ name: ['a'] }, ['name: Invalid input: expected string, received array']],
  [{ timeout: '30', enabled: 'yes' }, ['enabled: Invalid input: expected boolean, received string']],
])('rejects %j, because Terraform has no such conversion', (given, problems) => expect(read(given)).toEqual(problems));
