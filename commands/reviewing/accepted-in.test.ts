import { dev } from '../../config/dev';
import { acceptedIn } from './accepted-in';

test('what we accept is accepted in our own plans, by their names or tags, and in those of nobody else', () => {
  expect(acceptedIn({ stack: dev.stack, project: undefined }).length).toBeGreaterThan(0);
  expect(acceptedIn({ stack: 'plan', project: 'himeshima' }).length).toBeGreaterThan(0);
  expect(acceptedIn({ stack: 'plan', project: 'lights' })).toEqual([]);
  expect(acceptedIn({ stack: 'plan', project: undefined })).toEqual([]);
});
