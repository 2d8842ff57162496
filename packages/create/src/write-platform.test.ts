import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { completeSettings, describeDefaults } from './questions';
import { type NewPlatform, writePlatform } from './write-platform';

const template = join(__dirname, '..', 'template');
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'himeshima-create-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const given = { name: 'parking', account: '123456789012', region: 'ap-northeast-1', repository: 'acme/parking' };

async function write(
  more: Partial<NewPlatform> = {},
): Promise<{ readonly paths: readonly string[]; readonly text: string }> {
  const settings = await completeSettings(given, false);
  const target = join(folder, 'parking');
  const paths = writePlatform(template, { folder: target, settings, cdk: 'cdktf', ...more });
  return { paths, text: paths.map((path) => readFileSync(join(target, path), 'utf8')).join('\n') };
}

describe('a new platform', () => {
  test('a new platform has fewer than 60 files, a git repository, and no names from the template or the example platform', async () => {
    const { paths, text } = await write();
    expect(paths.length).toBeLessThan(60);
    expect(paths).toEqual(expect.arrayContaining(['.gitignore', '.nvmrc', 'README.md', '.gitlab-ci.yml']));
    expect(existsSync(join(folder, 'parking', '.git', 'HEAD'))).toBe(true);
    expect(text.match(/starter|\blight|\bpower\b|himeshima(?!\/)/gi)).toBeNull();
  });

  test("a new platform has the given settings instead of the template's", async () => {
    const { text } = await write();
    for (const value of ['123456789012', 'ap-northeast-1', 'acme/parking', '@slack-parking-alerts', 'parking-prod'])
      expect(text).toContain(value);
    expect(text).not.toContain('eu-west-1');
  });

  test('imports CDK Terrain instead of cdktf if selected', async () => {
    const { text } = await write({ cdk: 'cdktn' });
    expect(text).toContain("from '@himeshima/constructs/cdktn'");
    expect(text).toContain('"cdktn": "0.24.0"');
    expect(text).not.toMatch(/from '(?:cdktf|@cdktf\/[^']*|@himeshima\/constructs)'/);
  });

  test('depends on the given tarballs, and on the packages that the tarballs depend on', async () => {
    const addPackages = () => ({ '@himeshima/constructs': 'file:vendor/a.tgz', '@himeshima/cli': 'file:vendor/b.tgz' });
    const { text } = await write({ addPackages });
    expect(text).toContain('"@himeshima/constructs": "file:vendor/a.tgz"');
    expect(text).toContain('"@himeshima/cli": "file:vendor/b.tgz"');
  });

  test('writes nothing to a non-empty folder, and leaves no files behind after a failure', async () => {
    mkdirSync(join(folder, 'parking'));
    writeFileSync(join(folder, 'parking', 'mine.txt'), '');
    await expect(write()).rejects.toThrow('parking is not empty');
    rmSync(join(folder, 'parking'), { recursive: true });
    const addPackages = () => {
      throw new Error('no disk');
    };
    await expect(write({ addPackages })).rejects.toThrow('no disk');
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('completeSettings', () => {
  test.each([
    ['--account', { account: '123' }, 'invalid --account "123": expected the 12 digits of an AWS account'],
    [
      '--region',
      { region: 'moon-1' },
      'invalid --region "moon-1": unknown region: expected a region such as eu-west-1',
    ],
    ['--name', { name: 'Parking_Lot' }, 'invalid --name "Parking_Lot": expected 2 to 20 lower-case letters'],
    ['--name', { name: 'my-aws' }, 'AWS rejects names that contain aws, amazon or cognito'],
    ['--alerts', { alerts: 'me' }, 'invalid --alerts "me": expected a Datadog handle'],
    ['--site', { site: 'datadog.com' }, 'invalid --site "datadog.com": expected datadoghq.com'],
    ['--repository', { repository: 'parking' }, 'invalid --repository "parking": expected OWNER/NAME'],
    ['--timezone', { timezone: 'Moon' }, 'invalid --timezone "Moon": expected a name such as Europe/Berlin'],
  ])('rejects an invalid %s in one line', async (_option, changed, message) => {
    await expect(completeSettings({ ...given, ...changed }, false)).rejects.toThrow(message);
  });

  test('requires --account without a terminal, and uses defaults for all other settings', async () => {
    await expect(completeSettings({ name: 'parking' }, false)).rejects.toThrow('missing --account');
    const { region, site } = await completeSettings({ name: 'parking', account: '123456789012' }, false);
    expect({ region, site }).toEqual({ region: 'eu-west-1', site: 'datadoghq.com' });
  });

  test('lists each default with the file in which to change it', async () => {
    const settings = await completeSettings(given, false);
    expect(describeDefaults(given, settings).slice(0, 3)).toEqual([
      '  --prod-account  444455556666              config/environments.ts',
      '  --site          datadoghq.com             config/environments.ts',
      '  --alerts        @slack-parking-alerts     config/environments.ts',
    ]);
    for (const line of describeDefaults(given, settings)) {
      const [, file = ''] = / (\S+\.ts)$/.exec(line) ?? [];
      expect(existsSync(join(template, file))).toBe(true);
    }
  });
});
