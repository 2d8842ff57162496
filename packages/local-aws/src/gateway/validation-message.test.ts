import { z } from 'zod';
import { validationMessage } from './validation-message';

const Input = z.object({
  stateMachineArn: z.string(),
  maxResults: z.number().int().min(1).max(1000).optional(),
  name: z.string().min(1).max(3).optional(),
  statusFilter: z.enum(['RUNNING', 'FAILED']).optional(),
  token: z.string().regex(/^\d+$/).optional(),
  query: z.string({ error: 'expressions are not supported locally' }).optional(),
  tags: z
    .array(z.object({ key: z.string() }))
    .max(1)
    .optional(),
});

const messageOf = (input: unknown) => {
  const { error } = Input.safeParse(input);
  return error && validationMessage(error, input);
};
const valid = { stateMachineArn: 'arn' };

test.each([
  [{}, "Value null at 'stateMachineArn' failed to satisfy constraint: Member must not be null"],
  [
    { stateMachineArn: 5 },
    "Value '5' at 'stateMachineArn' failed to satisfy constraint: Member must be of type string",
  ],
  [
    { ...valid, maxResults: 0 },
    "Value '0' at 'maxResults' failed to satisfy constraint: Member must have value greater than or equal to 1",
  ],
  [
    { ...valid, name: 'long' },
    "Value 'long' at 'name' failed to satisfy constraint: Member must have length less than or equal to 3",
  ],
  [
    { ...valid, statusFilter: 'X' },
    "Value 'X' at 'statusFilter' failed to satisfy constraint: Member must satisfy enum value set: [RUNNING, FAILED]",
  ],
  [
    { ...valid, token: 'x' },
    "Value 'x' at 'token' failed to satisfy constraint: Member must satisfy regular expression pattern: \\d+",
  ],
  [{ ...valid, query: 5 }, "Value '5' at 'query' failed to satisfy constraint: expressions are not supported locally"],
  [{ ...valid, tags: [{}] }, "Value null at 'tags.0.key' failed to satisfy constraint: Member must not be null"],
])('formats the error for %j as AWS does', (input, fault) => {
  expect(messageOf(input)).toBe(`1 validation error detected: ${fault}`);
});

test('the message contains the number of errors, and truncates a long value', () => {
  const message = messageOf({ stateMachineArn: null, name: 'x'.repeat(500) }) ?? '';
  expect(message).toMatch(
    /^2 validation errors detected: Value null at 'stateMachineArn' .*; Value 'x{100}…' at 'name'/,
  );
});
