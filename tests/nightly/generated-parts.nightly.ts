import { generatedParts } from '../generated-parts';
import { copyRepository, omitOutput } from '../repository-copy';

jest.setTimeout(180_000);

const copy = copyRepository();
beforeAll(async () => {
  for (const { args } of generatedParts)
    expect(omitOutput(await copy.command('generate', ...args))).toEqual({ status: 0 });
});
afterAll(() => copy.remove());

describe('a copy of the repository with a generated part of each kind', () => {
  test('a copy with generated parts is formatted, generates its API types, and synthesizes', async () => {
    expect(omitOutput(await copy.command('api-docs'))).toEqual({ status: 0 });
    const folders = ['api', 'contracts', 'devices', 'functions', 'monitors', 'stacks'];
    expect(omitOutput(await copy.biome('--error-on-warnings', ...folders))).toEqual({ status: 0 });
    expect(omitOutput(await copy.command('synth'))).toEqual({ status: 0 });
  });

  test('a copy with generated parts type-checks, and passes the invariants', async () => {
    const [types, tested] = await Promise.all([
      copy.types(),
      copy.jest('tests/invariants', 'tests/pipeline/variables'),
    ]);
    expect([types, tested].map(omitOutput)).toEqual([{ status: 0 }, { status: 0 }]);
  });

  test('every generated part has one failing test, which states what to fill in', async () => {
    const { output } = await copy.jest(...generatedParts.map(({ failing }) => failing));
    expect(output).toMatch(new RegExp(`Tests: +${generatedParts.length} failed, \\d+ passed`));
    for (const { failing } of generatedParts) expect(output).toContain(`FAIL ${failing}`);
    expect(output.match(/fill in|fillIn/g)?.length).toBeGreaterThanOrEqual(generatedParts.length);
  });
});
