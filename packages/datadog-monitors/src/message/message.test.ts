import { fc, test as property } from '@fast-check/jest';
import type { Notification } from '../evaluate/notify';
import { readApiMonitor } from '../monitor/read-monitor';
import { parseMetricQuery } from '../query/parse-query';
import { checkMessage } from './check-message';
import { handlesIn } from './handles';
import { MessageError } from './message-error';
import { parseMessage } from './parse-message';
import { messageOf, type RenderedMessage } from './render';

const text = 'sum(last_5m):sum:aws.lambda.errors{*} by {functionname}.as_count() >= 3';

const notification: Notification = {
  minute: 25,
  group: 'functionname:power-on',
  tags: { functionname: 'power-on' },
  transition: 'alert',
  from: 'OK',
  to: 'Alert',
  value: 4.00000001,
  reason: '4 >= 3',
  triggered: 20,
};

function rendered(
  message: string,
  changes: Partial<Notification> = {},
  options: Readonly<Record<string, unknown>> = {},
): RenderedMessage {
  const definition = readApiMonitor({
    name: 'errors of {{functionname.name}}',
    type: 'metric alert',
    query: text,
    message,
    priority: 1,
    options: { thresholds: { critical: 3, warning: 2 }, ...options },
  });
  return messageOf(definition, parseMetricQuery(text))({ ...notification, ...changes });
}

// Source: docs.datadoghq.com/monitors/notify/variables
describe('renderMessage', () => {
  test('fills known variables and omits unknown variables', () => {
    expect(
      rendered(
        '{{functionname.name}}: {{value}} {{ comparator }} {{threshold}} (warns at {{warn_threshold}}){{nothing}}',
      ).text,
    ).toBe('power-on: 4 >= 3 (warns at 2)');
    expect(rendered('since {{last_triggered_at}}, {{triggered_duration_sec}} s').text).toBe(
      'since 1970-01-01T00:20:00.000Z, 300 s',
    );
    expect(rendered('{{threshold}}', { to: 'Warn', transition: 'warn' }).text).toBe('2');
  });

  test('renders a title with priority, transition and name', () => {
    expect(rendered('x').title).toBe('[P1 Triggered on {functionname:power-on}] errors of power-on');
    expect(rendered('x', {}, { include_tags: false }).title).toBe('[P1 Triggered] errors of power-on');
    expect(rendered('x', { transition: 'recovery', to: 'OK', from: 'Alert' }).title).toBe(
      '[P1 Recovered on {functionname:power-on}] errors of power-on',
    );
  });

  test.each<[string, Partial<Notification>, string]>([
    ['is_alert', {}, 'yes'],
    ['is_alert', { to: 'Warn' }, ''],
    ['is_warning', { to: 'Warn' }, 'yes'],
    ['is_no_data', { to: 'No Data' }, 'yes'],
    ['is_recovery', { from: 'Warn', to: 'OK' }, 'yes'],
    ['is_alert_recovery', { from: 'Alert', to: 'OK' }, 'yes'],
    ['is_alert_recovery', { from: 'Warn', to: 'OK' }, ''],
    ['is_warning_recovery', { from: 'Warn', to: 'OK' }, 'yes'],
    ['is_no_data_recovery', { from: 'No Data', to: 'OK' }, 'yes'],
    ['is_alert_to_warning', { from: 'Alert', to: 'Warn' }, 'yes'],
    ['is_warning_to_alert', { from: 'Warn' }, 'yes'],
    ['is_renotify', { transition: 'renotify', from: 'Alert' }, 'yes'],
    ['is_renotify', {}, ''],
    ["is_priority 'P1'", {}, 'yes'],
    ["is_priority 'P2'", {}, ''],
    ['is_match "functionname.name" "pow" "x"', {}, 'yes'],
    ['is_match "functionname.name" "off"', {}, ''],
    ['is_exact_match "functionname.name" "power"', {}, ''],
    ['is_exact_match "functionname.name" "power-on"', {}, 'yes'],
    ['is_match "functionname.name" ""', {}, 'yes'],
    ['is_match "env.name" ""', {}, ''],
    ['is_exact_match "env.name" ""', {}, 'yes'],
    ['is_match "functionname" "power"', {}, 'yes'],
  ])('{{#%s}} with %j shows %j', (condition, changes, expected) => {
    const [name = ''] = condition.split(' ');
    expect(rendered(`{{#${condition}}}yes{{/${name}}}`, changes).text).toBe(expected);
    expect(rendered(`{{^${condition}}}no{{/${name}}}`, changes).text).toBe(expected === '' ? 'no' : '');
  });

  test('supports nested blocks and removes their empty lines', () => {
    const message =
      'failed\n\n{{#is_alert}}\n{{#is_match "functionname.name" "power"}}call{{/is_match}}\n{{/is_alert}}\n\n{{#is_recovery}}\nfine\n{{/is_recovery}}\n\nend';
    expect(rendered(message).text).toBe('failed\n\ncall\n\nend');
  });

  test('renders {{else}}, omits comments, and keeps a raw block unchanged', () => {
    const either = '{{#is_match "functionname.name" "x"}}a{{else}}b{{/is_match}}';
    expect(rendered(either).text).toBe('b');
    expect(rendered('a{{!-- {{value}} --}}b{{! c }}').text).toBe('ab');
    expect(rendered('{{{{raw}}}}{{ value }}{{{{/raw}}}}').text).toBe('{{ value }}');
  });

  // Source: docs.datadoghq.com/monitors/notify/variables, "Conditional variables" and "URL encode"
  test('renders the text of a raw condition unchanged, if the condition holds', () => {
    const block = (host: string) => `{{{{is_match "functionname.name" "${host}"}}}}{{ .text }}{{{{/is_match}}}}`;
    expect(rendered(block('power')).text).toBe('{{ .text }}');
    expect(rendered(block('other')).text).toBe('');
    expect(() => rendered('{{{{is_mtach "a" "b"}}}}x{{{{/is_mtach}}}}')).toThrow('did you mean is_match?');
  });

  test('encodes a variable for a URL', () => {
    expect(rendered('https://example.com/?q={{urlencode "functionname.name"}}{{urlencode "missing.name"}}').text).toBe(
      'https://example.com/?q=power-on',
    );
  });

  test('escapes the value of a variable, except within triple braces', () => {
    const tags = { functionname: '<b>&' };
    expect(rendered('{{functionname.name}} {{{functionname.name}}}', { tags }).text).toBe('&lt;b&gt;&amp; <b>&');
  });

  // Source: docs.datadoghq.com/monitors/guide/template-variable-evaluation;
  // docs.datadoghq.com/monitors/notify/variables, "Local time"
  test.each([
    ['{{eval "value+1-2*3/4"}}', '3.5'],
    ['{{eval "last_triggered_at_epoch-15*60*1000"}}', '300000'],
    ['{{eval "int(value/3)"}} {{eval "round(value/3, 2)"}}', '1 1.33'],
    ['{{eval "2^3^2 % 7"}} {{eval "-(value)"}}', '1 -4'],
    ['{{eval "humanize_bytes(value*1024*1024)"}}', '4 MiB'],
    ['{{eval "nothing + 1"}}{{eval "value +"}}{{eval "(value"}}', ''],
    ["{{local_time 'last_triggered_at' 'Asia/Tokyo'}}", '1970-01-01 09:20:00+09:00'],
    ["{{local_time 'last_triggered_at' 'Nowhere'}}", ''],
  ])('%s is %j', (message, expected) => expect(rendered(message).text).toBe(expected));

  test('prepends the escalation message to the text of a renotification', () => {
    const options = { escalation_message: 'still! @boss' };
    expect(rendered('failed', { transition: 'renotify' }, options)).toMatchObject({
      text: 'still! @boss\nfailed',
      handles: ['@boss'],
    });
    expect(rendered('failed', {}, options).text).toBe('failed');
  });

  test('notifies only the handles in the rendered text', () => {
    const message =
      '{{#is_alert}}@pagerduty-iot{{/is_alert}}{{#is_recovery}}@slack-quiet{{/is_recovery}} @slack-iot-oncall';
    expect(rendered(message).handles).toEqual(['@pagerduty-iot', '@slack-iot-oncall']);
  });
});

describe('handlesIn', () => {
  test('finds each channel, user and email handle once, and ignores an email address in a sentence', () => {
    expect(handlesIn('@slack-a, (@me@example.org). @slack-a ask you@example.org @webhook-x/y')).toEqual([
      '@slack-a',
      '@me@example.org',
      '@webhook-x/y',
    ]);
  });
});

describe('checkMessage', () => {
  test.each([
    ['{{#is_alert}}x', '{{#is_alert}} is not closed', 1],
    ['a{{/is_alert}}', '{{/is_alert}} has no opening block', 2],
    ['{{#is_alert}}{{/is_warning}}', '{{/is_warning}} closes {{#is_alert}}', 14],
    ['{{#is_alrt}}{{/is_alrt}}', '{{#is_alrt}} is not a known condition; did you mean is_alert?', 1],
    [`${'{{#is_alert}}'.repeat(2000)}${'{{/is_alert}}'.repeat(2000)}`, 'blocks are nested deeper than 50 levels', 651],
    ['{{#is_match "a"}}{{/is_match}}', '{{#is_match}} needs a variable and a string', 1],
    ['of {{functionnmae.name}}', '{{functionnmae.name}} stays empty; did you mean functionname.name?', 4],
    ['{{#is_alert}}{{vlaue}}{{/is_alert}}', '{{vlaue}} stays empty; did you mean value?', 14],
    ['{{#is_match "host.name" "a"}}{{/is_match}}', '{{host.name}} stays empty', 1],
  ])('%s: %s', (template, message, column) => {
    const [problem] = checkMessage(template, ['functionname']);
    expect(problem?.message).toContain(message);
    expect(problem?.column).toBe(column);
  });

  test('reports no problems for a valid message', () => {
    expect(checkMessage(`${'{{#is_alert}}'.repeat(50)}${'{{/is_alert}}'.repeat(50)}`, [])).toEqual([]);
    expect(
      checkMessage('{{#is_alert}}{{functionname.name}} {{value}}{{/is_alert}} {{! note }}', ['functionname']),
    ).toEqual([]);
  });

  const fragment = fc.constantFrom(
    '{{',
    '}}',
    '#',
    '/',
    '^',
    'is_alert',
    'is_match',
    ' ',
    '"',
    'value',
    '{',
    '\n',
    '@x',
  );
  property.prop([fc.array(fragment, { maxLength: 30 })])('does not crash on arbitrary text', (parts) => {
    try {
      parseMessage(parts.join(''));
    } catch (error) {
      expect(error).toBeInstanceOf(MessageError);
    }
  });
});
