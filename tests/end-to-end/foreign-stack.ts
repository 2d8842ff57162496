import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';

export type Attributes = Readonly<Record<string, unknown>>;

/** Handwritten Terraform, with attributes by resource type and name. */
export interface ForeignDeclaration {
  resource: Readonly<Record<string, Readonly<Record<string, Attributes>>>>;
  variable?: Readonly<Record<string, Attributes>>;
  data?: Readonly<Record<string, Readonly<Record<string, Attributes>>>>;
  /** Files in each zip, keyed by zip name. A string is the content of index.js, the zip's only file. */
  zips?: Readonly<Record<string, Code>>;
}

type Code = string | Readonly<Record<string, string>>;

export interface ForeignStack {
  /** Value of the --out option. */
  out: string;
  /** Value of the --dir option, separate from the user's folder. */
  directory: string;
  /** Folder of the stack's files: cdk.tf.json and the zips. */
  stackDirectory: string;
  /** Replaces the stack's Terraform. */
  write(declared: ForeignDeclaration): void;
  remove(): void;
}

export const stackName = 'theirs';
export const region = 'eu-west-1';
export const account = '000000000000';

function zipCode(code: Code): Uint8Array {
  const files = typeof code === 'string' ? { 'index.js': code } : code;
  return zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])));
}

/** Writes a stack into a temporary folder in the layout of `--out`. */
export function writeForeignStack(declared: ForeignDeclaration): ForeignStack {
  const root = mkdtempSync(join(tmpdir(), 'himeshima-theirs-'));
  const out = join(root, 'out');
  const stackDirectory = join(out, 'stacks', stackName);
  mkdirSync(stackDirectory, { recursive: true });
  const write = ({ resource, variable = {}, data = {} }: ForeignDeclaration) => {
    const terraform = { provider: { aws: [{ region }] }, variable, data, resource };
    writeFileSync(join(stackDirectory, 'cdk.tf.json'), JSON.stringify(terraform));
  };
  write(declared);
  for (const [name, code] of Object.entries(declared.zips ?? {}))
    writeFileSync(join(stackDirectory, `${name}.zip`), zipCode(code));
  return {
    out,
    directory: join(root, 'state'),
    stackDirectory,
    write,
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** Returns the attributes of a function. Its zip has the function's name. */
export const functionOf = (name: string, more: Attributes = {}): Attributes => ({
  function_name: name,
  filename: `${name}.zip`,
  handler: 'index.handler',
  runtime: 'nodejs22.x',
  role: `arn:aws:iam::${account}:role/${name}`,
  ...more,
});

/** Returns a queue policy that allows a topic to send messages. */
export const letsSend = (topicArn: string): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: {
      Effect: 'Allow',
      Principal: { Service: 'sns.amazonaws.com' },
      Action: 'sqs:SendMessage',
      Resource: '*',
      Condition: { ArnEquals: { 'aws:SourceArn': topicArn } },
    },
  });
