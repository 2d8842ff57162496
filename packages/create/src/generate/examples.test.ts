import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { completeSettings } from '../questions';
import { writePlatform } from '../write-platform';
import { generateCommand } from './generate-command';

const packageFolder = join(__dirname, '..', '..');
const readme = readFileSync(join(packageFolder, 'README.md'), 'utf8');
const name = 'npm run generate --';
const createCommand = () => generateCommand({ name, blueprints: join(packageFolder, 'blueprints') });

/** Returns the arguments of each example in a text. */
const examplesIn = (text: string): readonly string[] =>
  [...text.matchAll(/npm run generate -- ([a-z].+)/g)].map(([, example = '']) => example.trim());

let help = '';
createCommand()
  .configureOutput({ writeOut: (text) => (help += text) })
  .outputHelp();

const folder = mkdtempSync(join(tmpdir(), 'generate-examples-'));
const original = join(folder, 'original');
const root = join(folder, 'parking');
beforeAll(async () => {
  const settings = await completeSettings({ name: 'parking', account: '123456789012' }, false);
  writePlatform(join(packageFolder, 'template'), { folder: original, settings, cdk: 'cdktf' });
});
beforeEach(() => {
  cpSync(original, root, { recursive: true });
  jest.spyOn(process, 'cwd').mockReturnValue(root);
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(root, { recursive: true });
});
afterAll(() => rmSync(folder, { recursive: true }));

test('the README lists the examples of --help', () => {
  expect(examplesIn(help).length).toBeGreaterThan(4);
  expect(examplesIn(readme)).toEqual(examplesIn(help));
});

test.each(examplesIn(help))('generate %s adds a component to a new platform', async (example) => {
  const print = jest.spyOn(console, 'log').mockReturnValue();
  await createCommand().parseAsync(example.replaceAll("'", '').split(' '), { from: 'user' });
  expect(print).toHaveBeenCalledWith(expect.stringMatching(/^new /m));
});
