import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createCommand, runCommand } from '@himeshima/cli';
import { avoidedWords, subjectFaults, wordingFaults } from './checks/wording';
import { projectFolder } from './platform/project-folder';
import { commitSubjects, projectFiles } from './review-inputs/git';

const styleGuide = 'docs/style.md';

/** Files that quote the avoided words. */
const quoting = new Set([styleGuide, 'commands/checks/wording.test.ts']);

function checkWording(): void {
  const root = projectFolder();
  const read = (path: string) => readFileSync(join(root, path), 'utf8');
  const words = avoidedWords(read(styleGuide));
  const paths = projectFiles(root, '*.ts', '*.mjs', '*.cjs', '*.md', '*.sh', '*.yml', '*.yaml', '.ci/run');
  const faults = [
    ...paths.filter((path) => !quoting.has(path)).flatMap((path) => wordingFaults(path, read(path), words)),
    ...subjectFaults(commitSubjects(root)),
  ];
  for (const { place, message } of faults) console.log(`${place}: ${message}`);
  if (faults.length > 0) process.exitCode = 1;
}

const command = createCommand('npm run check -- wording', {
  summary:
    'Checks comments, messages, test titles, API descriptions and docs for the words that docs/style.md rejects, and for docstrings that start with a word such as Of, What or Who. Also reports subjects of more than 72 characters in commits since origin/main. The exit code is 1 if there are findings.',
  example: 'npm run check -- wording',
}).action(checkWording);

void runCommand(command);
