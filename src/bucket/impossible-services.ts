import { Token } from 'aws-cdk-lib';
import { DELIVERIES, Requirement } from '../facts/delivery-table';
import { SOURCES } from '../facts/service-sources';
import { InputChecks } from '../input/input-checks';
import { ServiceAccess } from '../perimeter/services';

/** What a bucket is that some service cannot write to, in words. */
const WORDS: Readonly<Record<Requirement, string>> = {
  'SSE-S3': 'a bucket with a KMS key',
  'ACLs': 'a bucket without ACLs',
  'no default retention': 'a bucket with objectLockDefaultRetention',
};

/** Throws for a service that is to write, and that AWS documents as unable to write to a bucket that does not meet one of these requirements. */
export function checkServicesCanWrite(checks: InputChecks, services: readonly ServiceAccess[], prop: string, unmet: readonly Requirement[]): void {
  services.forEach(({ service, objectActions = ['s3:PutObject'] }, i) => {
    const writes = objectActions.some((action) => !Token.isUnresolved(action) && /^s3:Put/.test(action));
    const row = writes && !Token.isUnresolved(service) ? DELIVERIES.find((delivery) => delivery.service === service.replace(/\.cn$/, '') && delivery.needs.some((need) => unmet.includes(need))) : undefined;
    const need = row?.needs.find((one) => unmet.includes(one));
    if (row && need) {
      checks.refuse(`${prop}[${i}].service '${service}' cannot deliver ${row.delivers} to ${WORDS[need]}. ${row.instead}. See ${row.see}`);
    }
  });
}

/** Throws for a service that is to act for an organization, and that AWS documents as never saying so: the statement would allow nothing. */
export function checkServicesNameOrganizations(checks: InputChecks, services: readonly ServiceAccess[], prop: string): void {
  services.forEach((access, i) => {
    const { service } = access;
    const list = (['sourceOrganizationIds', 'sourceOrganizationPaths'] as const).find((name) => access[name]);
    const row = Token.isUnresolved(service) ? undefined : SOURCES.find((source) => source.service === service.replace(/\.cn$/, '') && !source.namesOrganization);
    if (list && row) {
      checks.refuse(`${prop}[${i}].${list} allows nothing, because '${service}' ${row.because}. ${row.instead}. See ${row.see}`);
    }
  });
}
