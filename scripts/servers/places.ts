import { join } from 'node:path';
import { ROOT } from '../bindings/places';

/** Everything of the local servers: their programs, data and logs. Git ignores it, and a clean clone installs it anew. */
export const SERVERS = join(ROOT, '.servers');

/** What the servers and installations print, a file each. */
export const LOGS = join(SERVERS, 'logs');

/** The account that the local servers play. LocalStack reads it from the access key id. */
export const ACCOUNT = '123456789012';
export const REGION = 'eu-west-1';
export const CREDENTIALS = { accessKeyId: ACCOUNT, secretAccessKey: 'local' };
