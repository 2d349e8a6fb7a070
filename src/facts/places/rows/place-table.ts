import { PlaceRow } from './place-row';
import { COMPUTE_PLACES } from './places-compute';
import { CONTAINER_PLACES } from './places-containers';
import { DATA_PLACES } from './places-data';
import { LEARNING_PLACES } from './places-learning';
import { SERVICE_PLACES } from './places-services';

/** Every type of resource that sends requests to S3, as far as CloudFormation shows it. A test compares it with the resource types of CDK. */
export const PLACES: readonly PlaceRow[] = [...COMPUTE_PLACES, ...CONTAINER_PLACES, ...DATA_PLACES, ...LEARNING_PLACES, ...SERVICE_PLACES];
