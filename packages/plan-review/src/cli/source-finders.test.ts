import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { noteOf, planOf, reviewOf } from '../index';
import { htmlOf } from '../note/html';
import { withoutSourceLinks } from '../note/source-links';
import { terminalOf } from '../note/terminal';
import { sourceFinders } from './source-finders';

const json = {
  resource_changes: [
    {
      address: 'aws_sqs_queue.jobs',
      mode: 'managed',
      type: 'aws_sqs_queue',
      name: 'jobs',
      change: { actions: ['delete'], before: { name: 'jobs' }, after: null },
    },
    {
      address: 'aws_sqs_queue.mail',
      mode: 'managed',
      type: 'aws_sqs_queue',
      name: 'mail',
      change: { actions: ['update'], before: { delay_seconds: 1 }, after: { delay_seconds: 2 } },
    },
  ],
};
const plan = planOf(json, { stack: 'network' });

let root: string;
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'finders-')));
  mkdirSync(join(root, 'infra (eu)'));
  writeFileSync(join(root, 'infra (eu)', 'main.tf'), '\nresource "aws_sqs_queue" "jobs" {}\n');
});
afterEach(() => rmSync(root, { recursive: true }));

const read = () => [{ file: join(root, 'infra (eu)', 'plan.json'), plan }];
const urlIn = (environment: Record<string, string>, commit?: string) => {
  const [find] = sourceFinders(read(), [], { commit, environment });
  return find?.('aws_sqs_queue.jobs')?.url?.replace(/.*(?=\/infra)/, '…');
};
/** Returns the part of a URL before the file path. The path is relative to the working directory in this test. */
const folderIn = (environment: Record<string, string>, commit?: string) => {
  jest.spyOn(process, 'cwd').mockReturnValue(root);
  try {
    return sourceFinders(read(), [], { commit, environment })[0]?.('aws_sqs_queue.jobs')?.url;
  } finally {
    jest.restoreAllMocks();
  }
};

describe('a places.json with other content', () => {
  beforeEach(() => writeFileSync(join(root, 'infra (eu)', 'places.json'), '{"cafes":["Aoi"]}'));
  const finders = (folders: readonly string[]) =>
    sourceFinders(read(), folders, { commit: undefined, environment: {} });

  test('causes a warning and a review without links if it is next to the plan', () => {
    const warn = jest.spyOn(console, 'error').mockImplementation();
    expect(finders([])).toEqual([undefined]);
    expect(warn.mock.calls).toEqual([
      [expect.stringMatching(/^! no links to the code: .*places\.json cannot be read \(unexpected content\)/)],
    ]);
    warn.mockRestore();
  });

  test('is rejected in a folder that --source names', () => {
    expect(() => finders([join(root, 'infra (eu)')])).toThrow('places.json cannot be read (unexpected content)');
  });
});

describe('the URL of a line', () => {
  test('links to the repository of the source branch on GitLab', () => {
    const project = { CI_PROJECT_URL: 'https://gitlab.example.com/shop/platform' };
    const path = 'infra%20%28eu%29/main.tf#L2';
    expect(folderIn(project, 'abc')).toBe(`https://gitlab.example.com/shop/platform/-/blob/abc/${path}`);
    const fork = { ...project, CI_MERGE_REQUEST_SOURCE_PROJECT_URL: 'https://gitlab.example.com/mei/platform' };
    expect(folderIn(fork, 'abc')).toBe(`https://gitlab.example.com/mei/platform/-/blob/abc/${path}`);
  });

  test('links to the last commit of the source branch on GitHub, not to the tested merge commit', () => {
    const event = join(root, 'event.json');
    const head = { sha: 'def', repo: { html_url: 'https://github.com/mei/platform' } };
    const environment = {
      GITHUB_SERVER_URL: 'https://github.com',
      GITHUB_REPOSITORY: 'shop/platform',
      GITHUB_SHA: 'abc',
      GITHUB_EVENT_PATH: event,
    };
    writeFileSync(event, '{"ref": "refs/heads/main"}');
    expect(folderIn(environment)).toMatch(/^https:\/\/github.com\/shop\/platform\/blob\/abc\/infra/);
    writeFileSync(event, JSON.stringify({ pull_request: { number: 5, head } }));
    expect(folderIn(environment)).toMatch(/^https:\/\/github.com\/mei\/platform\/blob\/def\/infra/);
  });

  test('returns no link outside a pipeline, for files outside the repository, and for an invalid server', () => {
    expect(folderIn({}, 'abc')).toBeUndefined();
    expect(urlIn({ CI_PROJECT_URL: 'https://gitlab.example.com/shop/platform' }, 'abc')).toBeUndefined();
    expect(folderIn({ CI_PROJECT_URL: 'javascript:alert(1)//' }, 'abc')).toBeUndefined();
  });
});

test('links dangers and changes in notes and pages to the code', () => {
  const url = 'https://gitlab.example.com/shop/platform/-/blob/abc/main.tf#L2';
  const review = reviewOf(plan, { sourceOf: () => ({ path: 'main.tf', line: 2, url }) });
  const note = noteOf(review, { commit: undefined });
  expect(note).toContain(`- **Data loss:** [\`aws_sqs_queue.jobs\`](${url}) is deleted`);
  expect(note).toContain(`- [\`aws_sqs_queue.mail\`](${url}): update`);
  expect(htmlOf([review])).toContain(`<a href="${url}"><code>aws_sqs_queue.jobs</code></a>`);
  // links are ignored when a note is compared with the approved note
  expect(withoutSourceLinks(note)).toBe(noteOf(reviewOf(plan), { commit: undefined }));
});

test('names the line of code after each address in a terminal', () => {
  const review = reviewOf(plan, { sourceOf: () => ({ path: 'infra/main.tf', line: 2 }) });
  const text = terminalOf(review, { columns: 100, colour: false });
  expect(text).toContain('! data loss: aws_sqs_queue.jobs (infra/main.tf:2) is deleted');
  expect(text).toContain('~ aws_sqs_queue.mail (infra/main.tf:2) update');
});

test('requires a folder with .tf files for each plan in --source', () => {
  const finders = (folders: readonly string[]) =>
    sourceFinders(read(), folders, { commit: undefined, environment: {} });
  expect(() => finders(['a', 'b'])).toThrow(
    'the number of --source options (2) differs from the number of plans (1); name the folder of every plan',
  );
  expect(() => finders([join(root, 'none')])).toThrow('none": expected a folder with .tf files');
  expect(finders([join(root, 'infra (eu)')])[0]?.('aws_sqs_queue.jobs')).toMatchObject({ line: 2 });
});

test('searches for the code of a plan from standard input only if --source names a folder', () => {
  expect(sourceFinders([{ file: '-', plan }], [], { commit: undefined, environment: {} })).toEqual([undefined]);
});
