import { reportedBy, updated } from './dangers.fixture';
import { unfilledTemplates } from './unfilled-templates';

const reported = reportedBy(unfilledTemplates);
const page = (before: string, after: string) =>
  reported(
    updated('github_repository_file.wiki', { file: 'wiki.md', content: before }, { file: 'wiki.md', content: after }),
  );

test('reports the name of a value where the value was', () =>
  expect(page('# Welcome\nThe project shop is here.\n', '# Hello\nThe project ${project_name} is here.\n')).toEqual([
    'content of github_repository_file.wiki contains ${project_name} instead of shop: the template is not filled in',
  ]));

test.each([
  ['a template that was not filled in before', 'The project {{NAME}} is here.', 'The project ${project_name} is here.'],
  ['a new line of a script', 'echo start', 'echo start\necho "in ${target_folder}"'],
  ['an expression of another language', 'echo the name shop here', 'echo the name ${{ inputs.name }} here'],
  ['a shell variable', 'echo the name shop here', 'echo the name ${NAME} here'],
  ['an escaped name', 'echo the name shop here', 'echo the name $${project_name} here'],
  ['too little text around the name', 'shop', '${project_name}'],
  ['a text that loses its template', 'The project ${project_name} is here.', 'The project shop is here.'],
])('ignores %s', (_, before, after) => expect(page(before, after)).toEqual([]));

test('ignores scripts and configuration, in which such names are variables', () => {
  const script = (content: string) => ({ file: 'run.sh', content });
  const [before, after] = ['cp -r build /srv/shop/current', 'cp -r build /srv/${folder}/current'];
  expect(reported(updated('github_repository_file.run', script(before), script(after)))).toEqual([]);
  expect(reported(updated('aws_instance.a', { user_data: before }, { user_data: after }))).toEqual([]);
});

test('reads long and hostile texts in a short time', () => {
  const lines = (text: string) => Array.from({ length: 2_000 }, (__, at) => `${text} ${at}`).join('\n');
  expect(page(lines('project shop'), lines('project ${a}'.repeat(50)))).toEqual([]);
});
