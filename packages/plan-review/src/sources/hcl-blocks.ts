/** Block of a Terraform configuration that an address can refer to. */
export interface HclBlock {
  /** Address of the block: `resource.aws_vpc.main`, `data.aws_ami.base` or `module.network`. */
  readonly address: string;
  /** Line number of the header of the block, starting at 1. */
  readonly line: number;
  /** Value of `source` in a module block. Undefined if `source` is missing or not a literal. */
  readonly source: string | undefined;
}

const header = /^\s*(?:(resource|data)\s+"?([\w-]+)"?|(module))\s+"?([\w-]+)"?\s*\{/;
const heredoc = /<<[-~]?([A-Za-z_][\w-]*)\s*$/;
const literalSource = /^\s*source\s*=\s*"([^"$%]+)"/;

/**
 * Finds the resource, data and module blocks in an HCL file. Reads only the headers of the blocks, so syntax errors elsewhere do not
 * matter. Ignores comments and heredocs.
 */
export function hclBlocks(text: string): readonly HclBlock[] {
  const found: { address: string; line: number; source: string | undefined }[] = [];
  let end: string | undefined;
  const lines = withoutComments(text).split(/\r?\n/);
  for (const [index, line] of lines.entries()) {
    if (end !== undefined) {
      if (line.trim() === end) end = undefined;
      continue;
    }
    end = heredoc.exec(line)?.[1];
    const [, mode, type, isModule, name] = header.exec(line) ?? [];
    const last = found.at(-1);
    if (name !== undefined)
      found.push({
        address: isModule === undefined ? `${mode}.${type}.${name}` : `module.${name}`,
        line: index + 1,
        source: literalSource.exec(line.slice(line.indexOf('{') + 1))?.[1],
      });
    else if (last !== undefined) last.source ??= literalSource.exec(line)?.[1];
  }
  return found;
}

/** Replaces block comments with blanks, and keeps their line breaks. Does not change strings, because globs contain `/*`. */
const withoutComments = (text: string): string =>
  text.replace(/"(?:\\.|[^"\\\n])*"|(?:#|\/\/)[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/g, (found) =>
    found.startsWith('/*') ? found.replace(/[^\n]/g, '') : found,
  );
