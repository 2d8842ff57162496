import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import {
  decodeText,
  isBinaryPlan,
  isPlan,
  mergeFiles,
  readStack,
  references,
  type Stack,
  StackError,
  type ValueObject,
} from '@himeshima/terraform-json';
import { awsProviderOf } from './aws-provider';
import { claimFiles, deviceFiles, deviceRequest } from './certificates/device-certificates';
import { withLocalAccount } from './local-account';
import { plannedStack } from './planned-stack';

export interface LoadedStack {
  name: string;
  /** Folder of the stack; relative paths in the stack are resolved against it. */
  directory: string;
  stack: Stack;
  region: string;
}

/**
 * Reads a JSON file.
 * @throws Error with the file's name
 */
function readJson(file: string): unknown {
  const bytes = readFileSync(file);
  if (isBinaryPlan(bytes))
    throw new Error(`${file} is a binary plan; convert it with: terraform show -json ${file} > plan.json`);
  try {
    return JSON.parse(decodeText(bytes));
  } catch (error) {
    throw new Error(`${file} is not valid JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/**
 * Reads one synthesized stack from a `cdktf.out`. Accounts that the provider allows are replaced with the local
 * account, wherever they occur.
 * @param out folder that synth writes: `cdktf.out`
 * @param variables values of Terraform variables, because the region can refer to variables
 * @throws Error if the folder, the stack or the stack's file is missing or cannot be read
 */
export function loadStack(out: string, name: string, variables: ValueObject = {}): LoadedStack {
  const directory = join(out, 'stacks', name);
  const file = join(directory, 'cdk.tf.json');
  if (!existsSync(file)) throw new Error(missing(out, name));
  const json = readJson(file);
  return stackIn(() => json, { file, name, directory, variables });
}

/**
 * Reads stacks from any supported source: a `cdktf.out` with all its stacks, one `cdk.tf.json`, a folder whose
 * `*.tf.json` files form one stack, or the JSON of a plan that creates every resource.
 * @throws Error with a one-line message if the path contains none of these, or cannot be read
 */
export function loadStacks(path: string, variables: ValueObject = {}): readonly LoadedStack[] {
  if (!existsSync(path)) throw new Error(`${path} does not exist; expected ${sources}`);
  if (!statSync(path).isDirectory()) {
    if (path.endsWith('.tf')) throw new Error(`${path} is HCL; ${planAdvice}`);
    const directory = dirname(resolve(path));
    const json = readJson(path);
    const other = otherDocument(json);
    if (other !== undefined) throw new Error(`${path} is ${other}, not a plan; ${planAdvice}`);
    const origin = { file: path, name: basename(directory), directory, variables };
    return [isPlan(json) ? plannedStackIn(json, origin) : stackIn(() => json, origin)];
  }
  const stacks = join(path, 'stacks');
  if (existsSync(stacks)) return readdirSync(stacks).map((name) => loadStack(path, name, variables));
  const names = readdirSync(path);
  const hcl = hclIn(path);
  if (hcl !== undefined) throw new Error(hcl);
  const files = names.filter((name) => name.endsWith('.tf.json'));
  if (files.length === 0) throw new Error(`${path} contains no stack; expected ${sources}`);
  const directory = resolve(path);
  const json = new Map(files.map((name) => [name, readJson(join(path, name))] as const));
  return [stackIn(() => mergeFiles(json), { file: path, name: basename(directory), directory, variables })];
}

const sources = 'a cdktf.out, a cdk.tf.json, a folder with *.tf.json files, or a plan in JSON';
const planAdvice = "pass a plan's JSON: terraform show -json plan.tfplan > plan.json";

/** Returns the problem with the first HCL file in a folder; undefined if the folder contains no HCL. */
function hclIn(folder: string): string | undefined {
  const name = readdirSync(folder).find((file) => file.endsWith('.tf'));
  return name && `${join(folder, name)} is HCL; ${planAdvice}`;
}

/** Returns a description of Terraform's JSON that is neither a plan nor a configuration. */
function otherDocument(json: unknown): string | undefined {
  if (typeof json !== 'object' || json === null || isPlan(json)) return undefined;
  if ('serial' in json && 'lineage' in json) return 'a state file';
  if (!('format_version' in json)) return undefined;
  return 'values' in json ? 'the JSON of a state' : "Terraform's JSON without planned_values";
}

interface Origin {
  readonly file: string;
  readonly name: string;
  readonly directory: string;
  readonly variables: ValueObject;
}

function stackIn(read: () => unknown, { file, name, directory, variables }: Origin): LoadedStack {
  try {
    const json = read();
    const provider = awsProviderOf(readStack(json), variables);
    const local = withLocalAccount(json, provider.allowed_account_ids);
    return { name, directory, stack: readStack(local), region: provider.region };
  } catch (error) {
    throw readError(error, file);
  }
}

/**
 * Reads a plan's stack.
 * @throws Error if variables are given, because their values are fixed in the plan
 */
function plannedStackIn(json: unknown, { file, name, directory, variables }: Origin): LoadedStack {
  const [given] = Object.keys(variables);
  if (given !== undefined)
    throw new Error(
      `--var ${given}: variables already have fixed values in the plan ${file}; use terraform plan -var ${given}=VALUE`,
    );
  try {
    return { name, directory, ...plannedStack(json) };
  } catch (error) {
    throw readError(error, file);
  }
}

function readError(error: unknown, file: string): unknown {
  if (error instanceof StackError) return new Error(`${file}: ${error.message}`);
  if (error instanceof RangeError) return new Error(`${file} is nested too deeply`);
  return error;
}

function missing(out: string, name: string): string {
  const stacks = join(out, 'stacks');
  if (!existsSync(out)) return `${out} does not exist; create cdktf.out with npm run synth`;
  if (!existsSync(stacks))
    return hclIn(out) ?? `${out} contains no stacks; expected ${join(stacks, 'NAME', 'cdk.tf.json')}`;
  const others = readdirSync(stacks).sort();
  const chosen = others[0] === undefined ? '' : `; for example --stack ${others[0]}`;
  return `${out} contains no stack named ${name}; available: ${others.join(', ') || 'none'}${chosen}`;
}

/** Returns the name of the thing to which a certificate is attached, if the attachment and the thing are declared. */
function thingOf(stack: Stack, certificateAddress: string): string | undefined {
  const attachment = stack.resources.find(
    (block) =>
      block.type === 'aws_iot_thing_principal_attachment' &&
      references(block.attributes['principal'] ?? null).some(({ address }) => address === certificateAddress),
  );
  const thing = attachment?.attributes['thing'];
  if (typeof thing !== 'string') return undefined;
  const [reference] = references(thing);
  if (reference === undefined) return thing;
  const name = stack.resources.find((block) => block.address === reference.address)?.attributes['name'];
  return typeof name === 'string' ? name : undefined;
}

const csrVariable = /^\$\{var\.(\w+)\}$/;

/**
 * Creates the key and the signing request of each certificate whose `csr` is a variable. If the certificate is
 * attached to a thing, the request is for that thing; otherwise it is for a claim certificate, which devices use
 * until they are provisioned.
 */
export async function deviceRequests(
  stacks: readonly Pick<LoadedStack, 'stack'>[],
  directory: string,
): Promise<ValueObject> {
  const requests: Record<string, string> = {};
  const certificates = stacks.flatMap(({ stack }) =>
    stack.resources.filter(({ type }) => type === 'aws_iot_certificate').map((block) => ({ stack, block })),
  );
  for (const { stack, block } of certificates) {
    const csr = block.attributes['csr'];
    const variable = typeof csr === 'string' ? csrVariable.exec(csr)?.[1] : undefined;
    if (variable === undefined) continue;
    const thing = thingOf(stack, block.address);
    requests[variable] =
      thing === undefined
        ? await deviceRequest(claimFiles(directory, block.name), block.name)
        : await deviceRequest(deviceFiles(directory, thing), thing);
  }
  return requests;
}
