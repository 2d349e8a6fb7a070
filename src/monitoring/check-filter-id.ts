import { Token } from 'aws-cdk-lib';
import { WHOLE_BUCKET_FILTER_ID } from './request-metrics';
import { InputChecks } from '../input/input-checks';

/** Refuses what no metrics configuration is called. */
export function checkFilterId(checks: InputChecks, filterId: string | undefined): void {
  if (filterId !== undefined && !Token.isUnresolved(filterId) && !/^[\w.-]{1,64}$/.test(filterId)) {
    checks.refuse(`filterId is '${filterId}'. Use the id of a metrics configuration: 1 to 64 letters, digits, '.', '-' or '_', such as '${WHOLE_BUCKET_FILTER_ID}'`);
  }
}
