/** Wording that docs/style.md rejects. */
export interface WordingFault {
  /** Location: `commands/check.ts:12`. */
  readonly place: string;
  /** Rejected wording and its replacement. */
  readonly message: string;
}

/** Word or phrase to avoid, and its replacement. */
export interface AvoidedWord {
  readonly word: string;
  readonly replacement: string;
}

/** Returns the "Words to avoid" table from the style guide; the first column may list several words, separated by commas. */
export function avoidedWords(styleGuide: string): readonly AvoidedWord[] {
  const [, section = ''] = styleGuide.split('\n## Words to avoid\n');
  const [, , ...rows] = (section.split('\n## ')[0] ?? '').split('\n').filter((line) => line.startsWith('|'));
  return rows.flatMap((row) => {
    const [, words = '', replacement = ''] = row.split('|').map((cell) => cell.trim());
    return words.split(', ').map((word) => ({ word, replacement }));
  });
}

interface Passage {
  readonly line: number;
  readonly text: string;
  readonly startsDocstring: boolean;
}

const literal = /(['"`])((?:(?!\1)[^\\]|\\.)*)\1/g;

/** Strings of three or more words are treated as messages or test titles. */
const isSentence = (text: string) => /[a-z]+ [a-z]+ [a-z]+/i.test(text);

function passagesOfCode(text: string): readonly Passage[] {
  let block: 'none' | 'opened' | 'open' = 'none';
  return text.split('\n').flatMap((line, index) => {
    const passage = (part: string, startsDocstring = false) => ({ line: index + 1, text: part, startsDocstring });
    const trimmed = line.trim();
    const isDocstring = trimmed.startsWith('/**');
    if (isDocstring || trimmed.startsWith('/*') || block !== 'none') {
      const words = trimmed.replace(/^\/?\*+\s?|\s*\*\/$/g, '');
      const isFirst = words !== '' && (isDocstring || block === 'opened');
      block = trimmed.endsWith('*/') ? 'none' : isDocstring && words === '' ? 'opened' : 'open';
      return [passage(words, isFirst)];
    }
    const comment = /(?:^|\s)\/\/ (.+)$/.exec(line)?.[1];
    const strings = [...line.matchAll(literal)].flatMap(([, , part = '']) => (isSentence(part) ? [passage(part)] : []));
    return comment === undefined ? strings : [passage(comment)];
  });
}

function passagesOfMarkdown(text: string): readonly Passage[] {
  let isFenced = false;
  return text.split('\n').flatMap((line, index) => {
    if (/^\s*```/.test(line)) isFenced = !isFenced;
    return isFenced ? [] : [{ line: index + 1, text: line.replace(/`[^`]*`/g, '``'), startsDocstring: false }];
  });
}

const hashComment = /(?:^|\s)# (.+)$/;

const passagesOfShell = (text: string): readonly Passage[] =>
  text.split('\n').flatMap((line, index) => {
    const comment = hashComment.exec(line)?.[1];
    return comment === undefined ? [] : [{ line: index + 1, text: comment, startsDocstring: false }];
  });

/** Returns comments, descriptions and summaries. Blocks such as `description: >-` include all lines that are indented further. */
function passagesOfYaml(text: string): readonly Passage[] {
  let blockIndentation: number | undefined;
  return text.split('\n').flatMap((line, index) => {
    const indentation = line.search(/\S/);
    if (blockIndentation !== undefined && indentation >= 0 && indentation <= blockIndentation)
      blockIndentation = undefined;
    if (blockIndentation !== undefined) return [{ line: index + 1, text: line.trim(), startsDocstring: false }];
    const [, value] = /\b(?:description|summary): +(.+)$/.exec(line) ?? [];
    if (value !== undefined && /^[>|][-+]?$/.test(value)) {
      blockIndentation = indentation;
      return [];
    }
    const passage = value ?? hashComment.exec(line)?.[1];
    return passage === undefined ? [] : [{ line: index + 1, text: passage, startsDocstring: false }];
  });
}

function passagesOf(path: string, text: string): readonly Passage[] {
  if (path.endsWith('.md')) return passagesOfMarkdown(text);
  if (/\.ya?ml$/.test(path)) return passagesOfYaml(text);
  return /\.[cm]?[jt]s$/.test(path) ? passagesOfCode(text) : passagesOfShell(text);
}

const headless = /^(Of|What|Who|Whose|Whom|Where|Wherever|Those|One that|One of which|By which|To which|From which)\b/;

/**
 * Returns the avoided words and the headless docstrings in a file.
 * @param path relative to the project. Its extension selects the language; a file without one is a shell script
 */
export function wordingFaults(path: string, text: string, words: readonly AvoidedWord[]): readonly WordingFault[] {
  const patterns = words.map((avoided) => ({ ...avoided, pattern: new RegExp(`\\b${avoided.word}\\b`, 'i') }));
  return passagesOf(path, text).flatMap(({ line, text: passage, startsDocstring }) => {
    const place = `${path}:${line}`;
    const found = patterns.filter(({ pattern }) => pattern.test(passage));
    const opening = startsDocstring ? headless.exec(passage)?.[0] : undefined;
    return [
      ...found.map(({ word, replacement }) => ({ place, message: `"${word}": write ${replacement}` })),
      ...(opening === undefined
        ? []
        : [{ place, message: `docstring starts with "${opening}": start with a verb or a noun phrase` }]),
    ];
  });
}

/** Longest subject that git and GitLab show without truncation, in characters. */
const longestSubject = 72;

/** Subjects that git generates from another commit's subject. */
const generatedSubject = /^(?:Revert|Reapply) "/;

/** Returns the commit subjects that are too long. Reverts may be long, because git quotes the original subject. */
export function subjectFaults(subjects: readonly string[]): readonly WordingFault[] {
  return subjects
    .filter((subject) => subject.length > longestSubject && !generatedSubject.test(subject))
    .map((subject) => ({
      place: `commit "${subject}"`,
      message: `${subject.length} characters: shorten to ${longestSubject}`,
    }));
}
