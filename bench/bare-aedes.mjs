// This program runs unmodified aedes with the platform's TLS settings. Usage: node bench/bare-aedes.mjs DIRECTORY PORT
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createServer } from 'node:tls';
import { Aedes } from 'aedes';

const [directory = '', port = '0'] = process.argv.slice(2);
const read = (file) => readFileSync(join(directory, file), 'utf8');
const broker = await Aedes.createBroker();
createServer(
  {
    key: read('server-key.pem'),
    cert: read('server.pem'),
    ca: read('ca.pem'),
    requestCert: true,
    rejectUnauthorized: true,
    noDelay: true,
  },
  (socket) => broker.handle(socket),
).listen(Number(port), '127.0.0.1');
