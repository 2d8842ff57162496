import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { archiveFile } from './archive-file';

const directory = mkdtempSync(join(tmpdir(), 'himeshima-archives-'));
afterAll(() => rmSync(directory, { recursive: true }));
mkdirSync(join(directory, 'code', 'lib'), { recursive: true });
mkdirSync(join(directory, 'code', 'node_modules', 'x'), { recursive: true });
writeFileSync(join(directory, 'code', 'index.js'), 'index');
writeFileSync(join(directory, 'code', 'lib', 'jobs.js'), 'jobs');
writeFileSync(join(directory, 'code', 'node_modules', 'x', 'index.js'), 'x');

const archive = (attributes: Parameters<typeof archiveFile>[0]) =>
  archiveFile(
    { type: 'zip', output_path: 'build/worker.zip', ...attributes },
    { directory, below: join(directory, 'archives') },
  );
const filesIn = (attributes: Parameters<typeof archiveFile>[0]) =>
  Object.fromEntries(
    Object.entries(unzipSync(readFileSync(String(archive(attributes)['output_path'])))).map(([name, bytes]) => [
      name,
      strFromU8(bytes),
    ]),
  );

describe('data.archive_file', () => {
  test.each([
    [{ source_file: 'code/index.js' }, { 'index.js': 'index' }],
    [
      { source_dir: 'code', excludes: ['node_modules'] },
      { 'index.js': 'index', 'lib/jobs.js': 'jobs' },
    ],
    [{ source_content: 'text', source_content_filename: 'a.js' }, { 'a.js': 'text' }],
    [
      {
        source: [
          { content: '1', filename: 'a.js' },
          { content: '2', filename: 'b/c.js' },
        ],
      },
      { 'a.js': '1', 'b/c.js': '2' },
    ],
  ])('writes the zip of %j', (attributes, expected) => expect(filesIn(attributes)).toEqual(expected));

  test("writes to the platform's folder, not to the stack's folder", () =>
    expect(archive({ source_file: 'code/index.js' })).toMatchObject({
      output_path: expect.stringMatching(/archives\/[0-9a-f]{16}-worker\.zip$/),
      output_base64sha256: expect.stringMatching(/=$/),
    }));

  test('an archive has the same hash in every time zone', () => {
    const zone = process.env['TZ'];
    const hashIn = (name: string) => {
      process.env['TZ'] = name;
      return archive({ source_file: 'code/index.js' })['output_sha512'];
    };
    expect(hashIn('America/New_York')).toBe(hashIn('Asia/Tokyo'));
    if (zone === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zone;
  });

  test.each([
    [{ source_dir: 'code', excludes: ['**/*.test.js'] }, 'excludes.0: patterns are not supported locally'],
    [{ source_file: 'nothing.js' }, /source_file: .*nothing.js does not exist or cannot be read/],
    [{ source_dir: 'nothing' }, /source_dir: .*nothing does not exist or cannot be read/],
    [{ type: 'tar.gz', source_file: 'code/index.js' }, 'type: only zip archives are supported locally'],
  ])('rejects %j', (attributes, message) => expect(() => archive(attributes)).toThrow(message));
});
