import { selectFault } from './select-faults';

const index = { IndexName: 'byOwner' };
const expression = { ProjectionExpression: 'id' };
const names = { AttributesToGet: ['id'] };

describe('selectFault', () => {
  test.each([
    [{ Select: 'SPECIFIC_ATTRIBUTES' }, /^Must specify the AttributesToGet or ProjectionExpression when choosing/],
    [{ Select: 'ALL_PROJECTED_ATTRIBUTES' }, /^ALL_PROJECTED_ATTRIBUTES can be used only when Querying using/],
    [{ Select: 'COUNT', ...expression }, /^Cannot specify the ProjectionExpression when .* get only the Count$/],
    [{ Select: 'COUNT', ...names }, /^Cannot specify the AttributesToGet when .* get only the Count$/],
    [{ Select: 'ALL_ATTRIBUTES', ...expression }, /^Cannot specify the ProjectionExpression .* ALL_ATTRIBUTES$/],
    [{ Select: 'ALL_PROJECTED_ATTRIBUTES', ...index, ...names }, /^Cannot specify the AttributesToGet when choosing/],
  ])('rejects %j', (input, reason) => {
    const { status, body } = selectFault('Scan', input) ?? { status: 200, body: '{}' };
    expect(status).toBe(400);
    expect(JSON.parse(body)).toMatchObject({ message: expect.stringMatching(reason) });
    expect(selectFault('Query', input)?.body).toContain('"1 validation error detected: ');
  });

  test.each([
    [{}],
    [expression],
    [{ Select: 'SPECIFIC_ATTRIBUTES', ...expression }],
    [{ Select: 'ALL_ATTRIBUTES' }],
    [{ Select: 'COUNT' }],
    [{ Select: 'ALL_PROJECTED_ATTRIBUTES', ...index }],
    // dynalite rejects an unknown selection
    [{ Select: 'count', ...expression }],
  ])('accepts %j', (input) => {
    expect(selectFault('Query', input)).toBeUndefined();
  });

  test('ignores other operations', () => {
    expect(selectFault('GetItem', { Select: 'COUNT', ...expression })).toBeUndefined();
  });
});
