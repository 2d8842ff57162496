import { readStack } from '@himeshima/terraform-json';
import { notePlainReferences } from './plain-references';

const planned = { isRead: false, unknown: [], provisioners: 0, secrets: [] };
const stackWith = (assumed: readonly string[]) => {
  const stack = readStack({ resource: { aws_sqs_queue: { jobs: { name: 'jobs' } } } });
  const resources = stack.resources.map((block) => ({ ...block, planned: { ...planned, assumed } }));
  return { name: 'theirs', directory: '', region: 'eu-west-1', stack: { ...stack, resources } };
};

function notesOf(assumed: readonly string[]): readonly string[] {
  const notes: string[] = [];
  notePlainReferences([stackWith(assumed)], {
    emit: (event) => (event.kind === 'note' ? notes.push(event.text) : 0),
  });
  return notes;
}

test('lists the first five attributes that are read as plain references, and counts the rest', () => {
  expect(notesOf(['a', 'b'])).toEqual([
    'attributes read without the text around references, which a plan lacks: aws_sqs_queue.jobs.a, aws_sqs_queue.jobs.b',
  ]);
  expect(notesOf(['a', 'b', 'c', 'd', 'e', 'f', 'g'])[0]).toMatch(/aws_sqs_queue.jobs.e and 2 more$/);
});

test('prints no note if the text of every expression is known', () => expect(notesOf([])).toEqual([]));
