import { createHash } from 'node:crypto';
import { md2 as hashMd2 } from './md2';
import { onText } from './strings';

// Hash functions return lowercase hex. Source: AWS IoT developer guide, iot-sql-functions, "Hashing functions": "All
// hash functions expect one string argument".

export const hash = (algorithm: 'md5' | 'sha1' | 'sha224' | 'sha256' | 'sha384' | 'sha512') =>
  onText((text) => createHash(algorithm).update(text).digest('hex'));

export const md2 = onText((text) => hashMd2(Buffer.from(text)));
