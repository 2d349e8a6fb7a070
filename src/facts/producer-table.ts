import { ProducerRow } from './producer-row';
import { ANALYTICS } from './producers-analytics';
import { BUILDS } from './producers-builds';
import { MACHINE_LEARNING } from './producers-learning';
import { OPERATIONS } from './producers-operations';

/** Every producer that CloudFormation shows with a choice of encryption. A test compares it with the resource types of CDK. */
export const PRODUCERS: readonly ProducerRow[] = [...BUILDS, ...ANALYTICS, ...MACHINE_LEARNING, ...OPERATIONS];
