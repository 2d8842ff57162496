import { isHarmless } from './harmless-values';
import { LiteralIndex } from './literal-index';
import type { Span } from './spans';

/** How a command takes its secret. */
interface SecretArguments {
  /** Options whose value is a secret, also without a space in between if they have one letter. */
  readonly options?: readonly string[];
  /** Options whose value is `user:secret`. */
  readonly pairs?: readonly string[];
  /** Positions of secrets among the arguments that are not options, from 0, or -1 for the last. */
  readonly positions?: readonly number[];
  /** Words of which one has to follow the command, such as `login`. */
  readonly only?: RegExp;
}

const dashP: SecretArguments = { options: ['-p'] };
const dashPLogin: SecretArguments = { options: ['-p'], only: /\blogin\b/ };
const bigP: SecretArguments = { options: ['-P'] };
const dashW: SecretArguments = { options: ['-w', '-y'] };
const userPair: SecretArguments = { pairs: ['-U', '--user'] };

/** Programs that take secrets as arguments whose names do not tell; source: their manuals. */
const commands: Readonly<Record<string, SecretArguments>> = {
  '7z': dashP,
  '7za': dashP,
  az: { options: ['-p', '--value'], only: /\b(?:login|create-for-rbac|keyvault secret set)\b/ },
  beeline: dashP,
  buildah: dashPLogin,
  bcp: bigP,
  cf: dashPLogin,
  chpasswd: {},
  crackmapexec: dashP,
  crane: dashPLogin,
  cqlsh: dashP,
  curl: { options: ['-b', '--cookie'], pairs: ['-u', '--user', '-U', '--proxy-user'] },
  docker: dashPLogin,
  exp: {},
  expdp: {},
  etcdctl: { pairs: ['--user'] },
  gh: { options: ['--body', '-b'], only: /\bsecret set\b/ },
  helm: { options: ['-p'], only: /\blogin\b/ },
  htpasswd: { positions: [-1], only: /\s-\w*b/ },
  http: { pairs: ['-a', '--auth'] },
  https: { pairs: ['-a', '--auth'] },
  imp: {},
  impdp: {},
  influx: { options: ['-p', '-t'] },
  ipmitool: bigP,
  isql: bigP,
  ldapadd: dashW,
  ldapdelete: dashW,
  ldapmodify: dashW,
  ldappasswd: { options: ['-w', '-s', '-a'] },
  ldapsearch: dashW,
  lftp: { pairs: ['-u'] },
  mariadb: dashP,
  'mariadb-admin': dashP,
  'mariadb-dump': dashP,
  mkpasswd: { positions: [-1] },
  mongo: dashP,
  mongodump: dashP,
  mongoexport: dashP,
  mongoimport: dashP,
  mongorestore: dashP,
  mongosh: dashP,
  mosquitto_pub: bigP,
  mosquitto_rr: bigP,
  mosquitto_sub: bigP,
  mosquitto_passwd: { positions: [-1], only: /\s-\w*b/ },
  mssql: bigP,
  mycli: dashP,
  mysql: dashP,
  mysqladmin: dashP,
  mysqlcheck: dashP,
  mysqldump: dashP,
  mysqlimport: dashP,
  mysqlpump: dashP,
  mysqlshow: dashP,
  nerdctl: dashPLogin,
  net: { positions: [2], only: /\b(?:user|use)\b/ },
  oc: dashPLogin,
  openssl: { options: ['-k', '-K', '-passin', '-passout', '-pass'] },
  'openssl passwd': { positions: [-1] },
  oras: dashPLogin,
  plink: { options: ['-pw'] },
  podman: dashPLogin,
  pscp: { options: ['-pw'] },
  psftp: { options: ['-pw'] },
  rabbitmqadmin: dashP,
  rabbitmqctl: { positions: [2], only: /\b(?:add_user|change_password|authenticate_user)\b/ },
  'redis-benchmark': { options: ['-a'] },
  'redis-cli': { options: ['-a', '--pass'] },
  rman: {},
  rpcclient: userPair,
  skopeo: dashPLogin,
  smbclient: userPair,
  snmpget: { options: ['-A', '-X', '-c'] },
  snmpwalk: { options: ['-A', '-X', '-c'] },
  sqlcmd: bigP,
  snowsql: dashP,
  sqlldr: {},
  sqlplus: {},
  sshpass: dashP,
  tsql: bigP,
  unzip: bigP,
  useradd: dashP,
  usermod: dashP,
  'valkey-cli': { options: ['-a'] },
  vault: { positions: [-1], only: /^ (?:login|operator unseal)\b/ },
  wpa_passphrase: { positions: [1] },
  xfreerdp: { options: ['/p:'] },
  zip: bigP,
};

const index = new LiteralIndex(Object.keys(commands), 2);
const longestCommand = 400;
const commandsAtMost = 4_000;

/** Secrets among the arguments of well-known commands; undefined if a text has too many of them. */
export function commandSecrets(text: string, lower: string): readonly Span[] | undefined {
  const spans: Span[] = [];
  let count = 0;
  let last = { at: -1, name: '' };
  index.visit(lower, (name, at) => {
    const following = lower.charAt(at + name.length);
    const isModule = name === 'chpasswd' && following === ':';
    if (isInWord(lower.charAt(at - 1)) || !(isModule || /[\s"'.]|^$/.test(following))) return true;
    if (last.at === at && last.name.length > name.length) return true;
    last = { at, name };
    count += 1;
    if (count > commandsAtMost) return false;
    spans.push(...(name === 'chpasswd' ? newPasswords(text, at) : argumentsOf(text, at, name)));
    return true;
  });
  return count > commandsAtMost ? undefined : spans;
}

const isInWord = (sign: string) => /[\w-]/.test(sign);

interface Word extends Span {
  readonly text: string;
}

/** Words of a shell, up to the end of the command; a line that ends with a backslash goes on. */
function wordsOf(command: string, from: number): readonly Word[] {
  const words: Word[] = [];
  for (const { 0: text, index: at } of command.matchAll(
    /\\\r?\n|[\n;]|&&|\|\|?|(?:\\?"(?:\\.|[^"\\\n])*\\?"|\\?'[^'\n]*'|\\(?!n)[^\n]|[^\s"';|\\])+/g,
  )) {
    if (/^\\\r?\n$/.test(text)) continue;
    if (/^(?:[\n;]|&&|\|\|?)$/.test(text)) break;
    words.push({ text, start: from + at, end: from + at + text.length });
  }
  return words;
}

function argumentsOf(text: string, at: number, name: string): readonly Span[] {
  const { options = [], pairs = [], positions = [], only } = commands[name] ?? {};
  const from = at + name.length;
  const command = text.slice(from, from + longestCommand);
  const words = wordsOf(command, from);
  const line = words.map((word) => word.text).join(' ');
  if (only !== undefined && !only.test(` ${line}`)) return [];
  const spans: Span[] = [];
  words.forEach((word, place) => {
    const next = words[place + 1];
    const option = [...options, ...pairs].find((one) => word.text === one || isJoined(word.text, one));
    if (option === undefined) return;
    const value =
      word.text === option
        ? next
        : { ...word, text: word.text.slice(option.length), start: word.start + option.length };
    if (value === undefined || (value === next && /^-/.test(value.text))) return;
    spans.push(...(pairs.includes(option) ? secondOf(value) : shownOf(value)));
  });
  const plain = words.filter(({ text: word }) => !word.startsWith('-') && !/^[<>]/.test(word));
  return [
    ...spans,
    ...positions.flatMap((place) => shownOf(plain.at(place))),
    ...(oracleTools.has(name) ? oracle(plain) : []),
  ];
}

/** `-pSECRET`, `--user=name:secret`. */
const isJoined = (word: string, option: string): boolean =>
  /^-\w$|:$/.test(option) ? word.startsWith(option) && word.length > option.length : word.startsWith(`${option}=`);

const shownOf = (word: Word | undefined): readonly Span[] =>
  word === undefined || word.text.startsWith('$(') || isHarmless(unquoted(word.text))
    ? []
    : [{ start: word.start, end: word.end }];

const unquoted = (word: string): string => word.replace(/^[=\\]*["']?|\\?["']$/g, '');

function secondOf({ text, start, end }: Word): readonly Span[] {
  const separator = text.search(/[:%,]/);
  if (separator === -1 || isHarmless(unquoted(text.slice(separator + 1)))) return [];
  return [{ start: start + separator + 1, end: /["']$/.test(text) ? end - 1 : end }];
}

const oracleTools = new Set(['exp', 'expdp', 'imp', 'impdp', 'rman', 'sqlldr', 'sqlplus']);

/** `user/password@service`. */
function oracle(words: readonly Word[]): readonly Span[] {
  return words.flatMap(({ text, start }) => {
    const [, user = '', password = ''] = /^(["']?[\w.]+\/)([^@\s"'/]{2,}(?:@|$)|[^@\s"']{2,}@)/.exec(text) ?? [];
    const length = password.replace(/@$/, '').length;
    return length === 0 ? [] : [{ start: start + user.length, end: start + user.length + length }];
  });
}

/** `user:password` on lines before `chpasswd`, where it is piped to, and after it, where it reads them or is cloud-init's module. */
function newPasswords(text: string, at: number): readonly Span[] {
  const from = Math.max(0, at - 200);
  const around = text.slice(from, at + longestCommand);
  return [...around.matchAll(/(?:^|[\s"'])([a-z_][\w.-]{0,31}:)(?![\s/])([^\s"']{3,128})/gim)].map(
    ({ index: start, 0: match, 2: password = '' }) => ({
      start: from + start + match.length - password.length,
      end: from + start + match.length,
    }),
  );
}
