import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const folders = [
  '.',
  'docs',
  'docs/adr',
  'docs/guides',
  'docs/runbooks',
  ...readdirSync('packages')
    .map((name) => `packages/${name}`)
    .filter((path) => existsSync(`${path}/package.json`)),
];
const pages = folders.flatMap((folder) =>
  readdirSync(folder).flatMap((name) => (name.endsWith('.md') ? [join(folder, name)] : [])),
);

/** Returns the anchors that GitLab generates: `#3-the-first-run` for `## 3. The first run`. */
const anchorsIn = (text: string) =>
  [...text.replaceAll(/```[\s\S]*?```/g, '').matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replaceAll(/\[(.*?)\]\(.*?\)/g, '$1')
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replaceAll(' ', '-'),
  );

describe.each(pages)('%s', (page) => {
  const text = readFileSync(page, 'utf8');
  const links = [...text.matchAll(/\]\((?!https?:|mailto:)([^)\s]+)\)/g)].flatMap(([, link]) => link ?? []);

  test('contains only valid links', () => {
    const missing = links.filter((link) => {
      const [path = '', anchor] = link.split('#');
      const target = path === '' ? page : join(dirname(page), path);
      if (!existsSync(target)) return true;
      return (
        anchor !== undefined && target.endsWith('.md') && !anchorsIn(readFileSync(target, 'utf8')).includes(anchor)
      );
    });
    expect(missing).toEqual([]);
  });
});

test('docs/README.md links to every page', () => {
  const overview = readFileSync('docs/README.md', 'utf8');
  const left = readdirSync('docs').filter(
    (name) => name.endsWith('.md') && name !== 'README.md' && !overview.includes(`(${name})`),
  );
  const guides = readdirSync('docs/guides').filter((name) => !overview.includes(`(guides/${name})`));
  expect([...left, ...guides]).toEqual([]);
});

test("documented commands with redirected output suppress npm's banner", () => {
  const commands = readdirSync('commands').flatMap((name) => (name.endsWith('.ts') ? [join('commands', name)] : []));
  const loud = /npm run (?!--silent)[^#`'"|\n]*(?:> |\| (?:gh|jq|npm|tee) ).*/g;
  const found = [...pages, ...commands].flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(loud)].map(([command]) => `${file}: ${command}`),
  );
  expect(found).toEqual([]);
});

test('every npm run command in the documents exists', () => {
  const scripts: unknown = JSON.parse(readFileSync('package.json', 'utf8')).scripts;
  const known = Object.keys(typeof scripts === 'object' && scripts !== null ? scripts : {});
  const named = pages.flatMap((page) =>
    [...readFileSync(page, 'utf8').matchAll(/npm run (?:--silent )?([a-z][a-z:-]*)/g)].flatMap(
      ([, name]) => name ?? [],
    ),
  );
  expect([...new Set(named)].filter((name) => !known.includes(name))).toEqual([]);
});
