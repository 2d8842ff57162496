import { Readable, Writable } from 'node:stream';
import { answerLines } from './answer-lines';

async function answers(chunks: readonly (string | Uint8Array)[], answer: (line: string) => string) {
  const written: string[] = [];
  const output = new Writable({
    write(chunk, _encoding, done) {
      written.push(String(chunk));
      done();
    },
  });
  await answerLines(Readable.from(chunks), output, answer);
  return written.join('');
}

const echo = (line: string) => `<${line}>`;

describe('answerLines', () => {
  test('writes one line per input line, in order, regardless of chunks', async () => {
    expect(await answers(['a\nb', 'c\n', '\n', 'd'], echo)).toBe('<a>\n<bc>\n<>\n<d>\n');
    expect(await answers(['a\r\nb\r\n'], echo)).toBe('<a>\n<b>\n');
    expect(await answers([], echo)).toBe('');
  });

  test('decodes a character that is split across chunks', async () => {
    const lamp = Buffer.from('灯\n');
    expect(await answers([lamp.subarray(0, 1), lamp.subarray(1)], echo)).toBe('<灯>\n');
  });

  test('reports a line that is not valid UTF-8, and answers the other lines', async () => {
    const lines = Buffer.concat([Buffer.from('灯\n'), Buffer.from([0xff, 0x0a]), Buffer.from('灯\r\n')]);
    const errorLine = '{"error":{"message":"the line is not valid UTF-8","line":1,"column":1}}';
    expect(await answers([lines], echo)).toBe(`<灯>\n${errorLine}\n<灯>\n`);
    expect(await answers([Buffer.from([0xff])], echo)).toBe(`${errorLine}\n`);
  });

  test('removes a byte order mark', async () => {
    expect(await answers(['\ufeffa\nb\n'], echo)).toBe('<a>\n<b>\n');
    expect(await answers(['\ufeffa'], echo)).toBe('<a>\n');
  });

  test('reports a line over the maximum length, and answers the next line', async () => {
    const megabyte = 'x'.repeat(1024 * 1024);
    const lines = await answers([...Array.from({ length: 9 }, () => megabyte), 'y\n', 'z\n'], (line) =>
      line.length > 100 ? 'kept' : echo(line),
    );
    expect(lines).toBe('{"error":{"message":"the line is longer than 4194304 bytes","line":1,"column":1}}\n<z>\n');
  });

  test('uses constant memory for many lines', async () => {
    const chunk = `${'x'.repeat(99)}\n`.repeat(1000);
    let largest = 0;
    let count = 0;
    await answerLines(
      Readable.from({
        *[Symbol.iterator]() {
          for (let i = 0; i < 1000; i++) yield chunk;
        },
      }),
      new Writable({
        write(text, _encoding, done) {
          largest = Math.max(largest, text.length);
          count += 1000;
          setImmediate(done);
        },
      }),
      (line) => line,
    );
    expect({ count, isSmall: largest <= chunk.length * 2 }).toEqual({ count: 1_000_000, isSmall: true });
  });
});
