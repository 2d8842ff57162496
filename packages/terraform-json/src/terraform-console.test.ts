import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fc } from '@fast-check/jest';
import { evaluateText } from './expression/evaluate';
import type { Expression } from './expression/expression-tree';
import { print } from './expression/print';
import { encodeJson } from './functions/json';
import { isList, type Value } from './value';

const binary = '/usr/local/bin/terraform';
const present = existsSync(binary);

/** Expressions to compare. They are deterministic, contain no references and evaluate without errors. */
const expressions = [
  '"$$${1}"',
  '"$$$${1}"',
  '"%%%{1}"',
  '"a$$b"',
  '"  ${~ 1 ~}  b"',
  '"\\u00e9\\U0001F600\\t"',
  '-5 % 3',
  '5 % -3',
  '5.5 % 2',
  '0.1 + 0.2',
  '10 / 4',
  '"1" + 2',
  '-"5"',
  '1 == 1.0',
  '"a" == 1',
  '"a" == null',
  '{a=1} == {a=1}',
  '!"true"',
  'true && "false"',
  'split(",", "")',
  'split("", "abc")',
  'split(",", "a,,b")',
  'join(",", ["a", 1], ["b"])',
  'title("hello-world_foo bar\'s 1a")',
  'trim("?!hello?!", "!?")',
  'trimprefix("aab", "a")',
  'trimsuffix("abb", "b")',
  'trimspace("\\t a \\n")',
  'chomp("a\\n\\n")',
  'strrev("abc")',
  'indent(2, "a\\nb")',
  'replace("a.b.c", ".", "-")',
  'substr("hello", -3, 2)',
  'substr("hello", 1, -1)',
  'substr("a", 5, 1)',
  'length("👨‍👩‍👧é")',
  'length({a=1})',
  'startswith("abc", "a")',
  'endswith("abc", "c")',
  'strcontains("abc", "b")',
  'format("%5s|%-5s|%05d|%+d|%x|%X|%o|%b|%e|%g|%q|%%", "a", "b", 3, 4, 255, 255, 8, 5, 1234.5, 0.00001, "a\\"b")',
  'format("%s %v %#v %t", true, [1, "a"], {a = null}, "true")',
  'format("%[2]s %[1]s", "a", "b")',
  'format("%.3s|%.2f|%8.3f|%-8.1f|% d|%g|%.3g|%.2e", "abcdef", 2.554, 3.14159, 2.25, 7, 123456, 0.00001234, 1234567)',
  'format("%f", 1)',
  'format("%g %g %g", 1234567, 100000000000000000000000, 0.5)',
  'format("%05.2f %q", 2.5, "x")',
  'format("%v %v", 1.5, "s")',
  'formatlist("%s-%d", ["a", "b"], [1, 2])',
  'formatlist("%s-%s", "x", ["a", "b"])',
  'parseint("ff", 16)',
  'jsonencode("\\u0008\\u000c\\u007f<a>&b \\u2028")',
  'jsonencode(1e21)',
  'jsonencode(1e-9)',
  'jsonencode({b=1,a=null})',
  'jsonencode({"é" = 1, "z" = 2, "Z" = 3, "😀" = 4, "｡" = 5})',
  'jsondecode("{\\"a\\":1.50,\\"b\\":[true,null]}")',
  'base64encode("é")',
  'base64decode("w6k=")',
  'base64sha256("a")',
  'md5("a")',
  'sha1("a")',
  'sha256("é")',
  'sha512("a")',
  'urlencode("a b&c/~*é!\'()")',
  'tostring(1e21)',
  'tostring(0.1)',
  'tonumber("+5")',
  'tonumber("1e3")',
  'tonumber(".5")',
  'tobool("1")',
  'tolist(["a", 1])',
  'toset(["b", "a", "b"])',
  'toset([3, 1, 20])',
  'tomap({a=1,b="x"})',
  'element(["a", "b"], 3)',
  'contains(["1"], 1)',
  'index(["a", "b"], "b")',
  'coalesce("", null, "b")',
  'coalesce(null, 1, "b")',
  'compact(["a", "", null])',
  'compact([1, true])',
  'flatten([["a", ["b"]], "c"])',
  'distinct(["a", "a", 1])',
  'merge({a=1}, null, {a=2})',
  'lookup({a=1}, "b", 3)',
  'setunion(["b"], ["a", "b"])',
  'setintersection(["b", "c"], ["c", "b"])',
  'setsubtract(["b", "c"], ["c"])',
  'setproduct(["a"], ["b", "c"])',
  'chunklist([1, 2, 3], 2)',
  'range(3)',
  'range(3, 0)',
  'range(0, 1, 0.25)',
  'range(1, 5, 2)',
  'one([])',
  'one(["a"])',
  'zipmap(["a", "b"], [1, 2])',
  'slice(["a", "b", "c"], 1, 2)',
  'sort(["b", 1, "A"])',
  'reverse(["a", 1])',
  'reverse(toset(["b", "a"]))',
  'keys({b=1,a=2})',
  'values({b=1,a=2})',
  'concat(["a"], [1])',
  'alltrue([true, "true"])',
  'anytrue([false])',
  'sum([1, 2.5, 0.1])',
  'abs("-3")',
  'ceil(-1.5)',
  'floor(-1.5)',
  'max("5", 3)',
  'min([4, 2]...)',
  'pow(2, 10)',
  'log(8, 2)',
  'signum(-3)',
  'floor(1e30)',
  'dirname("a/b/c")',
  'basename("a/b/c")',
  'can(1 + "a")',
  'try(tonumber("a"), 2)',
  'true ? 1 : "a"',
  '[1,2,3][*]',
  '{a=1}[*].a',
  'null[*]',
  '[{a=1},{a=2}].*.a',
  '[{a={b=[7]}}][*].a.b[0]',
  '[[{a=1}]][0][*].a',
  '[for k, v in {b=1,a=2} : "${k}=${v}"]',
  '{for v in ["a","b","aa"] : substr(v,0,1) => v...}',
  '[for v in toset(["b","a"]) : upper(v)]',
  '[for i, v in ["x","y"] : i if v != "x"]',
  '{"a" = 1, (upper("b")) = 2}',
  'path.module',
  'nonsensitive(sensitive("a"))',
];

const title = present
  ? 'compared with terraform console'
  : 'compared with terraform console (skipped: /usr/local/bin/terraform does not exist)';

(present ? describe : describe.skip)(title, () => {
  test('returns the same result as Terraform for every expression', () => {
    expect(differences(expressions)).toEqual([]);
  });

  test('encodes random values as the same JSON bytes as Terraform', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 12 });
    const number = fc
      .double({ noNaN: true, noDefaultInfinity: true, min: -1e20, max: 1e20 })
      .filter((value) => value === 0 || Math.abs(value) > 1e-12);
    const leaf = fc.oneof(text, fc.integer(), number, fc.boolean(), fc.constant(null));
    const tree = fc.letrec<{ value: Value }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        leaf,
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(text, tie('value'), { maxKeys: 3 }),
      ),
    })).value;
    const literals = fc.sample(tree, { numRuns: 150, seed: 7 }).map((value) => print(literalOf(value)));
    expect(differences(literals)).toEqual([]);
  });
});

function differences(texts: readonly string[]): { text: string; ours: string; terraform: string | undefined }[] {
  const results = consoleResults(texts);
  return texts
    .map((text, at) => ({ text, ours: resultOf(text), terraform: results[at] }))
    .filter(({ ours, terraform }) => ours !== terraform);
}

function resultOf(text: string): string {
  return encodeJson({ r: evaluateText(`\${${text}}`, { resolve: () => undefined }) });
}

/**
 * Evaluates all lines as one expression, because the console prints only the result of its last input. Encodes the result in
 * base64, so the console does not reformat it.
 */
function consoleResults(lines: readonly string[]): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'terraform-console-'));
  try {
    const config = join(folder, 'empty.tfrc');
    writeFileSync(config, '');
    const input = `join(" ", [${lines.map((line) => `base64encode(jsonencode({r = ${line}}))`).join(', ')}])`;
    const run = spawnSync(binary, ['console'], {
      cwd: folder,
      input,
      encoding: 'utf8',
      env: { TF_CLI_CONFIG_FILE: config, CHECKPOINT_DISABLE: '1', HOME: folder },
    });
    if (run.status !== 0) throw new Error(run.stderr);
    const results = run.stdout.trim().slice(1, -1).split(' ');
    return results.map((result) => Buffer.from(result, 'base64').toString());
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const column = 1;

function literalOf(value: Value): Expression {
  if (typeof value === 'number' && value < 0)
    return { kind: 'unary', operator: '-', operand: literalOf(-value), column };
  if (typeof value !== 'object' || value === null) return { kind: 'literal', value, column };
  if (isList(value)) return { kind: 'list', items: value.map(literalOf), column };
  const entries = Object.entries(value).map(([key, item]) => ({ key: literalOf(key), value: literalOf(item) }));
  return { kind: 'object', entries, column };
}
