import { parsePlanText } from './parse-plan-text';

const plan = JSON.stringify({
  format_version: '1.2',
  resource_changes: [{ address: 'aws_sqs_queue.jobs', change: { actions: ['no-op'] } }],
});
const pretty = JSON.stringify(JSON.parse(plan), null, 2);

test('reads a plan with or without whitespace and a byte order mark', () => {
  for (const text of [plan, `\ufeff${plan}\n`, `\n${pretty}\n`]) expect(parsePlanText(text)).toEqual(JSON.parse(plan));
});

test.each([
  '[command]/home/runner/work/_temp/2f1c/terraform-bin show -json plan',
  '[command]/home/ec2-user/actions-runner/_work/_temp/terraform-bin show -json plan.out',
])('explains text that starts with a line of the setup-terraform wrapper: %s', (line) =>
  expect(() => parsePlanText(`${line}\n${plan}\n`)).toThrow(
    /^begins with a \[command\] line .*hashicorp\/setup-terraform; set terraform_wrapper: false/,
  ),
);

test.each([
  [pretty.replace('"no-op"', '"no-op",,'), 'is not valid JSON: unexpected "," at line 8, column 19'],
  [plan.replace('"change":', '"change"='), 'is not valid JSON: unexpected "=" at line 1, column 85'],
  [`\ufeff\n${plan.replace('[', '[[')}`, 'is not valid JSON: unexpected "}" at line 2'],
  [`${plan}\nWarning: x`, 'has extra text after the JSON, at line 2, column 1'],
  [plan.slice(0, -30), 'is truncated: the JSON ends unexpectedly'],
  [plan.replace('"change"', '"ch\\xange"'), 'is not valid JSON: unexpected "\\"" at line 1, column 77'],
])('reports the position of invalid JSON, and truncated JSON: case %#', (text, reason) =>
  expect(() => parsePlanText(text)).toThrow(reason),
);

test.each(['resource_changes', 'format_version'])('rejects a plan that contains the key %s twice', (key) =>
  expect(() => parsePlanText(plan.replace(/\}$/, `\n,"${key}":[]}`))).toThrow(
    'is not a plan that Terraform wrote: line 2, column 2 repeats a key of the same object',
  ),
);

test('does not quote a repeated key, which may be a secret', () => {
  const secret = 'maple-Orbit!42';
  const repeated = `"${secret}":1,"${secret}":2`;
  expect(() => parsePlanText(`{"a":{${repeated}}}`)).toThrow(/^(?!.*maple).*line 1, column 26 repeats a key/);
});

test('rejects a repeated key at any depth, even if the key is escaped', () => {
  const hidden = plan.replace('"actions":["no-op"]', '"actions":["delete"],"\\u0061ctions":["no-op"]');
  expect(() => parsePlanText(hidden)).toThrow('repeats a key of the same object');
});

test('accepts strings that only look like repeated keys', () => {
  const value = { a: '"a":1,"a":2', b: [{ a: '\\' }, { a: ' ":' }], '"a': {} };
  expect(parsePlanText(JSON.stringify(value))).toEqual(value);
});

test('keeps integers that JSON.parse would round, and text that looks like them', () =>
  expect(
    parsePlanText(
      '{"a":9223372036854775807,"b":[-9223372036854775808 , 1234567890123456],"c":"x: 9223372036854775807, \\"","d":1e30,"e":0.1234567890123456}',
    ),
  ).toEqual({
    a: '9223372036854775807',
    b: ['-9223372036854775808', 1234567890123456],
    c: 'x: 9223372036854775807, "',
    d: 1e30,
    e: 0.1234567890123456,
  }));
