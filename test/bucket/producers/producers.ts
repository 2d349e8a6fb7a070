import { Producer } from './producer';
import { CONTENT } from './producers-of-content';
import { DATA } from './producers-of-data';
import { LOGS } from './producers-of-logs';

/** Every row. */
export const PRODUCERS: readonly Producer[] = [...LOGS, ...CONTENT, ...DATA];
