import { fc, test as property } from '@fast-check/jest';
import { planOf } from '../plan/read-plan';
import { plans } from '../plan.arbitrary';
import { reviewOf } from '../review';
import { htmlOf } from './html';

const reviewed = (json: object, stack = 'dev') => reviewOf(planOf(json, { stack, basis: { hash: 'a'.repeat(64) } }));

const changed = (address: string, before: object | null, after: object | null, action: string) => {
  const [type = '', name = ''] = address.split('.');
  return { address, mode: 'managed', type, name, change: { actions: [action], before, after } };
};
const plan = {
  resource_changes: [
    changed('aws_dynamodb_table.jobs', { name: 'jobs' }, null, 'delete'),
    changed('aws_sqs_queue.jobs', { delay_seconds: 1 }, { delay_seconds: 5 }, 'update'),
  ],
};

describe('htmlOf', () => {
  test('shows all dangers, and all changes with values', () => {
    const page = htmlOf([reviewed(plan)]);
    expect(page).toContain(
      '<strong>Data loss</strong>: <code>aws_dynamodb_table.jobs</code> is deleted: its items are lost',
    );
    expect(page).toContain('<li data-action="update"><details open><summary><code>aws_sqs_queue.jobs</code>');
    expect(page).toContain('<code>delay_seconds</code>: <code class="value">1</code> → <code class="value">5</code>');
  });

  test('shows the moved block of a possible rename', () => {
    const queue = (name: string) => ({ delay_seconds: 5, message_retention_seconds: 1_209_600, name });
    const page = htmlOf([
      reviewed({
        resource_changes: [
          changed('aws_sqs_queue.old', queue('old'), null, 'delete'),
          changed('aws_sqs_queue.new', null, queue('new'), 'create'),
        ],
      }),
    ]);
    expect(page).toContain(
      '<li><code>from = aws_sqs_queue.old</code></li><li><code>to   = aws_sqs_queue.new</code></li>',
    );
  });

  test('lists several stacks with links, and shows them on one page', () => {
    const page = htmlOf([reviewed(plan, 'network'), reviewed({ resource_changes: [] }, 'shop')]);
    expect(page).toContain('<title>Plan review: 2 stacks</title>');
    expect(page.match(/<section class="stack" id="stack-\d" data-verdict="\w+" data-stack="\w+">/g)).toHaveLength(2);
    expect(page).toContain('<a href="#stack-1">🔴 network</a> Data loss: ');
    expect(page).toContain('<a href="#stack-2">⚪ shop</a> Changes nothing.');
  });

  test('filters several stacks by color, if their colors differ', () => {
    const quiet = { resource_changes: [] };
    const filters = (...stacks: readonly object[]) =>
      htmlOf(stacks.map((one) => reviewed(one))).match(/<input type="checkbox" data-verdict="\w+" checked>/g) ?? [];
    expect(filters(plan, quiet)).toHaveLength(2);
    expect(filters(plan, plan)).toHaveLength(0);
    expect(filters(plan)).toHaveLength(0);
  });

  test('loads no other files, and allows only the inline style and script', () => {
    const page = htmlOf([reviewed(plan)]);
    expect(page).toMatch(/content="default-src 'none'; style-src 'sha256-[\w+/=]+'; script-src 'sha256-[\w+/=]+'"/);
    expect(page).not.toMatch(/\b(?:src|href)=/);
  });

  const names =
    'html|head|meta|title|style|body|header|nav|ol|a|h[1-3]|label|input|span|output|section|p|ul|li|details|summary|code|strong|del|ins|script';
  const attributes =
    '(?:lang|charset|name|content|http-equiv|type|id|placeholder|data-action|data-stack|data-verdict|class)="[^"<>]*"|href="#stack-\\d"|open|checked';
  const elements = new RegExp(`</?(?:${names})(?: (?:${attributes}))*>`, 'g');
  property.prop([plans, fc.constantFrom('<script>', '"><img src=x onerror=alert(1)>')], { numRuns: 50 })(
    'never turns text from a plan into markup',
    ({ json }, stack) => {
      const page = htmlOf([reviewed(json, stack), reviewed(json, stack)]).replace(/<(style|script)>.*?<\/\1>/gs, '');
      expect(page.replace('<!doctype html>', '').replace(elements, '')).not.toMatch(/[<>]/);
    },
  );
});
