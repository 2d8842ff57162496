import { plain } from '../note/json-output';
import { planOf } from '../plan/read-plan';
import { movedFiles } from './moved-files';
import { dangersIn } from './rules';

const moved = (before: object, after: object, because = 'file') =>
  planOf(
    {
      resource_changes: [
        {
          address: 'github_repository_file.team',
          type: 'github_repository_file',
          name: 'team',
          change: { actions: ['delete', 'create'], before, after, replace_paths: [[because]] },
        },
      ],
    },
    { stack: 'dev' },
  );

test('says from where to where a file moves, instead of that it is replaced', () => {
  const plan = moved({ file: 'docs/Team.md' }, { file: 'docs/TEAM.md' });
  expect(dangersIn(plan).map(({ kind, what }) => `${kind}: ${plain(what)}`)).toEqual([
    'outage: github_repository_file.team moves from docs/Team.md to docs/TEAM.md: links to the old path break',
  ]);
});

test('ignores builds whose names contain a number or a hash', () =>
  expect(movedFiles(moved({ file: 'app.0a1b2c3d.js' }, { file: 'app.9f8e7d6c.js' }))).toEqual([]));

test('ignores files that move to another repository, and masked paths', () => {
  expect(movedFiles(moved({ file: 'a', repository: 'x' }, { file: 'a', repository: 'y' }, 'repository'))).toEqual([]);
  expect(movedFiles(moved({ file: 'a' }, { file: 'AKIAIOSFODNN7EXAMPLE' }))).toEqual([]);
});
